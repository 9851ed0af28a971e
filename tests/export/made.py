"""Items to export without a database, and a document whose every word is what somebody hostile wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from provenance import records as r
from provenance.export import BY_NAME, About, Corroboration, Item, Run, writer_of
from provenance.ids import content_id, sha256, text_sha256
from provenance.spans import Span
from tests.report.sample import sample

RUN = Run(7, "0.1.0", "lex", "reg", "2026-01-02T03:04:05Z", "2026-01-02T03:05:00Z")

HOSTILE = {
    "formula": '=HYPERLINK("http://x.example","click")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "number": "0012",
    "link": "https://x.example/a",
    "array": "{=SUM(A1:A2)}",
    "rich": "<r><t>evil</t></r>",
    "escape": "_x0041_ and _x000D_",
    "nul": "a\x00b",
    "control": "a\x01\x08\x1b[31mb",
    "surrogate": "a\ud800b\udfffc",
    "astral": "\U0001f300 \U00020000 \U0010fffd",
    "marks": "\u202eevil\u202c \u200fאב\u200e \ufeff\ufffe",
    "markup": "<script>alert('x')</script>&amp;<!--]]>",
    "quotes": '"""it\'s\\""" \\ \'x\' %% xsd:int',
    "breaks": "one\nendDocument\n\ntwo\r\nthree\u2028four\x85five",
    "tex": '@online{x, title={} } \\input{/etc/passwd} 100% {{ } # $ & _ ^ ~ " %',
    "json": '"}]}\\u0000 </script>',
}


def hostile(mark: str, **fields: Any) -> r.AnnotatedDocument:
    """A document in which title, author, names, ids and the words of the claim are `mark`."""
    before = "Say "
    text = f"{before}{mark}{mark}."
    words, cue = Span(len(before), len(before) + len(mark)), Span(0, 3)
    claim = Span(len(before) + len(mark), len(before) + 2 * len(mark))
    digest = sha256(text.encode("utf-8", "surrogatepass"))
    chain = (
        r.Hop(f"x:{mark}", "published_by", (words,)),
        r.Hop(f"y:{mark}", "reprinted_from", (words,)),
        r.Hop(f"z:{mark}", "stated_by", (words,)),
    )
    holder = r.Holder(f"z:{mark}", mark, "person", words)
    said = r.Attribution(
        content_id("a", mark), 0, holder, cue, mark, "neutral", "affirms", (claim,), "indirect", chain, 0.9, "rule:x", date=mark
    )
    hedge = r.Hedge(content_id("h", mark), claim, 0, "modal", 0.5, "judgement", claim, "rule:y", said.id)
    score = r.Score("v2", 0.4, "B", 3, (r.Contribution("prior", mark, -0.4, mark, (claim,)),))
    document = r.Document(
        **(
            {
                "id": f"id {mark}",
                "text": text,
                "sha256": digest,
                "text_sha256": text_sha256(text),
                "path": mark,
                "url": f"https://x.example/{mark}",
                "title": mark,
                "language": "en",
                "published": mark,
                "byline": (mark, f"{mark} and {mark}"),
            }
            | fields
        )
    )
    return r.AnnotatedDocument(
        document=document,
        publisher=r.Publisher(f"x:{mark}", mark, "made", (words,), 0.9),
        upstreams=(r.Upstream(f"y:{mark}", mark, "reprinted_from", "reprint_line", words, 0.9, mark),),
        passages=(r.Passage(0, "body", 0, Span(0, len(text))),),
        attributions=(said,),
        hedges=(hedge,),
        claims=(r.Claim(content_id("c", mark), 0, (claim,), chain, said.id, "affirms", score),),
        sources=tuple(r.SourceRef(hop.source, mark, "person") for hop in chain),
    )


def item(annotated: r.AnnotatedDocument | None = None, **standings: Corroboration) -> Item:
    """An item; claims named in `standings` ("c0" is the first) stand so in other documents, where there is any."""
    found = annotated or sample()
    by_id = {found.claims[int(name[1:])].id: standing for name, standing in standings.items()}
    return Item(found, RUN, by_id if standings else None)


def about(name: str, **more: Any) -> About:
    return replace(About(BY_NAME[name], "0005"), **more)


def written(name: str, *items: Item, **more: Any) -> bytes:
    """What an export of these items writes."""
    form = BY_NAME[name]
    if form.binary:
        out = io.BytesIO()
        assert writer_of(form)(iter(items), out, about(name, **more)) == len(items)
        return out.getvalue()
    text = io.StringIO(newline="")
    assert writer_of(form)(iter(items), text, about(name, **more)) == len(items)
    return text.getvalue().encode("utf-8")
