"""What is done to units, people, posts and the inbox."""

from units.actions.notices import mark_all_read, mark_notice_read, notify_unit

__all__ = [
    "mark_all_read",
    "mark_notice_read",
    "notify_unit",
]
