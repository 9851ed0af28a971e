-- title: What could not be read
-- question: Which inputs were rejected, why, and when last?
-- reading: What is not in the database cannot be counted against a claim: read this before saying that nobody else states it. `inputs`
--   counts files or lines, `runs` the runs that met any; `SELECT * FROM v_rejected` has each with its sentence.
SELECT reason, count(DISTINCT locator) AS inputs, count(DISTINCT run) AS runs, max(started) AS last_run, min(locator) AS example
FROM v_rejected
GROUP BY reason
ORDER BY inputs DESC, reason
