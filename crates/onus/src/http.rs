//! A file sent and one taken back over plain HTTP: the only place of the program that uses a network, and only
//! when a user names the address.
//!
//! Made for replies that are signed by themselves, so that encryption on the way would hide that one asks
//! and add nothing to what comes back. One request, one connection, no redirections, bounded time and length.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::error::CommandError;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long one address may take to answer at all.
const CONNECT: Duration = Duration::from_secs(15);
/// The longest head of an answer, in bytes.
const HEAD: usize = 64 * 1024;
/// The longest body, in bytes: replies have some thousands.
pub(crate) const BODY: usize = 1024 * 1024;

/// Where to send to: `http://HOST[:PORT][/PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    host: String,
    port: u16,
    path: String,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// When it is not one of plain HTTP.
    pub(crate) fn read(url: &str) -> Result<Self, CommandError> {
        let wrong =
            |why: &str| CommandError::input(format!("--url \"{}\": {why}", url.escape_debug()));
        if url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
            return Err(wrong("only plain http:// is spoken here, which is enough, as replies are signed")
                .hint(
                    "if the authority has no such address, carry the request as a file: onus timestamp --out \
                     request.tsq",
                ));
        }
        let scheme = url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
        let rest = scheme.and_then(|_| url.get(7..)).ok_or_else(|| {
            wrong("this is not an address")
                .hint("write http://HOST, http://HOST/PATH or http://HOST:PORT/PATH")
        })?;
        if !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong("an address has no spaces and only ASCII characters"));
        }
        let rest = rest.split('#').next().unwrap_or(rest);
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        if authority.contains('@') {
            return Err(wrong("names and passwords are not sent"));
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, rest) =
                    rest.split_once(']').ok_or_else(|| wrong("a bracket is not closed"))?;
                (host, rest.strip_prefix(':').or(rest.is_empty().then_some("80")))
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, Some("80")),
            },
        };
        let port = port.and_then(|port| port.parse().ok()).filter(|port| *port > 0);
        let port = port.ok_or_else(|| wrong("the port is not a number from 1 to 65535"))?;
        if host.is_empty() {
            return Err(wrong("it names no host"));
        }
        Ok(Self { host: host.to_owned(), port, path })
    }

    /// The host as a header names it.
    fn authority(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        if self.port == 80 { host } else { format!("{host}:{}", self.port) }
    }

    fn failed(&self, why: impl std::fmt::Display) -> CommandError {
        CommandError::input(format!("{}: {why}", self.authority()))
    }

    /// Sends a body and gives back that of the answer.
    ///
    /// # Errors
    ///
    /// When nobody answers in time, or with anything but 200.
    pub(crate) fn post(
        &self,
        media: &str,
        accepted: &str,
        body: &[u8],
    ) -> Result<Vec<u8>, CommandError> {
        let ends = Instant::now() + PATIENCE;
        let mut stream = self.connect().map_err(|error| self.failed(error))?;
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: {media}\r\nAccept: {accepted}\r\nContent-Length: \
             {}\r\nConnection: close\r\n\r\n",
            self.path,
            self.authority(),
            body.len()
        );
        let sent = stream
            .set_write_timeout(Some(CONNECT))
            .and_then(|()| stream.write_all(&[head.as_bytes(), body].concat()));
        sent.map_err(|error| self.failed(error))?;
        let answer = read(&mut stream, ends).map_err(|error| self.failed(error))?;
        let answer = Answer::read(&answer).map_err(|why| self.failed(why))?;
        match answer.status {
            200 => answer.body.map_err(|why| self.failed(why)),
            301 | 302 | 303 | 307 | 308 => {
                let place = answer.location.unwrap_or_default();
                Err(self.failed(format!("it says to ask at \"{}\" instead", place.escape_debug())))
            }
            other => Err(self.failed(format!("it answered with the status {other}"))),
        }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let mut failure = io::Error::new(io::ErrorKind::NotFound, "there is no such host");
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECT) {
                Ok(stream) => return Ok(stream),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

/// Reads until the other side ends.
fn read(stream: &mut TcpStream, ends: Instant) -> io::Result<Vec<u8>> {
    let (mut answer, mut buffer) = (Vec::new(), [0; 8192]);
    let late = || io::Error::new(io::ErrorKind::TimedOut, "it takes too long to answer");
    loop {
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(late());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(answer),
            Ok(count) => answer.extend(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error)
                if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) =>
            {
                return Err(late());
            }
            // Some close without ceremony; whether all is there, the lengths tell.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(answer),
            Err(error) => return Err(error),
        }
        // Chunks have some letters of their own.
        if answer.len() > HEAD + 2 * BODY {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it answers at too great length",
            ));
        }
    }
}

