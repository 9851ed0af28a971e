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
LEFT JOIN claim_hedge AS k ON k.document = h.document AND k.hedge = h.number
LEFT JOIN claim AS c ON c.document = k.document AND c.number = k.claim
WHERE d.is_current;
