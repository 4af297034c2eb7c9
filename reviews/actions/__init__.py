from reviews.actions.passages import (
    add_passage,
    cut_passage,
    merge_passage,
    move_passage,
    restore_passage,
    save_passage,
    take_proposed,
)
from reviews.actions.reviews import NotDraft, ReviewConflict, ReviewRefused, call_off, change_plan, plan_review

__all__ = [
    "NotDraft",
    "ReviewConflict",
    "ReviewRefused",
    "add_passage",
    "call_off",
    "change_plan",
    "cut_passage",
    "merge_passage",
    "move_passage",
    "plan_review",
    "restore_passage",
    "save_passage",
    "take_proposed",
]
