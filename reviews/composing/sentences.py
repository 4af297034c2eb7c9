"""Numbers said in sentences, each with its n/m and its denominator in words (DOMAIN §2); and how what units wrote is
taken apart into lines and sentences, so that an emergency removal takes it apart alike."""

import re

from figures.words import whole
from progress.models.evidence import TOMBSTONE

# The mark before a line of a list; where a text is cut into sentences.
MARK = re.compile(r"^\s*(?:[-–—•*+]|\d{1,2}[.)])\s+")
SENTENCES = re.compile(r"(?<=[.;!?])\s+|\n+")
# All that an emergency removal left of a text.
REMOVED = re.compile(rf"{TOMBSTONE} \d{{2}}/\d{{2}}/\d{{4}}\.?")


def said_of_duties(figures):
    """Return what the 2 × 2 (a TwoByTwo) says; what is zero and says nothing is left out."""
    rate = figures.rate
    if figures.came_due:
        in_time, late = whole(figures.done_on_time), whole(figures.done_late)
        among = f"; trong đó {in_time} việc đúng hạn, {late} việc quá hạn" if figures.done else ""
        sentences = [f"Đã hoàn thành {rate.words}, đạt {rate}{among}."]
    else:
        sentences = ["Chưa có việc nào đến hạn."]
    others = [
        (figures.open_overdue, "việc chưa hoàn thành, đã quá hạn"),
        (figures.open_in_time, "việc chưa hoàn thành, còn trong hạn"),
        (figures.no_deadline, "việc không hạn, đứng ngoài tỷ lệ"),
        (figures.left_out, "việc đã tạm dừng, thôi thực hiện hoặc chuyển đơn vị khác, không đếm"),
    ]
    parts = [f"{whole(number)} {words}" for number, words in others if number]
    return " ".join([*sentences, *([f"Còn {'; '.join(parts)}."] if parts else [])])


def said_of_reports(figures):
    """Return what ReportFigures say."""
    if not figures.expected:
        return "Trong thời gian này chưa có báo cáo nào phải gửi."
    received, on_time = figures.received_rate, figures.on_time_rate
    first = f"Các đơn vị đã gửi {received.words}, đạt {received}."
    if on_time.m:
        first += f" Gửi đúng hạn {on_time.words}, đạt {on_time}."
    parts = [
        (figures.late, "báo cáo gửi quá hạn"),
        (figures.missing, "báo cáo chưa gửi, đã quá hạn"),
        (figures.not_due, "báo cáo chưa đến hạn gửi"),
        (figures.nil, "báo cáo không phát sinh"),
        (figures.returned, "báo cáo đã từng được đề nghị bổ sung"),
    ]
    said = "; ".join(f"{whole(number)} {words}" for number, words in parts if number)
    confirmed = f"Nơi nhận đã xác nhận {whole(figures.confirmed)} báo cáo."
    return " ".join(filter(None, [first, f"Có {said}." if said else "", confirmed]))


def says(text):
    """Whether there are words in it that were not removed."""
    return bool(text.strip()) and not REMOVED.fullmatch(text.strip())


def lower(text):
    """Return a sentence as it goes on within another."""
    return text[:1].lower() + text[1:]


def ended(text):
    """Return a sentence with its full stop."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", ":", "…", "”")) else f"{text.rstrip(';,')}."
