"""What is done to units, people, posts and the inbox."""

from units.actions.bulk import NewPost, add_people
from units.actions.notices import mark_all_read, mark_notice_read, notify_unit, notify_units
from units.actions.people import (
    change_own_contacts,
    change_user,
    create_user,
    disable_user,
    enable_user,
    remove_second_factor,
    renew_first_links,
    set_own_password,
    set_password_by_link,
    set_password_for,
)
from units.actions.posts import appoint, appoint_stand_in, change_post, end_post, end_stand_in
from units.actions.units import change_unit, close_unit, create_unit

__all__ = [
    "NewPost",
    "add_people",
    "appoint",
    "appoint_stand_in",
    "change_own_contacts",
    "change_post",
    "change_unit",
    "change_user",
    "close_unit",
    "create_unit",
    "create_user",
    "disable_user",
    "enable_user",
    "end_post",
    "end_stand_in",
    "mark_all_read",
    "mark_notice_read",
    "notify_unit",
    "notify_units",
    "remove_second_factor",
    "renew_first_links",
    "set_own_password",
    "set_password_by_link",
    "set_password_for",
]
