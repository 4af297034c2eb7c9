"""A review as an official document. The same review in the same frame gives the same bytes, today and in a year.

The frame is what stands around the text and comes from outside the review: letterhead, subject, opening, recipients,
signature. It is read anew for a draft and kept when the review is issued.
"""

from dataclasses import asdict
from itertools import takewhile

from django.utils import timezone

from common.documents import (
    FORMS,
    Annex,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Span,
    Table,
    build,
)
from reviews.enums import ReviewKind
from reviews.figures_shown import shown_annexes
from reviews.models import Passage, Review
from units.letters import letterhead_of, name_on_paper, signature_of

SUBJECTS = {
    ReviewKind.PERIODIC: "kết quả thực hiện {plan}, {span}",
    ReviewKind.PRELIMINARY: "sơ kết thực hiện {plan}, {span}",
    ReviewKind.FINAL: "tổng kết thực hiện {plan}, {span}",
}
BLANK, NONE = "…", "Trong thời gian báo cáo không có."


def draft_as_docx(review, frame=None):
    """Return the bytes of the review as it now stands, to be read and signed, in the `frame` kept when it was issued or
    else in that of now (3 queries)."""
    review = _loaded(review)
    return build(_document(review, frame or _frame(review)), form_of(review))


def issued_docx(review):
    """Return the bytes as they were when the review was issued."""
    return bytes(review.document.content)


def frame_of(review):
    """Return what stands around the text, as plain values that JSON keeps (1 query)."""
    return _frame(_loaded(review))


def _frame(review):
    plan, issuer = review.plan, review.issuer
    to = [unit for unit in (plan.owner, plan.steering_committee) if unit and unit != issuer]
    return {
        "letterhead": asdict(letterhead_of(issuer)),
        "subject": _subject(review),
        "opening": _opening(review),
        "recipients": [*map(name_on_paper, to), f"Các đơn vị thực hiện {plan}"],
        "archive": name_on_paper(issuer),
        "signature": asdict(signature_of(issuer)),
    }


def form_of(review):
    """Return the OfficialForm that the review is printed in."""
    return next(form for form in FORMS if form.name == review.form)


def file_name(review):
    """Return the Vietnamese name of the document as a file, for `portal.answers.as_docx`."""
    words = "đã ban hành" if review.is_issued else "bản nháp"
    return f"{review} - {review.plan.symbol} ({words})"


def _loaded(review):
    return Review.objects.select_related(
        "plan__directive", "plan__owner", "plan__steering_committee", "issuer__parent", "period", "corrects"
    ).get(pk=review.pk)


def _document(review, frame):
    return Document(
        letterhead=Letterhead(**frame["letterhead"]),
        type_name="BÁO CÁO",
        type_symbol="BC",
        subject=frame["subject"],
        year=_year(review),
        body=(Paragraph(frame["opening"]), *_body(review)),
        recipients=tuple(frame["recipients"]),
        archive=frame["archive"],
        signature=Signature(**frame["signature"]),
        annexes=tuple(map(_annex, shown_annexes(review))),
        note="" if review.is_issued else "Bản nháp để trình ký, lập trên cổng.",
    )


def _year(review):
    return timezone.localdate(review.issued_at).year if review.issued_at else review.due_on.year


def _subject(review):
    return SUBJECTS[review.kind].format(plan=review.plan, span=_span(review))


def _span(review):
    if review.period:
        return review.period.in_a_sentence
    return f"từ ngày {review.covers_from:%d/%m/%Y} đến ngày {review.covers_to:%d/%m/%Y}"


def _body(review):
    """The outline: of a part without a word the heading stays, of a heading of the second level nothing."""
    texts = {}
    for passage in Passage.objects.filter(section__review=review).kept().exclude(text="").order_by("position", "pk"):
        texts.setdefault(passage.section_id, []).append(passage)
    sections = list(review.sections.all())
    for place, section in enumerate(sections):
        said = texts.get(section.pk, [])
        if section.level == 1:
            below = takewhile(lambda one: one.level > 1, sections[place + 1 :])
            is_empty = not said and not any(one.pk in texts for one in below)
            yield Heading(section.title)
            yield from [Paragraph(BLANK)] if is_empty else map(_paragraph, said)
        elif said:
            yield Heading(section.title, 2)
            yield from map(_paragraph, said)


def _paragraph(passage):
    """A list below a line that names it: the line stands out."""
    first, *rest = passage.text.split("\n")
    if rest and rest[0].startswith("- "):
        return Paragraph((Span(first, bold=True, italic=True), Span("\n" + "\n".join(rest))))
    return Paragraph(passage.text)


def _opening(review):
    plan, issuer = review.plan, name_on_paper(review.issuer)
    days = f"từ ngày {review.covers_from:%d/%m/%Y} đến ngày {review.covers_to:%d/%m/%Y}"
    said = (
        f"Thực hiện {plan.citation} về {plan.subject}, {issuer} báo cáo kết quả thực hiện ({days}; số liệu đã xác nhận "
        f"đến hết ngày {review.as_of:%d/%m/%Y}) như sau:"
    )
    if review.corrects:
        day = f"{timezone.localdate(review.corrects.issued_at):%d/%m/%Y}"
        said = f"Báo cáo này đính chính và thay báo cáo cùng nội dung đã ban hành ngày {day}.\n{said}"
    return said


def _annex(shown):
    columns = tuple(Column(*one) for one in zip(shown.columns, shown.widths, shown.aligned, strict=True))
    block = Table(columns, shown.rows) if shown.rows else Paragraph(NONE)
    return Annex(shown.title.upper(), shown.subject, (block,), landscape=shown.wide)
