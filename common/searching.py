"""Finding rows by the words of their folded text: each must begin a syllable of it, in any order, on every database
(but for texts such as "5e3kg", which PostgreSQL takes for a number and a word). The boxes above single lists (units,
the log, the shelf) are filters: they keep what holds a text anywhere.

A table that grows with the years keeps on PostgreSQL, beside `search_text`, the column WORDS: the same text as a
tsvector, made by the database itself. Its migration asks `add_words` for it; elsewhere the text is read.
"""

import re

from django.db.models import Lookup, Q, TextField
from django.db.models.functions import Left

WORDS = "search_words"
# A tsvector holds a megabyte; what stands behind so many letters of one text is not found by its words.
MOST_LETTERS = 200_000
_PIECES = re.compile(r"[a-z0-9]+")
# Where PostgreSQL may cut a piece in two; its first run begins a word of the index all the same.
_RUN = re.compile(r"[a-z]+|[0-9]+")


def spans(word, folded):
    """Return where (first place, place behind) the folded `word` begins a syllable of the text `folded`."""
    return [match.span() for match in re.finditer(_beginning(word), folded)]


def holds_words(words):
    """Return the condition that each of the folded `words` begins a syllable of `search_text`, which is read."""
    # The plain lookup passes by most rows at a fraction of the cost.
    return Q(*(Q(search_text__contains=word) & Q(search_text__regex=_beginning(word)) for word in words))


def holds_words_indexed(words):
    """Return the same condition for a table with the column WORDS: words of letters or digits need not be read for."""
    runs = [_RUN.match(piece)[0] for word in words for piece in _PIECES.findall(word)]
    by_index = [Q(search_text__words=" ".join(runs))] if runs else []
    return Q(*by_index, holds_words([word for word in words if not _RUN.fullmatch(word)]))


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


def _beginning(word):
    """Return the pattern, which Python and PostgreSQL read alike, of `word` where a syllable begins."""
    return f"(?<![a-z0-9]){re.escape(word)}" if _PIECES.match(word) else re.escape(word)


@TextField.register_lookup
class HoldsWords(Lookup):
    """`search_text__words="ba bon"`: every one of the words, each of letters or of digits, begins a syllable."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        text = Left(self.lhs, MOST_LETTERS)
        sides = [(word, name) for word in self.rhs.split() for name in ("contains", "regex")]
        parts = [
            compiler.compile(text.get_lookup(name)(text, word if name == "contains" else _beginning(word)))
            for word, name in sides
        ]
        return f"({' AND '.join(sql for sql, _ in parts)})", [param for _, params in parts for param in params]

    def as_postgresql(self, compiler, connection):
        quote = connection.ops.quote_name
        # The word itself says nothing more, but lets the database guess how many rows there will be.
        query = " & ".join(f"({word} | {word}:*)" for word in self.rhs.split())
        return f"{quote(self.lhs.alias)}.{quote(WORDS)} @@ to_tsquery('pg_catalog.simple', %s)", [query]
