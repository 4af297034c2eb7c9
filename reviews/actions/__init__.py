from reviews.actions.drafting import Difference, begin_draft, refresh_draft
from reviews.actions.issuing import correct_review, issue_review
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
    "Difference",
    "NotDraft",
    "ReviewConflict",
    "ReviewRefused",
    "add_passage",
    "begin_draft",
    "call_off",
    "change_plan",
    "correct_review",
    "cut_passage",
    "issue_review",
    "merge_passage",
    "move_passage",
    "plan_review",
    "refresh_draft",
    "restore_passage",
    "save_passage",
    "take_proposed",
]
