"""The text of a draft as a form: each passage saved for itself, so that a mistake or a conflict in one loses nothing of
the others."""

from dataclasses import dataclass, field, replace

from django.core import validators

from common.addresses import number_in
from progress.actions.report_writing import clean_text
from progress.forms.report import TEXT_LIMIT, KeptTextField, VersionedForm, digest
from progress.forms.report_parts import Part
from reviews import actions
from reviews.models import Passage

WIDTH = 95
TOO_LONG = "Đoạn này đang có %(show_value)d ký tự, tối đa %(limit_value)d. Hãy rút gọn."


class PassageForm(VersionedForm):
    def __init__(self, data=None, *, passage, number):
        held = {"text": clean_text(passage.text)}
        initial = held | {"opened": digest(held), "version": passage.version}
        super().__init__(data, prefix=f"doan-{passage.pk}", initial=initial)
        label = f"Đoạn {number}" if number else "Đoạn đã cắt bỏ"
        self.fields["text"] = _text_field(held["text"], label)

    def kept_values(self):
        return {"text": self.cleaned_data["text"]}


def _text_field(held, label):
    found = KeptTextField(label=label, rows=_rows(held))
    if len(held) > TEXT_LIMIT:
        # What was composed of a whole country may be longer than anybody types; it is kept, and made no longer.
        found.validators = [validators.MaxLengthValidator(len(held), TOO_LONG)]
    return found


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
    """The passages of `review`, in their order: those that stand in `parts`, those that were cut in `cut`. `here` are
    the outline of the review and the Part of it that the page shows.

    With `data` (a QueryDict) `parts` are those alone that were sent, bound to what was typed, cut meanwhile or not: a
    page that saves itself sends a passage or two of hundreds.
    """

    review: object
    data: object = None
    here: tuple = ()
    parts: list = field(default_factory=list)
    cut: list = field(default_factory=list)

    def __post_init__(self):
        passages = Passage.objects.filter(section__review=self.review)
        if self.data is None:
            outline, shown = self.here
            found = _in_order(passages.filter(pk__in=shown.pks).with_outdated(), self.review)
            numbers = {pk: place.number for pk, place in outline.numbers.items()}
        else:
            found = _in_order(passages.filter(pk__in=_sent(self.data)), self.review)
            beside = passages.kept().filter(section__in={one.section_id for one in found})
            numbers = _numbers(beside.order_by("position", "pk").values_list("pk", "section_id"))
        for passage in found:
            if passage.cut_at:
                self.cut.append(passage)
            if self.data is not None or not passage.cut_at:
                self._take(passage, numbers.get(passage.pk, 0))

    def _take(self, passage, number):
        form = PassageForm(self.data, passage=passage, number=number)
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

    def reopened(self, here):
        """Return the passages of `here` as they now are, those that failed still holding what was typed."""
        failed = {part.passage.pk: part for part in self.parts if part.conflict or part.errors}
        outline, shown = here
        fresh = DraftParts(self.review, here=(outline, replace(shown, pks=shown.pks | failed.keys())))
        standing = {part.passage.pk for part in fresh.parts}
        for passage in [*(part.passage for part in fresh.parts), *fresh.cut]:
            if passage.pk in failed:
                failed[passage.pk].passage = passage
        fresh.parts = [failed.get(part.passage.pk, part) for part in fresh.parts]
        fresh.parts += [part for pk, part in failed.items() if pk not in standing]
        return fresh


def _sent(data):
    """Return the ids of the passages whose text was sent."""
    keys = (key[len("doan-") : -len("-text")] for key in data if key.startswith("doan-") and key.endswith("-text"))
    return {number for key in keys if (number := number_in(key)) is not None}


def _in_order(passages, review):
    found = list(passages.select_related("section").order_by("section__position", "position", "pk"))
    for passage in found:
        passage.section.review = review
    return found


def _numbers(standing):
    """Return {id: its place in its section} of the passages that stand: (id, id of the section), in their order."""
    numbers, last = {}, {}
    for pk, section in standing:
        last[section] = numbers[pk] = last.get(section, 0) + 1
    return numbers


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
