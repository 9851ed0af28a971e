"""One JSON record to a Document: `text` or `html`, with `id`, `url`, `title`, `published`, `publisher`; the rest is metadata."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from provenance import ids
from provenance.ingest.decode import storable
from provenance.ingest.document import document_id, has_words, line_blocks, no_text
from provenance.ingest.language import language_of
from provenance.ingest.options import MEDIA_TYPES, ReadOptions
from provenance.records import Document, MarkupSignal, Rejected

Record = dict[str, Any]


class BadJsonError(ValueError):
    """A line or file that is no JSON; the message says where."""


def parse(text: str) -> Any:
    """The JSON value of `text`. NaN and Infinity, which some programs write, become null. Raises BadJsonError."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise BadJsonError(f"{error.msg[0].lower()}{error.msg[1:]} at character {error.pos + 1}") from None
    except RecursionError:
        raise BadJsonError("it is nested too deeply") from None
    except ValueError:  # an integer of thousands of digits
        raise BadJsonError("it holds a number that is too long") from None


def read_record(
    value: object, data: bytes, encoding: str, *, path: str, line: int | None, locator: str, options: ReadOptions
) -> Document | Rejected:
    """The document of one record; `data` are the bytes that it was read from, `line` counts from 1."""
    try:
        return _read_record(value, data, encoding, path=path, line=line, locator=locator, options=options)
    except RecursionError:  # metadata that could be read but not be written again
        return bad_json(locator, BadJsonError("it is nested too deeply"))


def _read_record(
    value: object, data: bytes, encoding: str, *, path: str, line: int | None, locator: str, options: ReadOptions
) -> Document | Rejected:
    if not isinstance(value, dict):
        return _bad(locator, f"it is {_json_type(value)}, not an object; write one record in braces")
    record: Record = dict(value)
    body = record.get("text")
    markup = record.get("html")
    if body is None and markup is None:
        return _bad(locator, "it has neither 'text' nor 'html'; add one of them")
    if not isinstance(body, str | None) or not isinstance(markup, str | None):
        return _bad(locator, "its 'text' or 'html' is not a string; write it in quotation marks")
    if isinstance(record.get("id"), bool | list | dict):
        return _bad(locator, "its 'id' is neither a string nor a number; write one")
    url = _take(record, "url")
    found = _of_body(body, markup, path=path, url=url, locator=locator, options=options)
    if isinstance(found, Rejected):
        return found
    # With both, the text counts, as its offsets are the user's; the markup is kept with the metadata.
    record.pop("html" if body is None else "text")
    if markup is None:
        record.pop("html", None)
    sha256 = ids.sha256(data)
    return _with_fields(replace(found, sha256=sha256, encoding=encoding, path=path, line=line), record, sha256)


def _of_body(
    body: str | None, markup: str | None, *, path: str, url: str | None, locator: str, options: ReadOptions
) -> Document | Rejected:
    """The document without what the other fields say."""
    if body is None:
        from provenance.ingest.html import page

        return replace_locator(page(storable(markup or ""), path=path, url=url, options=options), locator)
    text = storable(body)
    if not has_words(text):
        return no_text(locator)
    return Document(
        id="",
        text=text,
        sha256="",
        text_sha256=ids.text_sha256(text),
        url=url,
        language=language_of(text) if options.language else None,
        media_type=MEDIA_TYPES["text"],
        blocks=line_blocks(text),
    )


def replace_locator(found: Document | Rejected, locator: str) -> Document | Rejected:
    """A refusal with the place of the record instead of the file's."""
    return replace(found, locator=locator) if isinstance(found, Rejected) else found


def _with_fields(document: Document, record: Record, sha256: str) -> Document:
    """The document with the record's own statements, which go before those of the markup."""
    own_id = _take(record, "id")
    title = _take(record, "title")
    published = _take(record, "published") or _take(record, "date")
    publisher = _take(record, "publisher")
    signals = list(document.signals)
    if publisher:
        signals.insert(0, MarkupSignal("record.publisher", publisher))
    if published:
        signals.append(MarkupSignal("published", published))
    return replace(
        document,
        id=own_id or document_id(sha256),
        title=title or document.title,
        published=published or document.published,
        byline=_authors(record) or document.byline,
        signals=tuple(signals),
        metadata=storable(json.dumps(record, ensure_ascii=False, sort_keys=True)),
    )


def _take(record: Record, key: str) -> str | None:
    """A field as text, taken out of the record; null and blank are None; what is no string or number stays there."""
    value = record.get(key)
    if isinstance(value, bool | list | dict):
        return None
    record.pop(key, None)
    return (storable(str(value)).strip() or None) if value is not None else None


def _authors(record: Record) -> tuple[str, ...]:
    """The names in `byline` or `author`: a string or a list of strings."""
    for key in ("byline", "author"):
        value = record.get(key)
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            record.pop(key)
            return tuple(storable(name).strip() for name in names if name.strip())
    return ()


def bad_json(locator: str, error: BadJsonError) -> Rejected:
    """The refusal of what is no JSON."""
    return _bad(locator, f"it is no JSON ({error}); mend the record or leave it out")


def _bad(locator: str, detail: str) -> Rejected:
    return Rejected(locator, "bad_record", f"the record cannot be used: {detail}")


def _json_type(value: object) -> str:
    if value is None:
        return "null"
    return {bool: "a truth value", str: "a string", list: "a list"}.get(type(value), "a number")
