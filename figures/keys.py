"""Rows named one by one in a question, at the price of one value however many they are.

`__in` looks at each id again in every place where a question names it; the questions of a past day name thousands, ten
times over.
"""

from django.db.models import BooleanField, F, Func, Q


def written(keys):
    """Return ids as `is_one_of` takes them, written once."""
    return ",".join(str(int(key)) for key in sorted(keys))


def is_one_of(column, keys):
    """Condition: the id in `column` is one of `keys` (`written`)."""
    return Q(_IsOneOf(F(column), keys)) if keys else Q(pk__in=[])


class _IsOneOf(Func):
    output_field = BooleanField()

    def __init__(self, column, keys):
        super().__init__(column)
        self.keys = keys

    def as_sql(self, compiler, connection):
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({self.keys})", params

    def as_postgresql(self, compiler, connection):
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::bigint[])", [*params, f"{{{self.keys}}}"]
