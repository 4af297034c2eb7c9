"""Filters of the report's pages."""

from django import template

from figures.words import plain_number

register = template.Library()
register.filter("plain_number", plain_number)


@register.filter
def days_after(day, due_on):
    """Return by how many days `day` comes after `due_on`."""
    return (day - due_on).days


@register.filter
def item(mapping, key):
    """Return what `mapping` keeps under `key`, or None."""
    return mapping.get(key)


@register.filter
def marks_of(annex, line):
    """Return the numbers under which the annex lists what `line` cites: "[1], [3]"."""
    return annex.marks(line)


@register.filter
def number_or_dash(value):
    """Return a number as `plain_number` writes it, or "–" where there is none."""
    return "–" if value is None else plain_number(value)


@register.filter
def signed(act, kept=""):
    """Return who did it, with the head he stood in for: of anything kept with `by` and `on_behalf_of`, or with these
    behind the word `kept`, as `asked_by` and `asked_on_behalf_of`."""
    kept = f"{kept}_" if kept else ""
    by, on_behalf_of = getattr(act, f"{kept}by"), getattr(act, f"{kept}on_behalf_of")
    if by is None:
        return "Cổng tự thực hiện"
    return f"{by}, thay mặt đồng chí {on_behalf_of}" if on_behalf_of else str(by)
