"""Small files of other programs, made byte by byte, so that none has to be copied."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(members: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def pdf(*pages: Sequence[str], title: str = "", author: str = "", trailer: str = "") -> bytes:
    """A PDF whose pages show these lines, in Helvetica and WinAnsi."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(b"(" + _pdf_string(line) + b") Tj T*\n" for line in lines)
        stream = b"BT /F1 12 Tf 14 TL 72 720 Td\n" + shown + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    said = f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20260302060000+01'00') >>"
    objects.append(said.encode("cp1252"))
    return _pdf_of(objects, trailer)


def _pdf_string(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_of(objects: Sequence[bytes], trailer: str) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>".encode()
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (end, len(content))
    )


def docx(body: str, *, title: str = "", creator: str = "", prolog: str = "") -> bytes:
    """A Word document with this body in WordprocessingML; `w:` is its prefix."""
    relation = f"{_OFFICE}/officeDocument"
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{core}" Target="docProps/core.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="l1" Type="{_OFFICE}/hyperlink" Target="https://quay.example"'
            ' TargetMode="External"/></Relationships>',
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
            "</cp:coreProperties>",
            "word/document.xml": f'{prolog}<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def odt(body: str, *, title: str = "", creator: str = "", manifest: str = "", prolog: str = "") -> bytes:
    """An OpenDocument text with this body; `text:`, `table:` and `office:` are its prefixes."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "meta", "manifest")
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{prolog}<office:document-content {spaces} {dc}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {spaces} {dc}><office:meta><dc:title>{escape(title)}"
            f"</dc:title><dc:creator>{escape(creator)}</dc:creator></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>",
        }
    )


def epub(documents: Mapping[str, str], *, metadata: str = "", spine: Sequence[str] = ()) -> bytes:
    """An EPUB with these XHTML documents; `spine` is their order, else as they are given."""
    names = {name: f"i{number}" for number, name in enumerate(documents)}
    items = "".join(
        f'<item id="{id_}" href="{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'nav.xhtml' else ''}/>"
        for name, id_ in names.items()
    )
    order = "".join(f'<itemref idref="{names.get(name, name)}"/>' for name in spine or documents)
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="{_ODF}:container">'
            '<rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>',
            "OEBPS/c.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
            f"<manifest>{items}</manifest><spine>{order}</spine></package>",
            **{f"OEBPS/{name}": content for name, content in documents.items()},
        }
    )


def xhtml(body: str, *, head: str = "") -> str:
    """An XHTML document with this body."""
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{body}</body></html>'


def mhtml(
    page: bytes, *, charset: str = "utf-8", location: str = "https://quay.example/tunnel"
) -> bytes:
    """A saved page: the HTML as one part, a picture as another."""
    import quopri

    lines = [
        "From: <Saved by a browser>",
        f"Snapshot-Content-Location: {location}",
        "Subject: =?utf-8?Q?A_tunnel?=",
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=_part"',
        "",
        "--=_part",
        f"Content-Type: text/html; charset={charset}",
        "Content-Transfer-Encoding: quoted-printable",
        f"Content-Location: {location}",
        "",
        quopri.encodestring(page).decode("ascii").replace("\n", "\r\n"),
        "--=_part\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
        "--=_part--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def warc(*pages: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of responses: address, content type and body of each."""
    head = _record("warcinfo", "", b"software: tests\r\n", "application/warc-fields")
    records = [head]
    for address, kind, body in pages:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        records.append(_record("response", address, http + body, "application/http; msgtype=response"))
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def _record(kind: str, address: str, content: bytes, media: str) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        *([f"WARC-Target-URI: {address}"] if address else []),
        "WARC-Date: 2026-03-02T06:00:00Z",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{abs(hash(address)) % 10**12:012}>",
        f"Content-Type: {media}",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"
