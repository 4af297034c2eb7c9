"""docs/permissions.csv as the tests read it: rows of cells, and the addresses that each row governs."""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from django.conf import settings
from django.urls import URLPattern, get_resolver

from tests.portal.access_world import POSTS

FILE = settings.BASE_DIR / "docs" / "permissions.csv"
ANSWERS = {"yes", "404", "403", "login"}


@dataclass(frozen=True)
class Row:
    action: str
    cells: dict
    entries: list

    def posts(self, answer="yes"):
        return {post for post, cell in self.cells.items() if cell == answer}


@dataclass(frozen=True)
class Entry:
    """One address of a row: a method, the name of a URL, and which of the world's objects it is asked about."""

    method: str
    name: str
    about: str

    def __str__(self):
        return f"{self.method} {self.name}" + (f"@{self.about}" if self.about else "")


@cache
def read_rows():
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    return [
        Row(line["action"], {post: line[post] for post in POSTS}, _read_entries(line["urls"]))
        for line in csv.DictReader(lines)
    ]


def row_of(action):
    return next(row for row in read_rows() if row.action == action)


def cases():
    """Return a list of (entry, cells), one for each address of each row."""
    return [(entry, row.cells) for row in read_rows() for entry in row.entries]


@cache
def known_names():
    """Return the names of all URLs people can reach; parts of the admin that only pass on have none."""
    return {name for name, _ in _walk(get_resolver()) if not name.endswith(":None")}


@cache
def nameless_routes():
    return {route for name, route in _walk(get_resolver()) if name.endswith(":None")}


def _read_entries(text):
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        method, _, rest = part.partition(" ")
        name, _, about = rest.partition("@")
        matching = [known for known in sorted(known_names()) if fnmatchcase(known, name)] if "*" in name else [name]
        found += [Entry(method, known, about) for known in matching]
    return found


def _walk(resolver, space=(), way=""):
    for one in resolver.url_patterns:
        route = f"{way}{one.pattern}"
        if isinstance(one, URLPattern):
            yield ":".join([*space, str(one.name)]) if one.name or space else ":None", route
        else:
            yield from _walk(one, (*space, one.namespace) if one.namespace else space, route)
