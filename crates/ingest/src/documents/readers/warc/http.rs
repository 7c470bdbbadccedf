//! Answers of web servers (RFC 9112), as archives keep them.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::documents::Failure;
use crate::documents::bounded::Budget;

/// An answer of a web server.
#[derive(Debug)]
pub(super) struct Response<'a> {
    /// Its status code.
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Takes an answer apart; nothing when it is none.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut line = || -> Option<String> {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
        };
        let first = line()?;
        let mut words = first.split_ascii_whitespace();
        if !words.next()?.starts_with("HTTP/") {
            return None;
        }
        let status = words.next()?.parse().ok()?;
        let mut headers = Vec::new();
        loop {
            let line = line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Some(Self { status, headers, body: rest })
    }

    /// The first header of this name, in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// What the server sent, no longer in chunks and unpacked; nothing when it is packed in a way that is not
    /// unpacked here. Programs that capture often undo both and keep the headers, so both are looked for in the
    /// bytes themselves.
    pub(super) fn body(&self, budget: &mut Budget) -> Result<Option<Vec<u8>>, Failure> {
        let chunked =
            self.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        let body = chunked.then(|| unchunk(self.body)).flatten();
        let body = body.unwrap_or_else(|| self.body.to_vec());
        let packed = body.len() as u64;
        let coding = self.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        match coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                budget.unpack(MultiGzDecoder::new(&body[..]), packed).map(Some)
            }
            // Named after one format, this is the other with most servers.
            "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
                budget.unpack(ZlibDecoder::new(&body[..]), packed).map(Some)
            }
            "deflate" if !looks_plain(&body) => {
                budget.unpack(DeflateDecoder::new(&body[..]), packed).map(Some)
            }
            "br" | "zstd" | "compress" | "dcb" | "dcz" if !looks_plain(&body) => Ok(None),
            _ => Ok(Some(body)),
        }
    }
}

/// Whether bytes are readable as they are, whatever their headers say.
fn looks_plain(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    start.trim_ascii_start().starts_with(b"<") || start.starts_with(b"%PDF") || start.is_ascii()
}

/// Puts chunks together; nothing when the bytes are not in chunks.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.iter().take(1024).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Limits;

    fn body(answer: &[u8]) -> Vec<u8> {
        let mut budget = Budget::new(&Limits::default());
        Response::parse(answer).unwrap().body(&mut budget).unwrap().unwrap()
    }

    #[test]
    fn chunks_are_put_together_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(body(format!("{head}3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n").as_bytes()), b"abcde");
        assert_eq!(body(format!("{head}<p>abc").as_bytes()), b"<p>abc");
    }
}
