"""The archive's memory: one SQLite file that keeps documents, claims and decisions, and answers questions about them.

`archive` writes documents so that a kill loses and doubles nothing, `outcome` writes what they say together,
`listing`, `search` and `explain` read. `schema` makes the tables, `judgements` keeps what people decided outside of it.
"""
