"""Tags of lists and their filters: a page holds hundreds of cells and options, too many for an include each."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from portal.templatetags.frame import state

register = template.Library()


@register.simple_tag
def list_cells(line):
    """Return the cells of one Line of a list: the first names the row and holds its tick."""
    first, *others = line.cells
    return format_html("{}{}", _head(first, line.tick), format_html_join("", "{}", ([_cell(one)] for one in others)))


@register.simple_tag
def matrix_cells(cells):
    """Return the cells of one task in the matrix of assignments; `cells` is for each unit a list of its Marks."""
    return format_html_join("\n", "<td>{}</td>", ([_marks(marks)] for marks in cells))


@register.simple_tag
def select_options(groups):
    """Return the options of a select; `groups` are what its widget tells: (name or None, options, place)."""
    return format_html_join("\n", "{}", ([_group(name, options)] for name, options, _place in groups))


def _head(cell, tick):
    shown = _shown(cell)
    if tick:
        shown = format_html(
            '<span class="list-ticked"><input class="form-check-input" type="checkbox" name="chon" value="{}" '
            'form="viec-duoc-chon" aria-label="{}"> <span>{}</span></span>',
            tick.value,
            tick.label,
            shown,
        )
    return format_html('<th scope="row">{}</th>\n', shown)


def _cell(cell):
    label, css, shown = cell.column.label, cell.css, _shown(cell)
    if css:
        return format_html('<td data-label="{}" class="{}">{}</td>\n', label, css, shown)
    return format_html('<td data-label="{}">{}</td>\n', label, shown)


def _shown(cell):
    if mark := cell.mark:
        tone, icon = mark
        return state(cell.text, tone, icon)
    if url := cell.url:
        aside = cell.aside
        told = format_html('<span class="visually-hidden"> – {}</span>', aside) if aside else ""
        return format_html('<a href="{}">{}{}</a>', url, cell.text, told)
    return cell.text


def _marks(marks):
    return format_html_join("", "{}", ([_mark(mark)] for mark in marks)) if marks else ""


def _mark(mark):
    words, tone, icon = mark.words, mark.tone, mark.icon
    return format_html(
        '<a class="mark{}" href="{}" title="{}"><span aria-hidden="true">{}{}</span>'
        '<span class="visually-hidden">{}</span></a>',
        f" tone-{tone}" if tone else "",
        mark.url,
        words,
        mark.letter,
        format_html('<i class="bi bi-{}"></i>', icon) if icon else "",
        words,
    )


def _group(name, options):
    told = format_html_join("\n", "{}", ([_option(option)] for option in options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, told) if name else told


def _option(option):
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    return format_html('<option value="{}"{}>{}</option>', option["value"], attrs, option["label"])
