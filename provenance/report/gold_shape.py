"""What records of gold and of predictions must look like before anything is counted: a wrong one is named, not stumbled over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provenance.errors import UsageError

Check = Callable[[Any], bool]
Shape = Check | Mapping[str, Any] | list[Any]
"""A check of a value; or the shapes of the values of a mapping, where a name that ends in "*" must be there; or of a list."""


def _span(value: Any) -> bool:
    """Two code points in order; True and False are no numbers."""
    return isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value) and 0 <= value[0] <= value[1]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _span_or_none(value: Any) -> bool:
    return value is None or _span(value)


def _spans(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(map(_span, value)))


def _chain(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(map(_text, value)))


def _role(value: Any) -> bool:
    """The words of a role, as gold has them beside their spans, or an object with its span or spans, as predictions have."""
    return not isinstance(value, Mapping) or _fault(value, _PART) is None


def _part_or_none(value: Any) -> bool:
    return value is None or _fault(value, _PART) is None


_PART = {"span": _span_or_none, "spans": _spans, "id": _text_or_none}
_LABELS: dict[str, Shape] = {"id": _text_or_none, "parent": _text_or_none, "chain": _chain, "source_id": _text_or_none}
_READING: dict[str, Shape] = _LABELS | {
    **dict.fromkeys(("source", "cue", "content"), _role),
    **{f"{role}_span": _span_or_none for role in ("source", "cue", "content")},
    **{f"{role}_spans": _spans for role in ("source", "cue", "content")},
}
_PASSAGE = {"span*": _span, "kind*": _text}
GOLD: Shape = {
    "document*": _text,
    "text": _text_or_none,
    "publisher": _text_or_none,
    "wire": _text_or_none,
    "attributions": [_READING | {"alternatives": lambda value: value is None or _fault(value, _READING) is None}],
    "hedges": [{"span*": _span}],
    "passages": [_PASSAGE],
    "document_upstreams": [{"id*": _text}],
}
PREDICTION: Shape = {
    "document*": {
        "id*": _text,
        "text*": _text,
        "path": _text_or_none,
        "publisher": lambda value: value is None or _fault(value, {"id": _text_or_none}) is None,
    },
    "attributions": [_LABELS | dict.fromkeys(("source", "cue", "content"), _part_or_none)],
    "hedges": [{"span*": _span}],
    "passages*": [_PASSAGE],
    "upstreams": [{"source*": _text}],
}


def check_shape(record: Any, shape: Shape, where: str, what: str) -> None:
    """Raises UsageError, which names `where`, `what` the record should be, and the value, where a record is not of the shape."""
    fault = _fault(record, shape)
    if fault is not None:
        raise UsageError(f"{where}: this is no record of {what} ({fault} is missing or of another kind); correct it")


def _fault(value: Any, shape: Shape, place: str = "") -> str | None:
    """Where a value is not of its shape, as "hedges[2].span"; None where all of it is."""
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            return place or "the record"
        for key, inner in shape.items():
            name = key.removesuffix("*")
            if name in value or name != key:
                fault = _fault(value.get(name), inner, f"{place}.{name}" if place else name)
                if fault is not None:
                    return fault
        return None
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        found = (_fault(one, shape[0], f"{place}[{number}]") for number, one in enumerate(value))
        return next((fault for fault in found if fault is not None), None)
    return None if shape(value) else place
