"""How something stands, in one word with its colour: for lists and pages of every section."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """Words for parts/_state.html, and the tone they are shown in."""

    word: str
    tone: str
