"""The text of a draft as a form: each passage saved for itself, so that a mistake or a conflict in one loses nothing of
the others."""

from dataclasses import dataclass, field

from crispy_forms.layout import Layout

from progress.actions.report_writing import clean_text
from progress.forms.report import KeptTextField, VersionedForm, digest
from progress.forms.report_parts import Part
from reviews import actions
from reviews.models import Passage

WIDTH = 95


class PassageForm(VersionedForm):
    def __init__(self, data=None, *, passage, number):
        held = {"text": clean_text(passage.text)}
        initial = held | {"opened": digest(held), "version": passage.version}
        super().__init__(data, prefix=f"doan-{passage.pk}", initial=initial)
        label = f"Đoạn {number}" if number else "Đoạn đã cắt bỏ"
        self.fields["text"] = KeptTextField(label=label, rows=_rows(held["text"]))
        self.helper.layout = Layout("version", "opened", "text")

    def kept_values(self):
        return {"text": self.cleaned_data["text"]}


@dataclass
class PassagePart(Part):
    """One passage with its form and what became of it; `number` is its place in the section, 0 when it was cut."""

    passage: Passage = None
    number: int = 0

    @property
    def place(self):
        return f"{self.passage.section.title}, {self.form.fields['text'].label.lower()}"

    @property
    def errors(self):
        return [(anchor, "", text) for anchor, _, text in super().errors]

    @property
    def differences(self):
        return [(self.form.fields["text"].label, self.conflict.mine, self.conflict.theirs)]


@dataclass
class DraftParts:
    """All passages of `review`, in their order; with `data` (a QueryDict) bound to what was typed in those sent.

    `parts` are the passages that stand, and of those that were cut the ones somebody was still typing in.
    """

    review: object
    data: object = None
    parts: list = field(default_factory=list)
    cut: list = field(default_factory=list)

    def __post_init__(self):
        number, section = 0, None
        for passage in _passages_of(self.review):
            number = number if passage.section_id == section else 0
            section = passage.section_id
            number += passage.cut_at is None
            self._take(passage, number if passage.cut_at is None else 0)

    def _take(self, passage, number):
        sent = self.data if self.data is not None and f"doan-{passage.pk}-text" in self.data else None
        if passage.cut_at:
            self.cut.append(passage)
        if sent is not None or not passage.cut_at:
            form = PassageForm(sent, passage=passage, number=number)
            self.parts.append(PassagePart(form, passage=passage, number=number))

    @property
    def errors(self):
        return [(part, *error) for part in self.parts for error in part.errors]

    @property
    def conflicts(self):
        return [part for part in self.parts if part.conflict]

    def part_of(self, pk):
        """Return the part of the passage `pk`, or None."""
        return next((part for part in self.parts if part.passage.pk == pk), None)

    def save(self, *, by):
        """Save every passage that was changed and is right; return how many. A review that is no draft is refused."""
        return sum(_save(part, by=by) for part in self.parts)

    def reopened(self):
        """Return the passages as they now are, those that failed still holding what was typed."""
        fresh = DraftParts(self.review)
        failed = {part.passage.pk: part for part in self.parts if part.conflict or part.errors}
        standing = {part.passage.pk for part in fresh.parts}
        fresh.parts = [failed.get(part.passage.pk, part) for part in fresh.parts]
        fresh.parts += [part for pk, part in failed.items() if pk not in standing]
        return fresh


def _passages_of(review):
    passages = Passage.objects.filter(section__review=review).with_sources().with_outdated()
    found = list(passages.select_related("section", "merged_into").order_by("section__position", "position", "pk"))
    for passage in found:
        passage.section.review = review
    return found


def _save(part, *, by):
    """Save one passage if it was changed and is right; return whether it was. Who sends a text that is kept already,
    the answer to its first sending having been lost, has saved it and meets nobody."""
    if not part.form.is_bound or not part.form.is_valid() or not part.form.is_touched:
        return False
    text, version = part.form.cleaned_data["text"], part.form.cleaned_data["version"]
    try:
        part.version = actions.save_passage(part.passage, text, version=version, by=by)
    except actions.ReviewConflict as conflict:
        _meet(part, conflict)
        if conflict.mine != conflict.theirs:
            return False
        part.conflict, part.version = None, conflict.version
    part.saved = True
    return True


def _meet(part, conflict):
    """Let the form go on from what is kept now: saving it again keeps what was typed here."""
    part.conflict = conflict
    data = part.form.data.copy()
    data[part.form.add_prefix("version")] = str(conflict.version)
    data[part.form.add_prefix("opened")] = digest({"text": conflict.theirs})
    part.form.data = data


def _rows(text):
    return max(2, min(16, sum(1 + len(line) // WIDTH for line in text.splitlines())))
