"""Rows loaded with the columns that a page shows and no others."""


def through(fields, *relations):
    """Return the names for `only()` of `fields` reached over each of `relations`: of the names of a unit over "unit",
    ["unit__name", "unit__short_name"]."""
    return [f"{relation}__{field}" for relation in relations for field in fields]
