-- The views for analysts, as the first migration creates them. LISTED(x, y) stands for group_concat on SQLite and string_agg on
-- PostgreSQL; all else is the same on both. Views show current revisions only, and the newest score model of each claim.

CREATE VIEW v_claims AS
SELECT
    c.id AS claim_id,
    c.text AS text,
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.title AS title,
    d.published AS published,
    d.publisher_id AS publisher,
    d.publisher_name AS publisher_name,
    c.passage AS passage,
    ch.origin AS origin,
    COALESCE(o.name, s.name, ch.origin) AS origin_name,
    COALESCE(o.type, s.type) AS origin_type,
    ch.relays AS relays,
    ch.path AS chain,
    a.id AS attribution_id,
    a.holder_text AS source_words,
    a.cue_text AS cue,
    a.mode AS mode,
    a.stance AS stance,
    c.polarity AS polarity,
    a.date AS stated_on,
    (SELECT count(*) FROM claim_hedge AS k WHERE k.document = c.document AND k.claim = c.number) AS hedges,
    (SELECT LISTED(w.text, ', ')
       FROM (SELECT h.text AS text
               FROM claim_hedge AS k
               JOIN hedge AS h ON h.document = k.document AND h.number = k.hedge
              WHERE k.document = c.document AND k.claim = c.number
              ORDER BY k.hedge) AS w) AS hedge_words,
    sc.strength AS strength,
    sc.reliability AS reliability,
    sc.credibility AS credibility,
    m.name AS model
FROM claim AS c
JOIN document AS d ON d.key = c.document
JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain
LEFT JOIN attribution AS a ON a.document = c.document AND a.number = c.attribution
LEFT JOIN document_source AS o ON o.document = c.document AND o.source = ch.origin
LEFT JOIN source AS s ON s.id = ch.origin
LEFT JOIN score AS sc ON sc.document = c.document AND sc.claim = c.number
     AND sc.model = (SELECT max(n.model) FROM score AS n WHERE n.document = c.document AND n.claim = c.number)
LEFT JOIN model AS m ON m.key = sc.model
WHERE d.is_current;

CREATE VIEW v_chains AS
SELECT
    t.claim_id AS claim_id,
    t.attribution_id AS attribution_id,
    t.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    h.position AS position,
    h.source AS source,
    COALESCE(o.name, s.name, h.source) AS name,
    COALESCE(o.type, s.type) AS type,
    s.kind AS kind,
    s.country AS country,
    h.relation AS relation,
    h.evidence AS evidence,
    h.confidence AS confidence,
    t.text AS text
FROM (SELECT c.id AS claim_id, a.id AS attribution_id, c.document AS document, c.chain AS chain, c.text AS text
        FROM claim AS c
        LEFT JOIN attribution AS a ON a.document = c.document AND a.number = c.attribution
       UNION ALL
      SELECT NULL, a.id, a.document, a.chain, NULL
        FROM attribution AS a
       WHERE NOT EXISTS (SELECT 1 FROM claim AS c WHERE c.document = a.document AND c.attribution = a.number)) AS t
JOIN document AS d ON d.key = t.document
JOIN hop AS h ON h.document = t.document AND h.chain = t.chain
LEFT JOIN document_source AS o ON o.document = h.document AND o.source = h.source
LEFT JOIN source AS s ON s.id = h.source
WHERE d.is_current;

CREATE VIEW v_upstreams AS
SELECT
    u.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.title AS title,
    d.publisher_id AS publisher,
    d.publisher_name AS publisher_name,
    u.source AS source,
    u.name AS name,
    s.type AS type,
    s.kind AS kind,
    s.country AS country,
    u.relation AS relation,
    u.signal AS signal,
    COALESCE(u.text, u.value) AS evidence,
    u.start_char AS start_char,
    u.end_char AS end_char,
    u.confidence AS confidence
