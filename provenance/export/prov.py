"""W3C PROV: one PROV document for each document, so that memory stays flat: the library keeps a whole graph.

Above stands what this program did: the run (an Activity) used the document and generated its claims, each quoted from it. What
the text *states* of where it has things from is in a Bundle, which the run generated and which is attributed to the program: a
text may be wrong about its sources, and the program about the text.

In the bundle the statement of each source further out is an entity of its own, attributed to that source. A reprint and a wire
are `wasQuotedFrom`, all other hops `wasDerivedFrom`, and of what stands at the end of its chain a claim `hadPrimarySource`; in
PROV the first and the last are derivations of those types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from provenance.export.items import NOBODY, About, Item, hedges_within, source_names
from provenance.export.words import json_text, moment, pieces, xml
from provenance.records import Claim, Hop

if TYPE_CHECKING:
    from prov.model import ProvBundle, ProvDocument

NAMESPACES = ("document", "claim", "statement", "source", "run", "bundle", "upstream", "software", "terms")
QUOTED = ("reprinted_from", "wire_credit")
"""Relations of which the words themselves were taken over."""
_BREAK = re.compile(r"\r\n|[\r\n]")
_PEOPLE = ("person", "anonymous")


def export_prov_json(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes PROV-JSON, one PROV document a line; returns the number of documents."""

    def line(one: ProvDocument) -> str:
        return json_text(json.loads(one.serialize(format="json") or "")) + "\n"

    return _write(items, out, about, line, xml)


def export_prov_n(items: Iterable[Item], out: TextIO, about: About) -> int:
    """Writes PROV-N, one `document … endDocument` after the other; returns the number of documents.

    No value holds a line break, so that a line "endDocument" is always the end of one.
    """
    return _write(items, out, about, lambda one: f"{one.get_provn()}\n\n", lambda text: _BREAK.sub(" ", xml(text)))


def _write(
    items: Iterable[Item], out: TextIO, about: About, written: Callable[[ProvDocument], str], clean: Callable[[str], str]
) -> int:
    count = 0
    for item in items:
        out.write(written(prov_document(item, about, clean)))
        count += 1
    return count


def prov_document(item: Item, about: About, clean: Callable[[str], str] = xml) -> ProvDocument:
    """A document as a PROV document; `clean` makes a text one that the format can hold."""
    return _Maker(item, about, clean).made()


def local(id_: str) -> str:
    """An id as the local part of a qualified name that PROV-N, too, can write: ASCII, percent-encoded."""
    return (
        quote(id_, safe="", errors="surrogatepass")
        .replace(".", "%2E")
        .replace("~", "%7E")
        .replace("-", "%2D", id_.startswith("-"))
    )


