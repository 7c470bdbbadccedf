//! What the ending of a file's name promises.

use super::Note;
use super::input::Head;

/// Endings and the beginnings of the media types they promise. Only endings that promise something plain are
/// listed; an unknown ending promises nothing.
const PROMISES: &[(&str, &[&str])] = &[
    ("7z", &["application/x-7z"]),
    ("csv", &["text/"]),
    ("doc", &["application/msword", "application/x-ole-storage"]),
    ("docx", &["application/vnd.openxmlformats-officedocument.wordprocessingml"]),
    ("eml", &["message/"]),
    ("gif", &["image/gif"]),
    ("gz", &["application/gzip", "application/x-tar", "application/warc"]),
    ("heic", &["image/heic", "image/heif"]),
    ("heif", &["image/heic", "image/heif"]),
    ("htm", &["text/html", "application/xhtml"]),
    ("html", &["text/html", "application/xhtml"]),
    ("jpeg", &["image/jpeg"]),
    ("jpg", &["image/jpeg"]),
    ("m4a", &["audio/", "video/mp4"]),
    ("mbox", &["application/mbox"]),
    ("md", &["text/"]),
    ("mht", &["multipart/related", "message/"]),
    ("mhtml", &["multipart/related", "message/"]),
    ("mkv", &["video/x-matroska", "audio/x-matroska", "video/webm"]),
    ("mov", &["video/"]),
    ("mp3", &["audio/"]),
    ("mp4", &["video/", "audio/mp4"]),
    ("ods", &["application/vnd.oasis.opendocument.spreadsheet"]),
    ("odt", &["application/vnd.oasis.opendocument.text"]),
    ("ogg", &["audio/", "video/ogg", "application/ogg"]),
    ("pdf", &["application/pdf"]),
    ("png", &["image/png"]),
    ("rtf", &["application/rtf", "text/rtf"]),
    ("tar", &["application/x-tar"]),
    ("tgz", &["application/gzip", "application/x-tar"]),
    ("tif", &["image/tiff"]),
    ("tiff", &["image/tiff"]),
    ("txt", &["text/"]),
    ("wacz", &["application/wacz", "application/x-wacz"]),
    ("warc", &["application/warc"]),
    ("wav", &["audio/"]),
    ("webm", &["video/webm", "audio/webm", "video/x-matroska"]),
    ("webp", &["image/webp"]),
    ("xls", &["application/vnd.ms-excel"]),
    ("xlsx", &["application/vnd.openxmlformats-officedocument.spreadsheetml"]),
    ("zip", &["application/zip"]),
];

/// The note that a file is of another kind than its name promises.
pub(super) fn note(ending: &str, media: &str) -> Option<Note> {
    let (_, promised) = PROMISES.iter().find(|(known, _)| *known == ending)?;
    if promised.iter().any(|start| media.starts_with(start)) {
        return None;
    }
    Some(Note::OtherKind(ending.to_owned(), media.to_owned()))
}

/// What a file that no reader knows looks like: its first bytes.
pub(super) fn seen(head: &Head) -> String {
    let bytes = head.bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    format!("it begins with {}", bytes.join(" "))
}
