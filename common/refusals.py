"""Refusals: an act that the rules do not allow just now, told in a sentence to whoever asked for it."""


class Refused(Exception):
    """What was asked cannot be done. The text is for the user: what happened, and what to do next.

    Rooms define their own kinds beside the act that raises them. Pages answer 409.
    """

    def __init__(self, sentence, *, details=()):
        super().__init__(sentence)
        self.sentence = sentence
        self.details = list(details)

    def __str__(self):
        return self.sentence


class BadRows(Refused):
    """A file was refused whole; `details` lists every bad row as a sentence with its place."""