FROM upstream AS u
JOIN document AS d ON d.key = u.document
LEFT JOIN source AS s ON s.id = u.source
WHERE d.is_current;

CREATE VIEW v_hedges AS
SELECT
    h.id AS hedge_id,
    h.text AS text,
    h.category AS category,
    h.certainty AS certainty,
    h.basis AS basis,
    c.id AS claim_id,
    c.text AS claim_text,
    h.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    h.passage AS passage,
    h.start_char AS start_char,
    h.end_char AS end_char,
    h.scope_start AS scope_start,
    h.scope_end AS scope_end,
    h.detector AS detector
FROM hedge AS h
JOIN document AS d ON d.key = h.document
LEFT JOIN (claim_hedge AS k JOIN claim AS c ON c.document = k.document AND c.number = k.claim)
       ON k.document = h.document AND k.hedge = h.number
WHERE d.is_current;

CREATE VIEW v_outlets AS
SELECT
    s.id AS source,
    s.name AS name,
    s.type AS type,
    s.known AS known,
    s.kind AS kind,
    s.country AS country,
    s.owner AS owner,
    s.funding AS funding,
    s.editorial_control AS editorial_control,
    s.parent AS parent,
    (SELECT count(*) FROM document AS d WHERE d.publisher_id = s.id AND d.is_current) AS documents,
    (SELECT count(*) FROM upstream AS u JOIN document AS d ON d.key = u.document WHERE u.source = s.id AND d.is_current) AS upstream_of,
    (SELECT count(DISTINCT c.key)
       FROM hop AS h
       JOIN chain AS ch ON ch.document = h.document AND ch.number = h.chain
       JOIN document AS d ON d.key = h.document
       JOIN claim AS c ON c.document = h.document AND c.chain = h.chain
      WHERE h.source = s.id AND h.position > 0 AND h.position < ch.hops - 1 AND d.is_current) AS claims_relayed,
    (SELECT count(*)
       FROM chain AS ch
       JOIN document AS d ON d.key = ch.document
       JOIN claim AS c ON c.document = ch.document AND c.chain = ch.number
      WHERE ch.origin = s.id AND d.is_current) AS claims_originated,
    (SELECT r.grade FROM rating AS r WHERE r.source = s.id ORDER BY r.rated_on DESC, r.rater LIMIT 1) AS rating,
    (SELECT r.rater FROM rating AS r WHERE r.source = s.id ORDER BY r.rated_on DESC, r.rater LIMIT 1) AS rater,
    (SELECT r.rated_on FROM rating AS r WHERE r.source = s.id ORDER BY r.rated_on DESC, r.rater LIMIT 1) AS rated_on
FROM source AS s
WHERE s.known OR s.type IN ('news_outlet', 'news_agency');

CREATE VIEW v_contributions AS
SELECT
    c.id AS claim_id,
    c.text AS text,
    c.document AS document,
    d.id AS document_id,
    m.name AS model,
    sc.strength AS strength,
    x.number AS position,
    f.feature AS feature,
    f.value AS value,
    f.points AS points,
    f.reason AS reason,
    f.evidence AS evidence
FROM claim AS c
JOIN document AS d ON d.key = c.document
JOIN score AS sc ON sc.document = c.document AND sc.claim = c.number
     AND sc.model = (SELECT max(n.model) FROM score AS n WHERE n.document = c.document AND n.claim = c.number)
JOIN model AS m ON m.key = sc.model
JOIN contribution AS x ON x.document = sc.document AND x.claim = sc.claim AND x.model = sc.model
JOIN factor AS f ON f.document = x.document AND f.number = x.factor
WHERE d.is_current;

CREATE VIEW v_rejected AS
SELECT
    r.locator AS locator,
    r.reason AS reason,
    r.detail AS detail,
    r.run AS run,
    n.started AS started,
    n.program_version AS program_version
FROM rejected AS r
JOIN run AS n ON n.id = r.run;
