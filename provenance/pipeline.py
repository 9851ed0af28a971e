"""The stages composed: a document in, an annotated document out. Pure: no database, no network, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from provenance.claims import claims_of
from provenance.detect import AttributionLexicons, Cut, DetectedHedge, authors_of, find_credits, find_hedges, make_tagger
from provenance.detect.abroad import find_abroad, find_hedges_abroad, foreign_sentences
from provenance.detect.attributions import KINDS_READ
from provenance.detect.filters import kept
from provenance.detect.taggers import Rules
from provenance.ids import content_id
from provenance.lexicon.abroad import TONGUES, Tongue, load_tongue
from provenance.lexicon.channels import load_channel_rules
from provenance.lexicon.credits import CreditRule, load_credit_rules
from provenance.lexicon.cues import load_cues
from provenance.lexicon.frames import load_confidences
from provenance.lexicon.hedges import HedgeLexicon, load_hedges
from provenance.lexicon.holders import HolderWords, load_holder_words, names_outlet
from provenance.lexicon.passages import PassageWords, load_passage_words
from provenance.lexicon.words import load_words
from provenance.records import (
    AnnotatedDocument,
    Attribution,
    DetectedAttribution,
    Document,
    Hedge,
    Passage,
    Quotation,
    Sentence,
)
from provenance.registry import Context, Rating, Registry, load_registry
from provenance.score import DEFAULT_MODEL
from provenance.score.models import model as scoring_model
from provenance.scoring import rescore, words_of
from provenance.segment import passages_of, quotations_of, sentences_of
from provenance.spans import overlapping
from provenance.trace import trace

HEDGE_DETECTOR = "hedges/1"
LANGUAGES = ("en",)
"""The languages whose attributions and hedges the rules know well. Of those in `TONGUES` they know a few words; of others only
credits are looked for."""


@cache
def lexicon_digest() -> str:
    """The sha256 over all data files of the lexicon: it identifies the rules that a run used."""
    whole = hashlib.sha256()
    for file in sorted(files("provenance.lexicon").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".tsv", ".toml")):
            whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that the stages look things up in, loaded once a process."""

    registry: Registry
    attributions: AttributionLexicons
    credits: tuple[CreditRule, ...]
    hedges: HedgeLexicon
    holders: HolderWords
    passages: PassageWords
    lexicon_digest: str


def load_resources(sources: Path | None = None) -> Resources:
    """The shipped lexicons and registry, with the user's own registry file laid over it.

    Raises RegistryError or LexiconError, which name file, line and key.
    """
    return Resources(
        registry=load_registry(sources),
        attributions=AttributionLexicons(load_words(), load_cues(), load_channel_rules(), load_confidences()),
        credits=load_credit_rules(),
        hedges=load_hedges(),
        holders=load_holder_words(),
        passages=load_passage_words(),
        lexicon_digest=lexicon_digest(),
    )


@dataclass(frozen=True, slots=True)
class Keep:
    """Which attributions are kept: those at least so sure, and of speech alone where that is asked."""

    least: float = 0.0
    speech_only: bool = False


