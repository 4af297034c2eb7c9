"""Finding rows by the words of their folded text: by an index on PostgreSQL, by reading the text elsewhere.

A table that grows with the years keeps on PostgreSQL, beside `search_text`, the column WORDS: the same text as a
tsvector, made by the database itself. Its migration asks `add_words` for it.
"""

import re

from django.db.models import Lookup, Q, TextField

WORDS = "search_words"
# A tsvector holds a megabyte; what stands behind so many letters of one text is not found by its words.
MOST_LETTERS = 200_000
_PIECES = re.compile(r"[a-z0-9]+")


def holds_words(words):
    """Return the condition that `search_text` holds all of the folded `words`; on PostgreSQL each begins a word."""
    signs = [Q(search_text__contains=word) for word in words if not _PIECES.fullmatch(word)]
    pieces = _PIECES.findall(" ".join(words))
    return Q(*signs, *([Q(search_text__words=" ".join(pieces))] if pieces else []))


def add_words(schema_editor, model):
    """Give the table of `model` its column WORDS with an index, on PostgreSQL; nothing elsewhere. For migrations."""
    if schema_editor.connection.vendor == "postgresql":
        table = model._meta.db_table
        text = f"regexp_replace(left(search_text, {MOST_LETTERS}), '[^a-z0-9]+', ' ', 'g')"
        vector = f"strip(to_tsvector('pg_catalog.simple', {text}))"
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {WORDS} tsvector GENERATED ALWAYS AS ({vector}) STORED")
        schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin ({WORDS})")


def drop_words(schema_editor, model):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {model._meta.db_table} DROP COLUMN {WORDS}")


@TextField.register_lookup
class HoldsWords(Lookup):
    """`search_text__words="ba bon"`: every one of the words, which are of plain letters and digits, in any order."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        contains = [self.lhs.output_field.get_lookup("contains")(self.lhs, word) for word in self.rhs.split()]
        parts = [compiler.compile(one) for one in contains]
        return f"({' AND '.join(sql for sql, _ in parts)})", [param for _, params in parts for param in params]

    def as_postgresql(self, compiler, connection):
        quote = connection.ops.quote_name
        # The word itself says nothing more, but lets the database guess how many rows there will be.
        query = " & ".join(f"({word} | {word}:*)" for word in self.rhs.split())
        return f"{quote(self.lhs.alias)}.{quote(WORDS)} @@ to_tsquery('pg_catalog.simple', %s)", [query]
