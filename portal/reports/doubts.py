"""What a judge should look at twice before confirming, each as one sentence with the lines it is about."""

from dataclasses import dataclass

MOST_CODES = 6


@dataclass(frozen=True)
class Doubt:
    """`kind` is late, jump, evidence, same or nil."""

    kind: str
    text: str
    icon: str
    tone: str = "warn"


def doubts_about(report, submission, comparisons, *, first_sent_on):
    """Return the Doubts about a report whose last submission is `submission`, first sent on the day `first_sent_on`;
    load the citations of its lines."""
    found = [
        (_late(report, first_sent_on), "late", "clock-history", "late"),
        ("Báo cáo không phát sinh." if submission.nil_reason else "", "nil", "info-circle", "info"),
        (_lines(comparisons, "jumps", "số liệu tăng, giảm đột ngột"), "jump", "graph-up-arrow", "warn"),
        (
            _lines(comparisons, "lacks_evidence", "ghi đã làm xong mà chưa kèm minh chứng"),
            "evidence",
            "paperclip",
            "warn",
        ),
        (_lines(comparisons, "says_the_same", "câu chữ giống hệt kỳ trước"), "same", "files", "warn"),
    ]
    return [Doubt(kind, text, icon, tone) for text, kind, icon, tone in found if text]


def _late(report, first_sent_on):
    days = (first_sent_on - report.due_on).days
    return f"Gửi lần đầu quá hạn {days} ngày." if days > 0 else ""


def _lines(comparisons, quality, words):
    """Return "2 dòng <words>: 1.1, 2.3." of the comparisons that have the quality, or ""."""
    codes = [one.line.task_code for one in comparisons if getattr(one, quality)]
    if not codes:
        return ""
    more = f" và {len(codes) - MOST_CODES} dòng khác" if len(codes) > MOST_CODES else ""
    return f"{len(codes)} dòng {words}: {', '.join(codes[:MOST_CODES])}{more}."