/// An answer, taken apart.
struct Answer {
    status: u16,
    location: Option<String>,
    body: Result<Vec<u8>, &'static str>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        const NOT_HTTP: &str = "it does not answer in HTTP";
        let (head, body) = split(bytes, b"\r\n\r\n").ok_or(match bytes.is_empty() {
            true => "it ended without an answer",
            false => NOT_HTTP,
        })?;
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let version = first.next().unwrap_or_default();
        let status = first.next().and_then(|status| status.parse().ok());
        let (Some(status), true) = (status, version.starts_with("HTTP/1.")) else {
            return Err(NOT_HTTP);
        };
        // What comes before the answer proper, and is of no use here.
        if status == 100 {
            return Self::read(body);
        }
        let header = |name: &str| {
            let named = head.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
            let mut named = named.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            named.next().map(|(_, value)| value.trim().to_owned())
        };
        let chunked =
            header("Transfer-Encoding").is_some_and(|how| !how.eq_ignore_ascii_case("identity"));
        let body = match header("Content-Length") {
            _ if chunked => chunks(body),
            None => Ok(body.to_vec()),
            Some(length) => match length.parse::<usize>() {
                Ok(length) => body
                    .get(..length)
                    .map(<[u8]>::to_vec)
                    .ok_or("its answer was cut off on the way"),
                Err(_) => Err(NOT_HTTP),
            },
        };
        let body = body.and_then(|body| match body.len() > BODY {
            true => Err("it answers at too great length"),
            false => Ok(body),
        });
        Ok(Self { status, location: header("Location"), body })
    }
}

/// The bytes before and after a mark.
fn split<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(mark.len()).position(|part| part == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// Puts together a body that comes in pieces, each after its length (RFC 9112, section 7.1).
fn chunks(mut bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    const CUT: &str = "its answer was cut off on the way";
    let mut body = Vec::new();
    loop {
        let (line, rest) = split(bytes, b"\r\n").ok_or(CUT)?;
        let line = std::str::from_utf8(line).map_err(|_| CUT)?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).map_err(|_| CUT)?;
        if length == 0 {
            return Ok(body);
        }
        body.extend(rest.get(..length).ok_or(CUT)?);
        bytes = rest.get(length..).and_then(|rest| rest.strip_prefix(b"\r\n")).ok_or(CUT)?;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn addresses() {
        let read = |url: &str| Address::read(url).map_err(|error| error.to_string());
        let address = |host: &str, port, path: &str| {
            Ok(Address { host: host.to_owned(), port, path: path.to_owned() })
        };
        assert_eq!(read("http://tsa.example"), address("tsa.example", 80, "/"));
        assert_eq!(read("HTTP://tsa.example/a/b?c=d#e"), address("tsa.example", 80, "/a/b?c=d"));
        assert_eq!(read("http://tsa.example?c"), address("tsa.example", 80, "/?c"));
        assert_eq!(read("http://127.0.0.1:3180/x"), address("127.0.0.1", 3180, "/x"));
        assert_eq!(read("http://[::1]:3180"), address("::1", 3180, "/"));
        assert_eq!(read("http://[::1]"), address("::1", 80, "/"));
        assert_eq!(Address::read("http://[::1]:81").unwrap().authority(), "[::1]:81");
        assert_eq!(Address::read("http://a.b").unwrap().authority(), "a.b");
        for wrong in [
            "",
            "tsa.example",
            "ftp://a",
            "https://a/b",
            "http://",
            "http:///x",
            "http://a:0",
            "http://a:99999",
            "http://a:",
            "http://me:word@a",
            "http://a b",
            "http://a/\r\nX: y",
            "http://пример",
            "http://[::1",
            "http://[::1]x",
        ] {
            let told = read(wrong).unwrap_err();
            assert!(told.starts_with("error: --url"), "{wrong}: {told}");
        }
    }

    fn body(answer: &str) -> Result<String, &'static str> {
        let answer = Answer::read(answer.as_bytes())?;
        answer.body.map(|body| String::from_utf8(body).unwrap())
    }

    #[test]
    fn answers() {
        let ok = |body: &str| Ok(body.to_owned());
        assert_eq!(body("HTTP/1.1 200 OK\r\n\r\nabc"), ok("abc"));
        assert_eq!(body("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nabc"), ok("ab"));
        assert_eq!(body("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc"), ok("abc"));
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(
            body(&format!("{chunked}3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")),
            ok("abc0123456789")
        );
        for cut in [
            "",
            "3\r\nab",
            "3\r\nabc",
            "3\r\nabc\r\n",
            "zz\r\nabc\r\n0\r\n\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
        ] {
            assert_eq!(
                body(&format!("{chunked}{cut}")),
                Err("its answer was cut off on the way"),
                "{cut:?}"
            );
        }
        assert_eq!(
            body("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
            Err("its answer was cut off on the way")
        );
        assert_eq!(body(""), Err("it ended without an answer"));
        assert_eq!(body("SSH-2.0-x\r\n\r\n"), Err("it does not answer in HTTP"));
        assert_eq!(body("HTTP/1.1 twenty\r\n\r\n"), Err("it does not answer in HTTP"));
        let moved = Answer::read(b"HTTP/1.1 301 Moved\r\nLocation: https://a/\r\n\r\n").unwrap();
        assert_eq!((moved.status, moved.location.as_deref()), (301, Some("https://a/")));
    }
}
