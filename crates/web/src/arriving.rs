//! Files that a form brings: sealed in the vault while they arrive (RFC 7578).
//!
//! Nothing that arrives lies readable on a disk or whole in memory: each piece goes to a thread that seals it. The
//! token of the session must come before the first file, so that nothing is written for a form of another page; the
//! rule of the route was kept before the body is looked at. What a broken off or refused form had sealed is removed.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::StatusCode;
use multer::{Constraints, Field, Multipart, SizeLimit};
use onus_store::{FolderVault, Lease, ObjectKind, ObjectRow, OsEntropy, Vault};
use tokio::sync::oneshot;

use crate::gate::{FIELDS, FORM};

/// The most bytes of one file. What is read is fed to the reading process, which takes no more.
pub(crate) const LARGEST: u64 = 256 << 20;

/// The most files of one form.
pub(crate) const FILES: usize = 100;

/// The most bytes of one form with its files.
const WHOLE: u64 = 1 << 30;

/// How long the next piece may take, and the whole.
const PIECE: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(1800);

/// How many pieces may wait to be sealed.
const WAITING: usize = 4;

/// Why a form is refused: the status of HTTP, and what is told.
pub(crate) type Refused = (StatusCode, &'static str);

const TOO_LONG: Refused =
    (StatusCode::PAYLOAD_TOO_LARGE, "That is more than this server takes at once: 256 MB a file.");
const MALFORMED: Refused = (StatusCode::BAD_REQUEST, "The form cannot be read.");
const TOO_SLOW: Refused = (StatusCode::REQUEST_TIMEOUT, "The form did not arrive in time.");
const NOT_KEPT: Refused =
    (StatusCode::INTERNAL_SERVER_ERROR, "What arrived could not be sealed in the case.");

/// A file that arrived, sealed and recorded nowhere yet. Dropped, nothing of it stays.
pub(crate) struct Arrived {
    /// The name it came with: the last part of a path, whatever the browser sent.
    pub(crate) name: String,
    row: Option<ObjectRow>,
    vault: FolderVault,
}

impl std::fmt::Debug for Arrived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Arrived(…)")
    }
}

impl Arrived {
    /// The sealed object, for whoever records it or gives it up.
    pub(crate) fn take(mut self) -> Option<ObjectRow> {
        self.row.take()
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if let Some(row) = self.row.take() {
            // What cannot be removed now is an orphan that a sweep finds.
            let _ = self.vault.remove(&row);
        }
    }
}

/// What a form brought.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<Arrived>,
    /// The right to add, until the files are recorded.
    pub(crate) lease: Option<Lease>,
}

/// Takes a form in. `is_token` tells the session's token; `vault` is where files are sealed.
pub(crate) async fn take_in(
    kind: &str,
    body: Body,
    is_token: impl Fn(&str) -> bool,
    vault: FolderVault,
) -> Result<Brought, Refused> {
    let boundary = multer::parse_boundary(kind).map_err(|_| {
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Files are sent as multipart/form-data.")
    })?;
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(WHOLE));
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let until = Instant::now() + PATIENCE;
    let mut brought = Brought::default();
    let mut text = 0;
    let mut proven = false;
    loop {
        let next = tokio::time::timeout(PIECE, form.next_field()).await;
        let Some(mut field) = next.map_err(|_| TOO_SLOW)?.map_err(|error| told(&error))? else {
            return Ok(brought);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(plain) {
            None => {
                let mut value = Vec::new();
                while let Some(piece) = piece(&mut field, until).await? {
                    text += piece.len();
                    if text > FORM {
                        return Err(TOO_LONG);
                    }
                    value.extend_from_slice(&piece);
                }
                let value = String::from_utf8(value).map_err(|_| MALFORMED)?;
                proven |= name == "token" && is_token(&value);
                if brought.fields.len() >= FIELDS {
                    return Err(MALFORMED);
                }
                brought.fields.push((name, value));
            }
            // Browsers send a field without a file as one without a name and without bytes.
            Some(file) if file.is_empty() => {
                while let Some(piece) = piece(&mut field, until).await? {
                    if !piece.is_empty() {
                        return Err(MALFORMED);
                    }
                }
            }
            Some(_) if !proven => {
                return Err((StatusCode::FORBIDDEN, "This form is from an earlier session."));
            }
            Some(_) if brought.files.len() >= FILES => return Err(TOO_LONG),
            Some(file) => {
                if brought.lease.is_none() {
                    // A sweep of another process takes a moment, and nobody else may wait for it here.
                    let soon = vault.clone().waiting(Duration::ZERO);
                    brought.lease = Some(soon.lease().map_err(|_| NOT_KEPT)?);
                }
                let row = sealed(&mut field, until, &vault).await?;
                brought.files.push(Arrived { name: file, row: Some(row), vault: vault.clone() });
            }
        }
    }
}

