"""Makes web archives with warcio (PyPI): python3 make_archive.py PAGE PLAIN PACKED

Of one page, as a server answered for it: packed by the server and in chunks, then moved, then missing; with what
the programs that asked and captured said, and a file that is no answer of a server.
"""

import gzip
import io
import sys

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

page = open(sys.argv[1], "rb").read()


def answer(writer, address, status, headers, body):
    record = writer.create_warc_record(
        address,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": "2019-04-10T10:00:00Z"},
    )
    writer.write_record(record)


for name, packed in ((sys.argv[2], False), (sys.argv[3], True)):
    with open(name, "wb") as out:
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a script of the tests"}))
        body = gzip.compress(page)
        chunks = b"".join(
            b"%x\r\n%s\r\n" % (len(body[at : at + 999]), body[at : at + 999]) for at in range(0, len(body), 999)
        )
        kind = ("Content-Type", "text/html; charset=utf-8")
        coded = [kind, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(
            writer.create_warc_record("https://example.org/", "request", http_headers=request)
        )
        answer(writer, "https://example.org/news/17", "200 OK", coded, chunks + b"0\r\n\r\n")
        answer(writer, "https://example.org/old", "301 Moved", [kind, ("Location", "/news/17")], b"")
        answer(writer, "https://example.org/gone", "404 Not Found", [kind], b"<html><p>Gone.</p></html>")
        answer(writer, "https://example.org/a.css", "200 OK", [("Content-Type", "text/css")], b"p {}")
        writer.write_record(
            writer.create_warc_record(
                "urn:example:note",
                "resource",
                payload=io.BytesIO("Жазба".encode()),
                warc_content_type="text/plain",
            )
        )
