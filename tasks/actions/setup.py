"""Setting up a plan: groups, clauses, tasks, indicators, targets. Who changed what is kept by each record's history."""

from django.db import IntegrityError, transaction

from common.refusals import Refused


class CannotSave(Refused):
    """Somebody else saved a record that collides with this one."""


def save_setup(record, *, by, save_links=None):
    """Write a set-up record, new or changed; `save_links` then writes the units it is linked to."""
    record._history_user = by.user
    try:
        with transaction.atomic():
            record.save()
            if save_links:
                save_links()
    except IntegrityError as error:
        raise CannotSave("Người khác vừa lưu một mục trùng với mục này. Hãy tải lại trang rồi sửa tiếp.") from error
    return record
