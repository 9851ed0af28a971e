"""The one environment of all templates: everything is escaped, and what is not given is an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance import __version__
from provenance.report.html import plots
from provenance.report.html.cards import hedge_words, sentence, title_of
from provenance.report.html.filters import FILTERS, finalize, is_quoted, moves
from provenance.report.html.urls import Nowhere, anchor
from provenance.report.standing import origins_of
from provenance.report.terminal.source import judgement_words
from provenance.report.wording import CERTAIN, CREDIBILITY, POLARITY, axes, found_by, plain, said_as, verdict

PROOFS = 8
"""Words that prove a hop, in an audit; a text may name its publisher in every other line."""

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The environment. Its templates live in `provenance/report/html/templates`; pages of the web add a loader of their own by
    `environment().overlay(loader=ChoiceLoader([…, environment().loader]))`.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    env = Environment(
        loader=PackageLoader("provenance.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.filters.update(FILTERS)
    env.filters["plain"] = plain
    env.filters["ours"] = Markup
    env.tests.update(moves=moves, quoted=is_quoted)
    env.globals.update(
        style=style(),
        assets=None,
        program=f"provenance {__version__}",
        nowhere=Nowhere(),
        anchor=anchor,
        axes=axes,
        said_as=said_as,
        found_by=found_by,
        verdict=verdict,
        plots=plots,
        sentence=sentence,
        title_of=title_of,
        hedge_words=hedge_words,
        origins_of=origins_of,
        judgement_words=judgement_words,
        CERTAIN=CERTAIN,
        PROOFS=PROOFS,
        CREDIBILITY=CREDIBILITY,
        POLARITY=POLARITY,
    )
    return env


@cache
def style() -> str:
    """The style sheet as text that may stand in a `style` element."""
    return _Css(files("provenance.report.html").joinpath("templates", "style.css").read_text(encoding="utf-8"))


class _Css(str):
    """Our own style sheet: the one text that a template prints as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def render(template: str, **values: object) -> str:
    """The template's text with these values."""
    return environment().get_template(template).render(**values)
