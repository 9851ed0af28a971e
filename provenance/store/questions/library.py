"""The questions of the pages, by name. They are of the schema in docs/schema.md alone, so that each can be asked again in SQL."""

from __future__ import annotations

from provenance.store.questions.question import Question

_DOCUMENTS = """SELECT d.key, d.id AS document_id, d.locator, d.title, d.published, d.publisher_id AS publisher, d.publisher_name,
       d.language, d.revision, (SELECT count(*) FROM claim AS c WHERE c.document = d.key) AS claims
FROM document AS d"""

DOCUMENTS = Question(
    "documents",
    "Which documents are there, the newest stored first?",
    f"""{_DOCUMENTS}
WHERE d.is_current AND d.key < :before
ORDER BY d.key DESC
LIMIT :most""",
)
DOCUMENTS_BEFORE = Question(
    "documents_newer",
    "Which documents were stored next?",
    f"""{_DOCUMENTS}
WHERE d.is_current AND d.key > :after
ORDER BY d.key
LIMIT :most""",
)
DOCUMENTS_OF = Question(
    "documents_of_outlet",
    "Which documents did an outlet publish, the newest stored first?",
    f"""{_DOCUMENTS}
WHERE d.is_current AND d.publisher_id = :publisher AND d.key < :before
ORDER BY d.key DESC
LIMIT :most""",
)
RUNS = Question(
    "runs",
    "When was the program run, and what did it count?",
    """SELECT id, program_version, started, finished, counts, lexicon_digest, registry_digest
FROM run
ORDER BY id DESC
LIMIT :most""",
)
REJECTED = Question(
    "rejected",
    "Which inputs could not be read, the latest first?",
    """SELECT locator, reason, detail, run, started, program_version
FROM v_rejected
ORDER BY run DESC, locator, reason
LIMIT :most OFFSET :skip""",
)
REJECTED_FOR = Question(
    "rejected_for",
    "Which inputs could not be read for one reason, the latest first?",
    """SELECT locator, reason, detail, run, started, program_version
FROM v_rejected
WHERE reason = :reason
ORDER BY run DESC, locator, reason
LIMIT :most OFFSET :skip""",
)
REASONS = Question(
    "rejected_reasons",
    "For which reasons could inputs not be read?",
    """SELECT reason, count(*) AS inputs
FROM v_rejected
GROUP BY reason
ORDER BY inputs DESC, reason""",
)
TOTALS = Question(
    "totals",
    "How much is there?",
    """SELECT (SELECT count(*) FROM document WHERE is_current) AS documents,
       (SELECT count(*) FROM v_claims) AS claims,
       (SELECT count(*) FROM v_sources
         WHERE documents + upstream_of + claims_relayed + claims_originated > 0) AS sources,
       (SELECT count(*) FROM v_rejected) AS rejected,
       (SELECT COALESCE(max(id), 0) FROM run) AS runs""",
)
BY_OUTLET = Question(
    "by_outlet",
    "Whose documents are these?",
    """SELECT publisher_id AS publisher, max(publisher_name) AS name, count(*) AS documents
FROM document
WHERE is_current
GROUP BY publisher_id
ORDER BY documents DESC, publisher
LIMIT :most""",
)
BY_UPSTREAM = Question(
    "by_upstream",
    "To whom are whole documents credited?",
    """SELECT source, max(name) AS name, count(*) AS credits, count(DISTINCT document) AS documents
FROM v_upstreams
GROUP BY source
ORDER BY credits DESC, source
LIMIT :most""",
)
SPREAD = Question(
    "spread",
    "How do the strengths of claims spread?",
    """SELECT CASE WHEN strength >= 0.9 THEN 9 WHEN strength >= 0.8 THEN 8 WHEN strength >= 0.7 THEN 7 WHEN strength >= 0.6 THEN 6
            WHEN strength >= 0.5 THEN 5 WHEN strength >= 0.4 THEN 4 WHEN strength >= 0.3 THEN 3 WHEN strength >= 0.2 THEN 2
            WHEN strength >= 0.1 THEN 1 ELSE 0 END AS tenth, count(*) AS claims
FROM v_claims
WHERE strength IS NOT NULL
GROUP BY 1
ORDER BY 1""",
)
GROUPS_PAGE = """SELECT group_id, text, claims, documents, origins, origin_ids, circular, opposing
FROM v_corroboration
WHERE {condition}
ORDER BY {order}, group_id
LIMIT :most OFFSET :skip"""
CIRCULAR = Question(
    "circular",
    "Which claims do outlets have from each other?",
    """SELECT v.group_id, v.claim_id, v.text, v.detail, v.chain, v.document_id, v.locator, v.publisher, s.name AS publisher_name
FROM v_circular AS v
LEFT JOIN source AS s ON s.id = v.publisher
ORDER BY v.group_id, v.claim_id
LIMIT :most OFFSET :skip""",
)
ORIGINS_SPREAD = Question(
    "origins_spread",
    "How many claims have how many independent origins?",
    """SELECT origins, count(*) AS groups, sum(claims) AS claims
FROM v_corroboration
GROUP BY origins
ORDER BY origins""",
)
SOURCE = Question("source", "What does the database hold of this source?", "SELECT * FROM v_sources WHERE source = :source")
RELAYS_OF = Question(
    "relays_of",
    "Whom does it relay?",
    """SELECT source, source_name AS name, sum(claims) AS claims
FROM v_relays
WHERE relay = :source
GROUP BY source, source_name
ORDER BY claims DESC, source
LIMIT :most""",
)
RELAYED_BY = Question(
    "relayed_by",
    "Who relays it?",
    """SELECT relay AS source, relay_name AS name, sum(claims) AS claims
FROM v_relays
WHERE source = :source
GROUP BY relay, relay_name
ORDER BY claims DESC, relay
LIMIT :most""",
)
RATINGS_OF = Question(
    "ratings_of",
    "Who rated it?",
    "SELECT * FROM v_ratings WHERE source = :source ORDER BY rated_on DESC, rater, scale, topic",
)
CLAIM = Question("claim", "What is known of this claim?", "SELECT * FROM v_claims WHERE claim_id = :claim")
CHAIN = Question(
    "chain",
    "Where does it come from, hop by hop?",
    """SELECT position, source, name, type, relation, evidence, confidence
FROM v_chains
WHERE claim_id = :claim
ORDER BY document, position""",
)
CONTRIBUTIONS = Question(
    "contributions",
    "Why is it as strong as it is?",
    """SELECT position, feature, value, points, reason, evidence
FROM v_contributions
WHERE claim_id = :claim
ORDER BY document, position""",
)
HEDGES = Question(
    "hedges",
    "Which hedges stand in it?",
    """SELECT text, category, certainty, basis, start_char, end_char
FROM v_hedges
WHERE claim_id = :claim
ORDER BY document, start_char""",
)
SAME = Question(
    "same",
    "Who else says it, and to which origin is each counted?",
    """SELECT claim_id, text, origin, origin_name, reason, detail, document_id, publisher, publisher_name
FROM v_origins
WHERE group_id = (SELECT n.group_id FROM v_origins AS n WHERE n.claim_id = :claim ORDER BY n.document LIMIT 1)
ORDER BY origin, claim_id
LIMIT 200""",
)
AGAINST = Question(
    "against",
    "Who denies or contradicts it?",
    """SELECT claim_id, other_id, kind, score, reason
FROM v_links
WHERE kind = 'opposes' AND (claim_id = :claim OR other_id = :claim)
ORDER BY claim_id, other_id""",
)
DRIFT = Question(
    "drift",
    "What does it have otherwise than the upstream's text?",
    """SELECT kind, before_words, after_words, detail, upstream_claim_id, upstream_document_id
FROM v_drift
WHERE claim_id = :claim
ORDER BY kind, before_words""",
)
CLAIMS_OF_DOCUMENT = Question(
    "claims_of_document",
    "Which claims does this document make?",
    """SELECT claim_id, text, passage, origin, origin_name, chain, mode, hedge_words, strength
FROM v_claims
WHERE document = :document
ORDER BY passage, claim_id""",
)
UPSTREAMS_OF_DOCUMENT = Question(
    "upstreams_of_document",
    "To whom is this document credited?",
    """SELECT source, name, relation, signal, evidence, confidence
FROM v_upstreams
WHERE document = :document
ORDER BY start_char, source""",
)
CREDITS_OF_DOCUMENT = Question(
    "credits_of_document",
    "What does it say of where it comes from?",
    """SELECT signal, role, value, source, name, start_char, end_char, confidence
FROM v_credits
WHERE document = :document
ORDER BY start_char, signal, value""",
)
HEDGES_OF_DOCUMENT = Question(
    "hedges_of_document",
    "Which hedges stand in it?",
    """SELECT DISTINCT hedge_id, text, category, certainty, start_char, end_char
FROM v_hedges
WHERE document = :document
ORDER BY start_char, hedge_id""",
)

OF_CLAIM = (CLAIM, CHAIN, HEDGES, CONTRIBUTIONS, SAME, AGAINST, DRIFT)
OF_DOCUMENT = (CLAIMS_OF_DOCUMENT, UPSTREAMS_OF_DOCUMENT, CREDITS_OF_DOCUMENT, HEDGES_OF_DOCUMENT)
OF_SOURCE = (SOURCE, RATINGS_OF, RELAYS_OF, RELAYED_BY)
EVERY: tuple[Question, ...] = (
    *(TOTALS, BY_OUTLET, BY_UPSTREAM, SPREAD, RUNS, DOCUMENTS, DOCUMENTS_BEFORE, DOCUMENTS_OF, ORIGINS_SPREAD, CIRCULAR),
    *(REJECTED, REJECTED_FOR, REASONS, *OF_CLAIM, *OF_DOCUMENT, *OF_SOURCE),
)
"""All questions that stand still; search, lists of sources and groups of claims make theirs (`searching`, `lists`)."""
