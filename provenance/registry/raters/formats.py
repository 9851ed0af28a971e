"""The files that can be imported, column by column. No ratings are bundled: each is the user's own copy, under its own terms.

Headings were read in public copies of the files in November 2026; terms are those that the raters state.
"""

from __future__ import annotations

from functools import partial

from provenance.registry.raters.model import Column, Format
from provenance.registry.raters.scales import FACTUAL, TYPOLOGY, by_grade, by_number, by_status, by_words

GENERIC = Format(
    name="generic",
    title="a file in our own form",
    columns=(
        Column("source", ("source",)),
        Column("domain", ("domain",)),
        Column("grade", ("grade",)),
        Column("value", ("value",)),
        Column("topic", ("topic",)),
        Column("rater", ("rater",)),
        Column("rated_on", ("rated_on",)),
        Column("licence", ("licence", "license")),
    ),
    needed=(("grade",), ("rater",), ("rated_on",), ("licence",), ("source", "domain")),
    verdict=by_grade,
    refuses_whole=True,
)

LIN2023 = Format(
    name="lin2023",
    title="domain_pc1.csv or domain_ratings.csv of Lin et al. 2023",
    # All other columns are other raters' work under terms of their own: they are not read.
    columns=(Column("domain", ("domain",)), Column("rating", ("pc1",))),
    needed=(("domain",), ("rating",)),
    verdict=by_number,
    rater="Lin et al. 2023",
    licence='README: "Feel free to reuse the data"; no licence file; to be cited as doi 10.1093/pnasnexus/pgad286',
    grades_state_media=False,
)

RSP = Format(
    name="rsp",
    title="Wikipedia's list of perennial sources",
    columns=(
        Column("name", ("name", "source")),
        Column("rating", ("status", "reliability", "rating")),
        Column("domain", ("urls", "url", "domains", "domain", "uses")),
    ),
    needed=(("name",), ("rating",)),
    verdict=by_status,
    rater="Wikipedia perennial sources",
    licence="CC BY-SA, with attribution to the editors of Wikipedia",
    topics=True,
)

_FACTUAL = ("factual reporting", "factual", "mbfc factual", "mbfc fact", "mbfc factual reporting", "fact", "reporting")

IFFY = Format(
    name="iffy",
    title="the Iffy Index",
    columns=(
        Column("domain", ("domain", "site", "url")),
        Column("name", ("name", "site name")),
        Column("rating", ("mbfc factual", "mbfc fact", *_FACTUAL)),
    ),
    needed=(("domain", "name"), ("rating",)),
    verdict=partial(by_words, table=FACTUAL, what="factual reporting"),
    rater="Iffy Index",
    licence="MIT License as stated by iffy.news; the ratings behind it are Media Bias/Fact Check's, who state none",
    own_hosts=("mediabiasfactcheck.com", "iffy.news"),
    remark="the Iffy Index lists only what it holds to be bad: that it lacks a source says nothing for it",
)

MBFC = Format(
    name="mbfc",
    title="Media Bias/Fact Check",
    columns=(
        Column("domain", ("domain", "source url", "homepage", "website", "source", "url")),
        Column("name", ("name", "source name", "title")),
        Column("rating", _FACTUAL),
    ),
    needed=(("domain", "name"), ("rating",)),
    verdict=partial(by_words, table=FACTUAL, what="factual reporting"),
    rater="Media Bias/Fact Check",
    licence="no licence for the ratings is stated; beyond fair use the rater's permission is needed",
    own_hosts=("mediabiasfactcheck.com",),
)

SMM = Format(
    name="smm",
    title="State Media Monitor, in the form of ASD's state-media-profiles",
    columns=(
        Column("domain", ("url", "website", "domain")),
        Column("name", ("main assets", "main asset", "asset", "outlet", "name")),
        Column("rating", ("typology", "code", "type")),
    ),
    needed=(("domain", "name"), ("rating",)),
    verdict=partial(by_words, table=TYPOLOGY, what="typology"),
    rater="State Media Monitor",
    licence="MIT License of ASD-at-GMF/state-media-profiles; State Media Monitor, whose typology it is, states none",
    scale="editorial_control",
)

FORMATS = {form.name: form for form in (LIN2023, RSP, IFFY, MBFC, SMM, GENERIC)}
"""All formats by the name that `provenance sources import --format` takes."""
