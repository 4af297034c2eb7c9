"""From what a notice is about to the page that shows it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch

from common.addresses import address_of


@dataclass(frozen=True)
class Target:
    """A kind of thing: the URL name of its page, its icon, and its word."""

    page: str
    icon: str
    word: str


TARGETS = {
    "report": Target("portal:report", "file-earmark-text", "báo cáo"),
    "contribution": Target("portal:contribution", "chat-square-quote", "đóng góp"),
    "assignment": Target("portal:assignment", "person-check", "phân công"),
    "task": Target("portal:task", "list-check", "nhiệm vụ"),
    "plan": Target("portal:plan", "diagram-3", "kế hoạch"),
    "period": Target("portal:period", "calendar3", "kỳ báo cáo"),
    "evidence": Target("portal:evidence-file", "file-earmark-x", "minh chứng"),
    "unit": Target("portal:unit", "building", "đơn vị"),
    "extension": Target("portal:extension", "calendar-plus", "gia hạn"),
    "reminder": Target("portal:reminder", "alarm", "nhắc việc"),
    "urging": Target("portal:urging", "megaphone", "đôn đốc"),
    "inspection": Target("portal:inspection", "clipboard-check", "kiểm tra"),
    "finding": Target("portal:finding", "clipboard-check", "kết luận kiểm tra"),
    "direction": Target("portal:direction", "chat-left-text", "ý kiến chỉ đạo"),
    "review": Target("portal:review", "archive", "sơ kết, tổng kết"),
}
UNKNOWN = Target("", "bell", "thông báo")


def target_of(kind):
    """Return the Target of a notice's kind; "report-returned" and "report" lead to the same page."""
    return TARGETS.get(kind) or TARGETS.get(kind.replace("_", "-").replace(".", "-").partition("-")[0], UNKNOWN)


def link_to(kind, object_id):
    """Return the address of the thing a notice is about, or "" when the portal has no page for it."""
    target = target_of(kind)
    try:
        return address_of(target.page, object_id) if target.page else ""
    except NoReverseMatch:
        return ""
