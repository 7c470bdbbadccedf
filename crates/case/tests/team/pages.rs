//! A database's pages as they are in memory: every one of them, whether any table still leads to it or not.
//!
//! SQLCipher with a raw key: a page is 4,096 bytes, of which the last 80 are an initialisation vector (16)
//! and an authentication code (64); before them stands AES-256-CBC. The first page begins with 16 bytes of
//! salt in the clear. In the write-ahead log a header of 24 bytes stands before each page, and one of 32 before
//! all.

use openssl::symm::{Cipher, Crypter, Mode};

const PAGE: usize = 4096;
const RESERVED: usize = 80;
const SALT: usize = 16;

/// The pages of a database file or of a write-ahead log, decrypted with a key, one after another. Where
/// the key is another one, this is noise.
pub(crate) fn decrypted(file: &[u8], key: &[u8; 32], is_log: bool) -> Vec<u8> {
    let mut plain = Vec::with_capacity(file.len());
    if is_log {
        let frames = file.get(32..).unwrap_or_default().chunks_exact(24 + PAGE);
        for frame in frames {
            let (header, page) = frame.split_at(24);
            plain.extend(page_of(page, key, header[..4] == [0, 0, 0, 1]));
        }
    } else {
        for (number, page) in file.chunks_exact(PAGE).enumerate() {
            plain.extend(page_of(page, key, number == 0));
        }
    }
    plain
}

fn page_of(page: &[u8], key: &[u8; 32], is_first: bool) -> Vec<u8> {
    let (sealed, rest) = page.split_at(PAGE - RESERVED);
    let sealed = if is_first { &sealed[SALT..] } else { sealed };
    let cipher = Cipher::aes_256_cbc();
    let mut crypter = Crypter::new(cipher, Mode::Decrypt, key, Some(&rest[..16])).unwrap();
    crypter.pad(false);
    let mut plain = vec![0; sealed.len() + cipher.block_size()];
    let length = crypter.update(sealed, &mut plain).unwrap();
    plain.truncate(length);
    plain
}
