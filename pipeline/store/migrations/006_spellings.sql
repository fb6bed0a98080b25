-- How documents spell names, so that a damaged page can be told what it meant by one that is not.

CREATE TABLE spellings (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    before TEXT NOT NULL,
    name TEXT NOT NULL,
    doubtful INTEGER NOT NULL
);
CREATE INDEX spellings_document ON spellings(document);
CREATE INDEX spellings_name ON spellings(doubtful, name, before);
