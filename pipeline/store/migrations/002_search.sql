-- Why three ways to search: FTS5's own folding makes Förderung and Forderung one word, does not know Strasse for Straße,
-- and finds no word inside another. So: the words as written, our own folding and stems, trigrams of the folded text.

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    zone TEXT NOT NULL,
    page INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    stems TEXT NOT NULL
);
CREATE UNIQUE INDEX passages_place ON passages(document, position);
CREATE VIRTUAL TABLE passages_words USING fts5(
    text, folded, stems, content='passages', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE passages_parts USING fts5(folded, content='passages', content_rowid='id', tokenize='trigram');
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_words(rowid, text, folded, stems) VALUES (new.id, new.text, new.folded, new.stems);
    INSERT INTO passages_parts(rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
    INSERT INTO passages_words(passages_words, rowid, text, folded, stems)
        VALUES ('delete', old.id, old.text, old.folded, old.stems);
    INSERT INTO passages_parts(passages_parts, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
