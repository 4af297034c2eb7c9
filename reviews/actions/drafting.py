"""Drafting a review, and bringing a draft up to date: what is composed becomes rows; what somebody typed stays.

A passage whose words nobody changed follows its proposal, into nothing when its sources are gone. One that somebody
wrote keeps its words, and its proposal changes beside them. What was cut or merged stays so; what is new of a merged
passage is told where its words stand now.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from common import clock
from common.documents import form_for
from reviews.actions.passages import STEP
from reviews.actions.reviews import ReviewRefused, known_form, move
from reviews.composing import Shown, compose
from reviews.enums import ReviewMove
from reviews.models import Passage, PassageSource, Review, ReviewSection
from units.letters import kind_of

NEW = "Đoạn mới"
CHANGED = "Lời gợi ý đã đổi, lời đã soạn được giữ"
FOLLOWED = "Đã cập nhật theo số liệu, nguồn mới"
MERGED = "Lời gợi ý của đoạn đã gộp vào đây đã đổi, lời đã soạn được giữ"
GONE = "Nguồn không còn, lời đã soạn được giữ"
EMPTIED = "Nguồn không còn, đoạn để trống"


@dataclass(frozen=True)
class Difference:
    """One thing that bringing a draft up to date changed, or would have changed had nobody typed."""

    words: str
    before: str
    after: str
    passage_id: int | None = None


@transaction.atomic
def begin_draft(review, *, as_of, form="", composition=None, by):
    """Lập bản nháp: compose the review as of the end of the day `as_of` and write it down, in the official form called
    `form` or the issuer's form of that day. `composition` is what was composed of it already. Refused unless it was
    planned and not begun, and for a day to come."""
    _check_day(review, as_of)
    move(review, ReviewMove.BEGIN, by=by, as_of=as_of, form=_form(review, form, as_of), edited_at=clock.now())
    composition = composition or compose(review, as_of)
    _keep_figures(review, composition)
    _write(review, composition, {}, {})


@transaction.atomic
def refresh_draft(review, *, as_of, composition=None, by):
    """Cập nhật số liệu: compose the draft anew as of the day `as_of`, or take the `composition` of that day; return the
    list of Differences. Refused when the review is not being drafted, and for a day still to come."""
    _check_day(review, as_of)
    # Taken first: whoever saves a passage meanwhile is either seen here or writes after.
    move(review, ReviewMove.REFRESH, by=by, as_of=as_of, edited_at=clock.now())
    kept = Review.objects.values_list("figures", flat=True).get(pk=review.pk)
    composition = composition or compose(review, as_of)
    differences = _figure_differences(kept, composition.figures)
    _keep_figures(review, composition)
    sections = {section.key: section for section in review.sections.all()}
    passages = _passages_by_key(review)
    return differences + _write(review, composition, sections, passages)


def _check_day(review, as_of):
    if as_of > clock.today():
        raise ReviewRefused("Ngày tính số liệu chưa tới. Hãy chọn hôm nay hoặc một ngày trước.")
    if as_of < review.covers_from:
        raise ReviewRefused("Ngày tính số liệu không được trước ngày đầu của thời gian báo cáo.")


def _form(review, name, as_of):
    return known_form(name) if name else form_for(kind_of(review.issuer), as_of).name


def _keep_figures(review, composition):
    review.figures = {"numbers": [asdict(number) for number in composition.figures]}
    review.annexes = [asdict(annex) for annex in composition.annexes]
    Review.objects.filter(pk=review.pk).update(figures=review.figures, annexes=review.annexes)


def _figure_differences(kept, numbers):
    old = {row["key"]: Shown(**row) for row in kept.get("numbers", [])}
    new = {number.key: number for number in numbers}
    words = {key: shown.words for key, shown in (old | new).items()}
    pairs = [(key, old[key].whole if key in old else "", new[key].whole if key in new else "") for key in words]
    return [Difference(words[key], before, after) for key, before, after in pairs if before != after]


def _passages_by_key(review):
    found = Passage.objects.filter(section__review=review).exclude(key="").select_related("section")
    return {(one.section.key, one.key): one for one in found}


def _write(review, composition, sections, kept):
    """Write sections, passages and sources of a composition over those `kept`; return the Differences (a constant
    number of queries)."""
    sections = _write_sections(review, composition, sections)
    wanted = {(section.key, one.key): one for section in composition.sections for one in section.passages}
    new = _add_passages(sections, composition, kept)
    hosts = _hosts(review)
    changed = [(one, wanted.get(key)) for key, one in kept.items()]
    differences = [
        *(Difference(f"{one.section.title}: {NEW}", "", one.text, one.pk) for one in new.values() if kept and one.text),
        *filter(None, [_follow(one, proposed, hosts[one.pk]) for one, proposed in changed]),
    ]
    Passage.objects.bulk_update([one for one, _ in changed], ["proposed", "text", "version"], batch_size=200)
    _write_sources(kept | new, wanted, hosts)
    return differences


def _write_sections(review, composition, kept):
    """Return {key: ReviewSection} in the order composed; a section that is composed no more stays where it stood."""
    made = {
        section.key: ReviewSection(
            review=review, key=section.key, level=section.level, title=section.title[:400], position=0
        )
        for section in composition.sections
    }
    order = list(made)
    standing = list(kept)
    for place, key in enumerate(standing):
        if key not in made:
            before = order.index(standing[place - 1]) + 1 if place else 0
            order.insert(before, key)
    sections = {key: kept.get(key) or made[key] for key in order}
    for number, (key, section) in enumerate(sections.items(), start=1):
        section.position = number
        section.title = made[key].title if key in made else section.title
    ReviewSection.objects.bulk_create(one for one in sections.values() if one.pk is None)
    ReviewSection.objects.bulk_update(kept.values(), ["position", "title"])
    return sections


def _add_passages(sections, composition, kept):
    """Add what was not there: at the end of its section, in the order composed."""
    last = {}
    for section_key, position in Passage.objects.filter(section__in=sections.values()).values_list(
        "section__key", "position"
    ):
        last[section_key] = max(position, last.get(section_key, 0))
    new = {}
    for section in composition.sections:
        for one in section.passages:
            if (section.key, one.key) not in kept:
                last[section.key] = last.get(section.key, 0) + STEP
                words = {"proposed": one.text, "text": one.text, "position": last[section.key]}
                new[section.key, one.key] = Passage(section=sections[section.key], key=one.key, **words)
    Passage.objects.bulk_create(new.values())
    return new


def _hosts(review):
    """Return {id of a passage: the Passage in which its words stand now – itself, what it was merged into, or None when
    they were cut}."""
    passages = {one.pk: one for one in Passage.objects.filter(section__review=review).select_related("section")}
    hosts = {}
    for pk, host in passages.items():
        while host.merged_into_id:
            host = passages[host.merged_into_id]
        hosts[pk] = None if host.cut_at else host
    return hosts


def _follow(passage, proposed, host):
    """Let a passage follow its new proposal (None: it is composed no more) as far as nobody typed; return the
    Difference, told of its `host`, or None when nothing changed or was cut."""
    text = proposed.text if proposed else ""
    if text == passage.proposed:
        return None
    before, typed = passage.proposed, passage.is_typed
    passage.proposed = text
    if not typed:
        passage.text, passage.version = text, passage.version + 1
    if host is None:
        return None
    if host.pk != passage.pk:
        return Difference(f"{host.section.title}: {MERGED}", before, text, host.pk)
    words = (GONE if typed else EMPTIED) if not text else CHANGED if typed else FOLLOWED
    return Difference(f"{passage.section.title}: {words}", before, text, passage.pk)


def _write_sources(passages, wanted, hosts):
    """Let each passage have the sources of its proposal and of what was merged into it. What somebody typed keeps the
    old ones as well: its words still rest on them."""
    sources, standing = defaultdict(dict), {one.pk: one for one in hosts.values() if one}
    standing |= {one.pk: one for one in passages.values()}
    for key, one in passages.items():
        proposed = wanted[key].sources if key in wanted else ()
        for holder in {one.pk, hosts[one.pk].pk if hosts[one.pk] else one.pk}:
            sources[holder] |= dict.fromkeys(proposed, True)
    gone, held = [], PassageSource.objects.filter(passage__in=list(sources)).order_by("passage_id", "pk")
    for pk, rows in groupby(held.values_list("passage_id", "pk", *PassageSource.NAMED_BY).iterator(), itemgetter(0)):
        for _, row_pk, *columns in rows:
            # What is left in `sources` is to be added.
            if sources[pk].pop(tuple(columns), None) is None and not standing[pk].is_typed:
                gone.append(row_pk)
    PassageSource.objects.remove(gone)
    PassageSource.objects.add([(pk, columns) for pk, of_passage in sources.items() for columns in of_passage])