fn told(error: &multer::Error) -> Refused {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => {
            TOO_LONG
        }
        _ => MALFORMED,
    }
}

/// The last part of what a browser says the file is called; it leads nowhere.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let last: String = last.chars().filter(|letter| !letter.is_control()).take(255).collect();
    let last = last.trim();
    if matches!(last, "." | "..") { String::new() } else { last.to_owned() }
}

async fn piece(
    field: &mut Field<'_>,
    until: Instant,
) -> Result<Option<axum::body::Bytes>, Refused> {
    if Instant::now() > until {
        return Err(TOO_SLOW);
    }
    let next = tokio::time::timeout(PIECE, field.chunk()).await;
    next.map_err(|_| TOO_SLOW)?.map_err(|error| told(&error))
}

/// Seals a file while it arrives.
async fn sealed(
    field: &mut Field<'_>,
    until: Instant,
    vault: &FolderVault,
) -> Result<ObjectRow, Refused> {
    let (give, given) = sync_channel(WAITING);
    let (tell, told) = oneshot::channel();
    let place = vault.clone();
    std::thread::spawn(move || {
        let _ = tell.send(seal(&place, &given));
    });
    let mut bytes = 0_u64;
    while let Some(piece) = piece(field, until).await? {
        if piece.is_empty() {
            continue;
        }
        bytes += piece.len() as u64;
        if bytes > LARGEST {
            // The thread is told of no end, and removes what it has.
            return Err(TOO_LONG);
        }
        handed(&give, piece).await?;
    }
    handed(&give, axum::body::Bytes::new()).await?;
    told.await.map_err(|_| NOT_KEPT)?.ok_or(NOT_KEPT)
}

/// Hands a piece on; waits while others wait.
async fn handed(
    give: &SyncSender<axum::body::Bytes>,
    mut piece: axum::body::Bytes,
) -> Result<(), Refused> {
    loop {
        match give.try_send(piece) {
            Ok(()) => return Ok(()),
            Err(std::sync::mpsc::TrySendError::Full(back)) => {
                piece = back;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Err(std::sync::mpsc::TrySendError::Disconnected(_)) => return Err(NOT_KEPT),
        }
    }
}

/// Seals pieces until an empty one says that all are there; none where they end before.
fn seal(vault: &FolderVault, given: &Receiver<axum::body::Bytes>) -> Option<ObjectRow> {
    // Its right to add is held by whoever takes the form in.
    let lease = vault.lease().ok()?;
    let mut object = vault.begin(&lease, ObjectKind::Exhibit, &mut OsEntropy).ok()?;
    loop {
        let piece = given.recv().ok()?;
        if piece.is_empty() {
            return object.finish().ok();
        }
        object.push(&piece).ok()?;
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_of_files_lead_nowhere() {
        for (sent, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\a b.txt", "a b.txt"),
            ("..", ""),
            ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
            ("отчёт.txt", "отчёт.txt"),
        ] {
            assert_eq!(plain(sent), kept, "{sent}");
        }
    }
}
