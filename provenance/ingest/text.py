"""Text files: the decoded text unchanged, each non-empty line a block."""

from __future__ import annotations

from provenance import ids
from provenance.ingest.decode import NotTextError, decode
from provenance.ingest.document import binary, document_id, empty, has_words, line_blocks, no_text
from provenance.ingest.language import language_of
from provenance.ingest.options import MEDIA_TYPES, Kind, ReadOptions
from provenance.records import Document, Rejected


def read_text(data: bytes, *, path: str, url: str | None, kind: Kind, options: ReadOptions) -> Document | Rejected:
    """The document of a text file. No newline is translated: offsets are those of the file's decoded text."""
    if not data:
        return empty(path)
    try:
        decoded = decode(data, charset=options.charset)
    except NotTextError as error:
        return binary(path, error)
    text = decoded.text
    if not has_words(text):
        return no_text(path)
    sha256 = ids.sha256(data)
    return Document(
        id=document_id(sha256),
        text=text,
        sha256=sha256,
        text_sha256=ids.text_sha256(text),
        path=path,
        url=url,
        language=language_of(text) if options.language else None,
        media_type=MEDIA_TYPES[kind],
        encoding=decoded.encoding,
        blocks=line_blocks(text),
    )
