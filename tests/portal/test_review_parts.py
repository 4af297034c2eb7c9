"""A review that no page could hold is opened part by part, a small one at once. Nothing typed is lost on the way."""

import pytest
from django.urls import reverse

from common import clock
from progress.models import Submission
from reviews.enums import ReviewState, SourceKind
from reviews.models import Passage, PassageSource, Review
from reviews.outline import ROWS, Outline
from tests.factories import make_passage, make_post, make_review, make_section
from tests.portal.review_sources import accepted, cited
from tests.portal.test_review_desk import typed
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db
LONG = "Xã đã tổ chức. " * 5200
COLUMNS = [["TT", 1, "center"], ["Văn bản", 4, "left"], ["Số trang", 1, "right"]]


class LongReview:
    """I with two headings of 78,000 letters each, II with a heading of 90 short passages, an annex of many rows."""

    def __init__(self, **values):
        self.world = ReportWorld()
        self.submission = accepted(self.world)
        self.review = make_review(self.world.plan, **values)
        self.first, self.one, self.other, self.second, self.many = (
            make_section(self.review, level=level) for level in (1, 2, 2, 1, 2)
        )
        self.long, self.longer = (make_passage(section, text=LONG, proposed=LONG) for section in (self.one, self.other))
        Passage.objects.bulk_create(
            Passage(section=self.many, position=10 * n, text=f"Xã {n}.", proposed=f"Xã {n}.") for n in range(1, 91)
        )
        rows = [[f"{n}", f"Văn bản {n}", "7"] for n in range(1, ROWS + 2)]
        annex = {"title": "Phụ lục 1", "subject": "Văn bản", "columns": COLUMNS, "rows": rows, "wide": False}
        numbers = [{"key": "a", "words": "Số việc", "value": "3", "share": ""}]
        Review.objects.filter(pk=self.review.pk).update(annexes=[annex], figures={"numbers": numbers})
        self.last = Passage.objects.get(section=self.many, text="Xã 90.")

    def url(self, query=""):
        return f"{self.review.get_absolute_url()}{query}"

    def cite(self, passage, times):
        said = {"kind": SourceKind.DIFFICULTIES, "submission": self.submission}
        PassageSource.objects.bulk_create(PassageSource(passage=passage, **said) for _ in range(times))


def anchors(page):
    return [one.anchor for one in page.context["sections"]]


def test_long_review_is_opened_part_by_part(sign_in):
    long = LongReview()
    client = sign_in(long.world.judge)
    Passage.objects.filter(pk=long.last.pk).update(text="Lời đã soạn.")
    Submission.objects.update(superseded_at=clock.now())
    long.cite(long.longer, 1)

    first, second = client.get(long.url()), client.get(long.url(f"?phan=muc-{long.other.pk}"))
    last = client.get(long.url(f"?doan={long.last.pk}"))
    figures, rows = client.get(long.url("?phan=so-lieu")), client.get(long.url("?phan=phu-luc-1-2"))
    strange = client.get(long.url("?phan=la&doan=99999999999999999999"))

    titles = [long.first, long.one, long.other, long.second, long.many]
    keys = [f"muc-{section.pk}" for section in titles]
    assert [anchors(page) for page in (first, second)] == [keys[:2], keys[2:3]]
    assert (anchors(last), len(last.context["parts"].parts), "Lời đã soạn." in last.text) == (keys[4:], 12, True)
    assert [part.number for part in last.context["parts"].parts] == list(range(79, 91))
    assert ("Số việc" in figures.text, anchors(figures), anchors(strange)) == (True, [], keys[:2])
    assert [f"Văn bản {n}<" in rows.text for n in (ROWS, ROWS + 1)] == [False, True]
    told = f'<td data-label="Văn bản">Văn bản {ROWS + 1}</td><td class="num" data-label="Số trang">7</td>'
    assert (told in rows.text, rows.context["annexes"][0].heads[1:]) == (
        True,
        [("Văn bản", False), ("Số trang", True)],
    )
    contents = first.context["contents"]
    told = [(entry.held, [flag.words for flag in entry.flags]) for entry in contents.entries]
    assert told == [
        ("", []),
        ("1 đoạn", []),
        ("1 đoạn", ["1 đoạn nên xem lại"]),
        ("", []),
        ("90 đoạn", ["1 đoạn có lời gợi ý khác"]),
        ("1 số", []),
        (f"{ROWS + 1} dòng", []),
    ]
    assert contents.entries[4].flags[0].url == long.url(f"?doan={long.last.pk}#doan-{long.last.pk}")
    assert (contents.before, contents.after[1]) == (None, long.url(f"?phan={keys[2]}"))
    assert len(first.content) < 300_000


def test_parts_hold_every_passage_once_in_its_order():
    long = LongReview()
    make_passage(long.many, text="Đã cắt.", cut_at=clock.now())

    outline = Outline(long.review, [])

    pks = [place.pk for place in outline.all_places]
    of_parts = [[pk for pk in pks if pk in part.pks] for part in outline.parts]
    assert [pk for part in of_parts for pk in part] == pks
    assert pks == list(Passage.objects.order_by("section__position", "position", "pk").values_list("pk", flat=True))
    assert outline.numbers[pks[-1]].number == 0
    assert Outline(make_review(), []).is_whole


