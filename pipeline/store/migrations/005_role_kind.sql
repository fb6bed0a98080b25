-- Whom to ring up is told from who speaks, and who speaks from who is only named.

ALTER TABLE mentions ADD COLUMN role_kind TEXT;

DROP VIEW people;
CREATE VIEW people AS
    SELECT e.id AS person, e.name, group_concat(DISTINCT m.role) AS roles, group_concat(DISTINCT m.role_kind) AS role_kinds,
           count(*) AS mentions, count(DISTINCT m.document) AS documents, min(d.first_day) AS first_seen,
           max(d.last_day) AS last_seen
    FROM entities e JOIN mentions m ON m.entity = e.id JOIN documents d ON d.id = m.document
    WHERE e.label = 'PERSON' GROUP BY e.id;