class _Maker:
    """Makes the PROV document of one document."""

    def __init__(self, item: Item, about: About, clean: Callable[[str], str]) -> None:
        from prov.model import ProvDocument

        self.item, self._about, self._clean = item, about, clean
        self.prov = ProvDocument()
        for name in NAMESPACES:
            self.prov.add_namespace(name, f"urn:provenance:{name}:")
        self._document = f"document:{local(item.annotated.document.id)}"
        self._run = f"run:{item.run.number}"
        self._software = f"software:{local(item.run.program_version)}"

    def made(self) -> ProvDocument:
        """All of it."""
        self._done()
        bundle = self.prov.bundle(f"bundle:{local(self.item.annotated.document.id)}")
        self._stated(bundle)
        return self.prov

    def _attributes(self, **values: Any) -> dict[str, Any]:
        """Attributes in our namespace but for type, label and value, which are PROV's; what is None or empty is left out."""
        found = {}
        for name, value in values.items():
            if value is not None and value != "":
                full = f"prov:{name}" if name in ("type", "label", "value") else f"terms:{name}"
                found[full] = self._clean(value) if isinstance(value, str) else value
        return found

    # ------------------------------------------------------------ what was done

    def _done(self) -> None:
        """The run, the document, its claims, the sources."""
        prov, run, annotated = self.prov, self.item.run, self.item.annotated
        document, publisher = annotated.document, annotated.publisher
        kept = {hop.source for claim in annotated.claims for hop in claim.chain}
        kept |= {upstream.source for upstream in annotated.upstreams} | ({publisher.id} if publisher else set())
        kinds, names = {source.id: source.type for source in annotated.sources}, source_names(annotated)
        for id_ in sorted(kept - {*NOBODY}):
            self._agent(id_, names.get(id_, id_), kinds.get(id_))
        prov.agent(self._software, {"prov:type": prov.valid_qualified_name("prov:SoftwareAgent"), "prov:label": "provenance"})
        versions = self._attributes(
            version=run.program_version, lexicon=run.lexicon_digest, registry=run.registry_digest, loses=self._about.format.loses
        )
        prov.activity(self._run, moment(run.started), moment(run.finished), versions)
        prov.wasAssociatedWith(self._run, self._software)
        facts = self._attributes(
            label=document.title,
            path=document.path,
            line=document.line,
            url=document.url,
            canonical_url=document.canonical_url,
            published=document.published,
            language=document.language,
            sha256=document.sha256,
            text_sha256=document.text_sha256,
        )
        prov.entity(self._document, facts)
        prov.used(self._run, self._document)
        within = hedges_within(annotated)
        for claim in annotated.claims:
            hedges = pieces(document.text, (hedge.span for hedge in within.get(claim.id, ())))
            self._claim(claim, hedges)
        bundle = f"bundle:{local(document.id)}"
        prov.entity(
            bundle, {"prov:type": prov.valid_qualified_name("prov:Bundle"), "prov:label": "what the text states of its sources"}
        )
        prov.wasGeneratedBy(bundle, self._run)
        prov.wasAttributedTo(bundle, self._software)

    def _agent(self, id_: str, name: str, kind: str | None) -> None:
        person = {"prov:type": self.prov.valid_qualified_name("prov:Person" if kind in _PEOPLE else "prov:Organization")}
        known = person if kind in (*_PEOPLE, "official_body", "organization", "news_outlet", "news_agency") else {}
        self.prov.agent(f"source:{local(id_)}", known | self._attributes(label=name, kind=kind))

    def _claim(self, claim: Claim, hedges: str) -> None:
        score = claim.score
        document = self.item.annotated.document
        facts = self._attributes(
            value=pieces(document.text, claim.spans),
            start=min(span.start for span in claim.spans),
            end=max(span.end for span in claim.spans),
            polarity=claim.polarity,
            origin=claim.origin if claim.origin not in NOBODY else None,
            hedges=hedges,
            strength=round(score.strength, 4) if score else None,
            model=score.model if score else None,
            reliability=score.reliability if score else None,
            credibility=score.credibility if score else None,
        )
        self.prov.entity(f"claim:{claim.id}", facts)
        self.prov.wasGeneratedBy(f"claim:{claim.id}", self._run)
        self.prov.wasQuotedFrom(f"claim:{claim.id}", self._document)

    # ------------------------------------------------------------ what is stated

    def _stated(self, bundle: ProvBundle) -> None:
        """Who published, whom the document is credited to, and the chain of each claim."""
        annotated = self.item.annotated
        text, publisher = annotated.document.text, annotated.publisher
        if publisher:
            attributes = self._attributes(signal=publisher.signal, evidence=pieces(text, publisher.evidence))
            bundle.wasAttributedTo(self._document, f"source:{local(publisher.id)}", other_attributes=attributes)
        for number, upstream in enumerate(annotated.upstreams):
            entity = f"upstream:{local(annotated.document.id)}%3A{number}"
            bundle.entity(entity)
            bundle.wasAttributedTo(entity, f"source:{local(upstream.source)}")
            words = upstream.span.of(text) if upstream.span else upstream.value
            facts = self._attributes(
                relation=upstream.relation, signal=upstream.signal, evidence=words, confidence=round(upstream.confidence, 3)
            )
            derived = bundle.wasQuotedFrom if upstream.relation in QUOTED else bundle.wasDerivedFrom
            derived(self._document, entity, other_attributes=facts)
        for claim in annotated.claims:
            self._chain(bundle, claim)

    def _chain(self, bundle: ProvBundle, claim: Claim) -> None:
        """Each hop behind the publisher: the statement of its source, from which the one before was derived."""
        before = f"claim:{claim.id}"
        for position, hop in enumerate(claim.chain[1:], 1):
            entity = f"statement:{claim.id}%3A{position}"
            bundle.entity(entity)
            if hop.source not in NOBODY:
                bundle.wasAttributedTo(entity, f"source:{local(hop.source)}")
            last = position == len(claim.chain) - 1
            self._derived(bundle, before, entity, hop)
            if last:
                bundle.hadPrimarySource(f"claim:{claim.id}", entity)
            before = entity

    def _derived(self, bundle: ProvBundle, after: str, before: str, hop: Hop) -> None:
        text = self.item.annotated.document.text
        facts = self._attributes(relation=hop.relation, evidence=pieces(text, hop.evidence), confidence=round(hop.confidence, 3))
        derived = bundle.wasQuotedFrom if hop.relation in QUOTED else bundle.wasDerivedFrom
        derived(after, before, other_attributes=facts)
