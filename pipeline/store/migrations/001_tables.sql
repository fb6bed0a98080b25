-- Value columns carry no type on purpose: SQLite then keeps a number a number and a date a text.

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    media_type TEXT NOT NULL,
    language TEXT,
    kind TEXT NOT NULL,
    title TEXT,
    subtitle TEXT,
    issuers TEXT NOT NULL,
    issuer_entities TEXT NOT NULL,
    state TEXT,
    pages INTEGER NOT NULL,
    size INTEGER NOT NULL,
    parent TEXT REFERENCES documents(id) ON DELETE CASCADE,
    published TEXT,
    published_precision TEXT,
    published_basis TEXT NOT NULL,
    published_quote TEXT,
    published_start INTEGER,
    published_end INTEGER,
    published_page INTEGER,
    published_confidence REAL NOT NULL,
    published_suspect INTEGER NOT NULL,
    published_suggestion TEXT,
    published_why TEXT,
    best_date TEXT,
    first_day TEXT,
    last_day TEXT
);
CREATE INDEX documents_parent ON documents(parent);
CREATE INDEX documents_first_day ON documents(first_day);

CREATE TABLE attachments (
    parent TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    child TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (parent, child)
);
CREATE INDEX attachments_child ON attachments(child);

CREATE TABLE texts (
    document TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    original TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE pages (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    width REAL,
    height REAL,
    method TEXT NOT NULL,
    status TEXT NOT NULL,
    why TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (document, position)
);

CREATE TABLE blocks (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    PRIMARY KEY (document, position)
);

CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    was TEXT NOT NULL,
    now TEXT NOT NULL,
    kind TEXT NOT NULL,
    confidence REAL NOT NULL,
    reason TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX corrections_document ON corrections(document, start);

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX entities_label ON entities(label, name);

CREATE TABLE mentions (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    zone TEXT NOT NULL,
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    text TEXT NOT NULL,
    name TEXT,
    entity TEXT REFERENCES entities(id),
    role TEXT,
    value,
    unit TEXT,
    qualifier TEXT,
    of,
    upper,
    per TEXT,
    original TEXT,
    relative INTEGER NOT NULL,
    candidates TEXT NOT NULL,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX mentions_document ON mentions(document, start);
CREATE INDEX mentions_entity ON mentions(entity);
CREATE INDEX mentions_label ON mentions(label);

CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    property TEXT NOT NULL,
    value_type TEXT NOT NULL,
    value,
    unit TEXT,
    qualifier TEXT,
    of,
    upper,
    per TEXT,
    step,
    scope TEXT,
    period TEXT,
    as_of TEXT,
    modality TEXT NOT NULL,
    speaker TEXT,
    quote TEXT NOT NULL,
    sentence TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    pieces TEXT NOT NULL,
    narrowed TEXT NOT NULL,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX claims_document ON claims(document, start);
CREATE INDEX claims_property ON claims(property, subject);

CREATE TABLE boxes (
    claim TEXT NOT NULL REFERENCES claims(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    page INTEGER NOT NULL,
    "left" REAL NOT NULL,
    top REAL NOT NULL,
    "right" REAL NOT NULL,
    bottom REAL NOT NULL,
    PRIMARY KEY (claim, position)
);

CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    property TEXT NOT NULL,
    label TEXT NOT NULL,
    scope TEXT,
    period TEXT,
    as_of TEXT,
    value_type TEXT NOT NULL,
    value,
    unit TEXT,
    qualifier TEXT,
    of,
    upper,
    per TEXT,
    status TEXT NOT NULL,
    rule TEXT,
    why TEXT NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX facts_property ON facts(property, subject);

CREATE TABLE fact_claims (
    fact TEXT NOT NULL REFERENCES facts(id) ON DELETE CASCADE,
    claim TEXT NOT NULL REFERENCES claims(id) ON DELETE CASCADE,
    PRIMARY KEY (fact, claim)
);
CREATE INDEX fact_claims_claim ON fact_claims(claim);

CREATE TABLE series (
    property TEXT NOT NULL,
    subject TEXT NOT NULL,
    scope TEXT NOT NULL,
    position INTEGER NOT NULL,
    value,
    unit TEXT,
    qualifier TEXT,
    of,
    as_of TEXT,
    claim TEXT REFERENCES claims(id) ON DELETE CASCADE,
    document TEXT REFERENCES documents(id) ON DELETE CASCADE,
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (property, subject, scope, position)
);
CREATE INDEX series_claim ON series(claim);
CREATE INDEX series_document ON series(document);

CREATE TABLE conflicts (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    property TEXT NOT NULL,
    label TEXT NOT NULL,
    scope TEXT,
    period TEXT,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    chosen TEXT,
    rule TEXT,
    why TEXT NOT NULL
);

CREATE TABLE conflict_values (
    conflict TEXT NOT NULL REFERENCES conflicts(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    value TEXT NOT NULL,
    documents INTEGER NOT NULL,
    independent_sources INTEGER NOT NULL,
    first TEXT,
    last TEXT,
    PRIMARY KEY (conflict, position)
);

CREATE TABLE conflict_claims (
    conflict TEXT NOT NULL,
    position INTEGER NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (conflict, position, claim),
    FOREIGN KEY (conflict, position) REFERENCES conflict_values(conflict, position) ON DELETE CASCADE
);

CREATE TABLE findings (
    id TEXT PRIMARY KEY,
    document TEXT REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    suggestion TEXT,
    rule TEXT NOT NULL
);
CREATE INDEX findings_document ON findings(document);
CREATE INDEX findings_kind ON findings(kind);

CREATE TABLE finding_evidence (
    finding TEXT NOT NULL REFERENCES findings(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    document TEXT REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    quote TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (finding, position)
);
CREATE INDEX finding_evidence_document ON finding_evidence(document);

CREATE TABLE finding_claims (
    finding TEXT NOT NULL REFERENCES findings(id) ON DELETE CASCADE,
    claim TEXT NOT NULL,
    PRIMARY KEY (finding, claim)
);

CREATE TABLE decisions (
    position INTEGER PRIMARY KEY,
    about TEXT NOT NULL,
    target TEXT,
    value TEXT NOT NULL,
    why TEXT NOT NULL,
    by TEXT NOT NULL,
    decided TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX decisions_about ON decisions(about);

CREATE TABLE quarantine (
    source TEXT PRIMARY KEY,
    sha256 TEXT,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    help TEXT NOT NULL
);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    files INTEGER,
    worked INTEGER,
    unchanged INTEGER,
    failed INTEGER,
    removed INTEGER
);

CREATE TABLE files (
    source TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    work TEXT NOT NULL,
    document TEXT REFERENCES documents(id) ON DELETE CASCADE
);
CREATE INDEX files_document ON files(document);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
