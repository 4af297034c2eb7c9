"""What can be done with assignments. Each act is one function: it moves the state by one guarded update, writes the
event, tells those concerned, or refuses with a sentence."""

from tasks.actions.chain import move_unit, place_unit, remove_unit
from tasks.actions.change import change_assignment, change_deadline
from tasks.actions.done import ask_to_redo, confirm_done, confirm_work_done, recall_done, reopen_done, report_done
from tasks.actions.give import Terms, give_assignment, give_in_bulk, preview_in_bulk
from tasks.actions.life import decline, keep, resume, suspend, take_on, transfer, withdraw
from tasks.actions.moves import AlreadyMoved, ReasonMissing
from tasks.actions.passing_down import sub_assign
from tasks.actions.setup import save_setup

__all__ = [
    "AlreadyMoved",
    "ReasonMissing",
    "Terms",
    "ask_to_redo",
    "change_assignment",
    "change_deadline",
    "confirm_done",
    "confirm_work_done",
    "decline",
    "give_assignment",
    "give_in_bulk",
    "keep",
    "move_unit",
    "place_unit",
    "preview_in_bulk",
    "recall_done",
    "remove_unit",
    "reopen_done",
    "report_done",
    "resume",
    "save_setup",
    "sub_assign",
    "suspend",
    "take_on",
    "transfer",
    "withdraw",
]
