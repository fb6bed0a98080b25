-- Where a text was judged damaged, how sure that is, and the words that say so.

CREATE TABLE damage (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    zone TEXT NOT NULL,
    page INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    probability REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (document, position)
);
