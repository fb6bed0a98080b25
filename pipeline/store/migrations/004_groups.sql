-- What reconciliation remembers between builds, so that a new document touches only the groups it has claims in. All of
-- it can be made anew from documents and claims, so none of it is exported.

CREATE TABLE witnesses (
    document TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    age TEXT NOT NULL,
    sketch BLOB NOT NULL,
    leader TEXT
);
CREATE INDEX witnesses_leader ON witnesses(leader);

-- `leads`: 1 for a document that others may be copies of, 0 for the others, -1 while that is not settled.
CREATE TABLE probes (
    value INTEGER NOT NULL,
    leads INTEGER NOT NULL,
    age TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES witnesses(document) ON DELETE CASCADE,
    PRIMARY KEY (value, leads, age, document)
) WITHOUT ROWID;
CREATE INDEX probes_document ON probes(document);

CREATE TABLE claim_groups (
    claim TEXT PRIMARY KEY REFERENCES claims(id) ON DELETE CASCADE,
    name TEXT NOT NULL
);
CREATE INDEX claim_groups_name ON claim_groups(name);

CREATE TABLE group_results (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (name, kind, id)
) WITHOUT ROWID;
CREATE INDEX group_results_id ON group_results(id);

-- What has to be looked at again: groups, copies (documents whose source may be another now) and entities.
CREATE TABLE touched (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TRIGGER claim_groups_removed AFTER DELETE ON claim_groups BEGIN
    INSERT OR IGNORE INTO touched VALUES ('group', old.name);
END;
CREATE TRIGGER witnesses_removed AFTER DELETE ON witnesses BEGIN
    INSERT OR IGNORE INTO touched VALUES ('group', 'copy ' || old.document);
    INSERT OR IGNORE INTO touched SELECT 'group', 'copy ' || document FROM witnesses WHERE leader = old.document;
END;
CREATE TRIGGER probes_removed AFTER DELETE ON probes WHEN old.leads = 1 BEGIN
    INSERT OR IGNORE INTO touched
        SELECT 'copy', p.document FROM probes p
        WHERE p.value = old.value AND p.leads >= 0 AND (p.age, p.document) > (old.age, old.document);
END;
CREATE TRIGGER mentions_added AFTER INSERT ON mentions WHEN new.entity IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched VALUES ('entity', new.entity);
END;
CREATE TRIGGER mentions_removed AFTER DELETE ON mentions WHEN old.entity IS NOT NULL BEGIN
    INSERT OR IGNORE INTO touched VALUES ('entity', old.entity);
END;