class Annotator:
    """Annotates documents one by one; it keeps nothing between them, so their order does not matter."""

    def __init__(
        self,
        resources: Resources,
        ratings: Iterable[Rating] = (),
        tagger: str = "default",
        keep: Keep | None = None,
        model: str = DEFAULT_MODEL,
    ) -> None:
        """`tagger` is one of `provenance.detect.TAGGERS`; `model` is what `provenance.score.models.model` takes.

        Raises UsageError where either is none of them.
        """
        self.resources = resources
        self.keep = keep or Keep()
        self.tagger = make_tagger(tagger, resources.attributions)
        self.model = scoring_model(model)
        listed = tuple(ratings)
        self.ratings = listed
        self.registry = resources.registry.with_ratings(listed) if listed else resources.registry

    @cached_property
    def digest(self) -> str:
        """What identifies the rules, weights and filters that find attributions: texts are read anew where it changed."""
        plain = self.tagger.name == "rules" and self.keep == Keep()
        own = (self.tagger.version, self.keep.least, self.keep.speech_only)
        return self.resources.lexicon_digest if plain else content_id("digest", self.resources.lexicon_digest, *own)

    @cached_property
    def sources_digest(self) -> str:
        """What identifies the registry and its ratings: texts are annotated anew where either changed."""
        rated = [[r.source, r.grade, r.rater, r.rated_on] for r in self.ratings]
        digest = self.resources.registry.digest
        return content_id(digest, rated) if rated else digest

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Everything that the rules find in one document."""
        resources = self.resources
        cut = self.cut(document)
        text, passages = document.text, cut.passages
        notes: tuple[str, ...] = ()
        tongue = load_tongue(document.language) if document.language in TONGUES else None
        if tongue is not None:
            notes = (f"language {tongue.code}: attributions and hedges by a small lexicon of cues; nothing was measured",)
            cut = replace(cut, sentences=_sentences_abroad(text, cut, tongue))
        elif document.language not in (None, *LANGUAGES):
            known = ", ".join((*LANGUAGES, *TONGUES))
            notes = (f"language {document.language}: only credits were looked for, as the rules know {known}",)
            cut = replace(cut, sentences=())
        sentences = cut.sentences
        found = self.tagger.find(cut) if tongue is None else self._abroad(cut, tongue)
        detected = kept(found, self.keep.least, speech_only=self.keep.speech_only)
        if tongue is not None:
            hedges = find_hedges_abroad(text, sentences, passages, tongue)
        else:
            hedges = find_hedges(text, sentences, passages, resources.hedges)
        traced = trace(document, passages, sentences, cut.credits, detected, self.registry, resources.holders)
        claims = claims_of(document, passages, sentences, traced.attributions, traced.base)
        bearing = _hedges(document, hedges, traced.attributions)
        annotated = AnnotatedDocument(
            document=_titled(document, passages),
            publisher=traced.publisher,
            upstreams=traced.upstreams,
            passages=tuple(passages),
            attributions=traced.attributions,
            hedges=bearing,
            claims=claims,
            credits=traced.credits,
            findings=traced.findings,
            sources=traced.sources,
            notes=notes,
        )
        return replace(annotated, claims=rescore(annotated, None, self.registry, self.model, resources.holders))

    def _abroad(self, cut: Cut, tongue: Tongue) -> tuple[DetectedAttribution, ...]:
        """The attributions of another language by its small lexicon, with the posts that all languages embed alike."""
        posts = Rules(self.resources.attributions).find(replace(cut, sentences=(), quotations=()))
        return (*find_abroad(cut.text, cut.passages, cut.sentences, tongue, self.registry), *posts)

    def cut(self, document: Document) -> Cut:
        """Credits first, as they decide the kind of their line; then passages, sentences, quotations."""
        text, resources = document.text, self.resources
        context = Context(role="credit", language=document.language)

        def known(name: str) -> bool:
            found = self.registry.resolve(name, context)
            return found.id is not None or bool(found.candidates) or names_outlet(name, resources.holders)

        items = [signal.path for signal in document.signals if signal.name == "item"]
        credits = find_credits(text, document.blocks, resources.credits, known, authors=authors_of(document))
        passages = passages_of(text, document.blocks, credits, resources.passages, document.links, items)
        read = [p for p in passages if p.kind in KINDS_READ]
        words = resources.attributions.words
        sentences = tuple(Sentence(s, p.index) for p in read for s in sentences_of(text, p.span, words))
        quotations = tuple(Quotation(s, p.index, closed) for p in read for s, closed in quotations_of(text, p.span))
        marked = any(block.tag != "line" for block in document.blocks[:1])
        return Cut(text, passages, sentences, quotations, credits, document.posts if marked else None)


def _sentences_abroad(text: str, cut: Cut, tongue: Tongue) -> tuple[Sentence, ...]:
    """The sentences of a text in one of `TONGUES`."""
    read = [p for p in cut.passages if p.kind in KINDS_READ]
    return tuple(Sentence(s, p.index) for p in read for s in foreign_sentences(text, p.span, tongue))


def _titled(document: Document, passages: Sequence[Passage]) -> Document:
    """The document with its first headline as title, where the carrier gave none."""
    if document.title is not None:
        return document
    headline = next((p for p in passages[:8] if p.kind == "headline"), None)
    return replace(document, title=headline.span.of(document.text)) if headline else document


def _hedges(document: Document, found: Sequence[DetectedHedge], attributions: Sequence[Attribution]) -> tuple[Hedge, ...]:
    """The hedges and boosters as records, each with the innermost attribution whose content, cue or source holds it."""
    parts = [(part, (part.end - part.start, one.id)) for one in attributions for part in words_of(one)]
    around = dict(overlapping([one.span for one in found], parts))
    return tuple(
        Hedge(
            id=content_id("hedge", document.id, document.text_sha256, one.span),
            span=one.span,
            passage=one.passage,
            category=one.category,
            certainty=one.certainty,
            basis=one.basis,
            scope=one.scope,
            detector=f"{HEDGE_DETECTOR}#{one.rule}",
            attribution=min(around[i])[1] if around[i] else None,
        )
        for i, one in enumerate(found)
    )
