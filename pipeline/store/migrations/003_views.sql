-- For analysts: what is asked most, joined and in plain names.

CREATE VIEW facts_with_sources AS
    SELECT f.id AS fact, f.label, f.subject, f.scope, f.value, f.unit, f.qualifier, f.of, f.period, f.as_of, f.status,
           f.rule, f.why, c.id AS claim, c.value AS claimed, c.sentence AS quote, c.page, d.source, d.title,
           d.best_date AS dated, d.id AS document
    FROM facts f JOIN fact_claims x ON x.fact = f.id JOIN claims c ON c.id = x.claim
    JOIN documents d ON d.id = c.document;
CREATE VIEW conflicts_with_sources AS
    SELECT k.id AS conflict, k.label, k.subject, k.scope, k.period, k.status, k.chosen, k.rule, k.why,
           v.value AS claimed, c.id AS claim, c.sentence AS quote, c.page, d.source, d.title, d.best_date AS dated,
           d.id AS document
    FROM conflicts k JOIN conflict_values v ON v.conflict = k.id
    JOIN conflict_claims x ON x.conflict = v.conflict AND x.position = v.position
    LEFT JOIN claims c ON c.id = x.claim LEFT JOIN documents d ON d.id = c.document;
CREATE VIEW people AS
    SELECT e.id AS person, e.name, group_concat(DISTINCT m.role) AS roles, count(*) AS mentions,
           count(DISTINCT m.document) AS documents, min(d.first_day) AS first_seen, max(d.last_day) AS last_seen
    FROM entities e JOIN mentions m ON m.entity = e.id JOIN documents d ON d.id = m.document
    WHERE e.label = 'PERSON' GROUP BY e.id;
CREATE VIEW districts AS
    SELECT e.id AS district, substr(e.id, 5) AS ags, e.name, count(*) AS mentions,
           count(DISTINCT m.document) AS documents, min(d.first_day) AS first_seen, max(d.last_day) AS last_seen
    FROM entities e JOIN mentions m ON m.entity = e.id JOIN documents d ON d.id = m.document
    WHERE e.label = 'DISTRICT' GROUP BY e.id;
CREATE VIEW amounts AS
    SELECT m.value AS euro, m.upper AS up_to_euro, m.qualifier, m.per, m.text, m.original, d.source, d.title,
           d.best_date AS dated, m.page, m.document
    FROM mentions m JOIN documents d ON d.id = m.document WHERE m.label = 'MONEY';
CREATE VIEW press_releases AS
    SELECT d.id AS document, d.best_date AS dated, d.published AS printed, d.published_suspect AS doubted, d.title,
           d.issuers, d.source, (SELECT count(*) FROM claims c WHERE c.document = d.id) AS claims,
           (SELECT count(*) FROM findings f WHERE f.document = d.id) AS findings
    FROM documents d;