def test_what_is_typed_goes_along_from_part_to_part(sign_in):
    long = LongReview()
    client, address = sign_in(long.world.judge), reverse("portal:review-save", args=[long.review.pk])
    here, there = f"muc-{long.one.pk}", f"muc-{long.many.pk}-2"
    kept = LONG.strip()

    gone = client.post(address, typed(long.last, "Ngắn gọn.") | {"phan": there, "tiep": f"sang-{here}"})
    saved = client.post(address, typed(long.longer, kept) | {"phan": here})
    cut = client.post(address, {"phan": there, "tiep": f"cat-{long.last.pk}"})
    wrong = client.post(address, typed(long.longer, LONG * 2) | {"phan": f"muc-{long.other.pk}"})
    met = client.post(address, typed(long.last, "Muộn.") | {"phan": there})

    assert gone["Location"] == long.url(f"?phan={here}")
    assert Passage.objects.get(pk=long.last.pk).text == "Ngắn gọn."
    # What was composed longer than anybody may type is kept as it is, and refused when it grows.
    assert (saved["Location"], Passage.objects.get(pk=long.longer.pk).text) == (long.url(f"?phan={here}"), kept)
    assert (wrong.status_code, anchors(wrong), LONG * 2 in wrong.text) == (422, [f"muc-{long.other.pk}"], True)
    assert cut["Location"] == long.url(f"?phan={there}#muc-{long.many.pk}")
    assert (met.status_code, "Muộn." in met.text) == (409, True)


def test_issued_long_review_is_read_in_parts_and_printed_whole(sign_in):
    long = LongReview(state=ReviewState.ISSUED, issued_at=clock.now())
    long.cite(long.last, 11)
    client = sign_in(long.world.writer)

    part, everything = client.get(long.url(f"?doan={long.last.pk}")), client.get(long.url("?phan=tat-ca"))

    assert [(LONG[:-1] in page.text, "Xã 90." in page.text) for page in (part, everything)] == [
        (False, True),
        (True, True),
    ]
    assert long.url("?phan=tat-ca") in part.text
    assert reverse("portal:review-sources", args=[long.last.pk]) in part.text
    assert (f"Văn bản {ROWS + 1}" in everything.text, "data-print" in everything.text) == (True, True)


@pytest.mark.parametrize("times", [11, 101])
def test_sources_of_a_passage_have_a_page(times, sign_in, django_assert_num_queries):
    world = ReportWorld()
    review = make_review(world.plan)
    passage = cited(review, accepted(world))
    source = passage.sources.get()
    PassageSource.objects.bulk_create(
        PassageSource.of(passage.pk, [getattr(source, name) for name in PassageSource.NAMED_BY])
        for _ in range(times - 1)
    )
    address, client = reverse("portal:review-sources", args=[passage.pk]), sign_in(world.judge)
    client.get(address)

    with django_assert_num_queries(11):
        page = client.get(address)
    desk = client.get(review.get_absolute_url())

    assert len(page.context["sources"]) == min(times, 100)
    [shown] = [one.sources for part in desk.context["sections"] for one in part.passages]
    assert (len(shown.shown), shown.count, shown.url) == (10, times, address)
    assert sign_in(world.writer).get(address).status_code == 403
    assert sign_in(make_post()).get(address).status_code == 404


def test_passage_that_was_added_is_what_opens_next(sign_in):
    long = LongReview()
    client, address = sign_in(long.world.judge), reverse("portal:review-save", args=[long.review.pk])
    sent = {"phan": f"muc-{long.many.pk}", "tiep": f"them-{long.many.pk}", f"moi-{long.many.pk}": "Xã 91."}

    added = client.post(address, sent)

    new = Passage.objects.get(text="Xã 91.")
    assert added["Location"] == long.url(f"?doan={new.pk}#doan-{new.pk}")
    assert "Xã 91." in client.get(added["Location"]).text


def test_name_of_a_part_that_is_no_more_leads_near_it(sign_in):
    long = LongReview()
    client = sign_in(long.world.judge)

    found = {
        name: anchors(client.get(long.url(f"?phan={name}")))
        for name in [f"muc-{long.many.pk}-9", f"muc-{long.one.pk}", "muc-0", f"muc-{'9' * 18}-1"]
    }
    rows = client.get(long.url("?phan=phu-luc-1-7"))
    refused = client.post(
        reverse("portal:review-refresh", args=[long.review.pk]), {"phan": f"muc-{long.many.pk}", "as_of": "hôm qua"}
    )

    first = [f"muc-{long.first.pk}", f"muc-{long.one.pk}"]
    assert list(found.values()) == [[f"muc-{long.many.pk}"], first, first, first]
    assert f"Văn bản {ROWS + 1}<" in rows.text
    assert (refused.status_code, anchors(refused)) == (422, [f"muc-{long.many.pk}"])
    assert f'name="phan" value="muc-{long.many.pk}"' in refused.text
