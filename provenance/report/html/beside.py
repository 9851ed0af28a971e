"""The environment of all templates together with those of another package, which may build on ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.report.html.environment import environment

if TYPE_CHECKING:
    from jinja2 import Environment


def environment_with(package: str) -> Environment:
    """Our environment, whose templates are looked for first in the folder `templates` of `package`, then among ours."""
    from jinja2 import BaseLoader, ChoiceLoader, PackageLoader

    ours = environment()
    loaders: list[BaseLoader] = [PackageLoader(package)]
    return ours.overlay(loader=ChoiceLoader(loaders + ([ours.loader] if ours.loader else [])))
