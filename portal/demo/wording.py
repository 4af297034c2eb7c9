"""What units write in the sample reports; the sentences stand in wording.toml."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path


def pick(*parts, among):
    """Return a number below `among` that depends only on `parts`: the same data every time."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:4], "big") % among


def sentence(kind, *parts):
    """Return one of the sentences of `kind` ("difficulties", "log", …), chosen by `parts`."""
    choices = wording()[kind]
    return choices[pick(kind, *parts, among=len(choices))]


def result_of(task_code, number):
    """Return what a unit did for the task of that code, with the value of its first indicator."""
    return wording()["results"][task_code].format(n=number)


@cache
def wording():
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
