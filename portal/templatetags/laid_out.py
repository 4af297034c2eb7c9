"""A form that a page holds many of, or that stands above every list, written in one pass.

Crispy renders about four templates for each field: of the page of a report with 28 lines that was half, of a list with
its filters a third. Such forms are written here as crispy-bootstrap5 writes them; a test holds the two equal.
"""

import datetime

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Column, Div, Row
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form, optgroups
from crispy_forms.utils import render_crispy_form
from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.utils import flatatt
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def laid_out(form):
    """Write the fields of a form (texts, numbers, days, radios, switches) as its helper lays them out, and nothing
    round them."""
    if form.is_bound and form.errors:
        return render_crispy_form(form)
    return _written(form.helper.layout, form)


@register.simple_tag
def filter_fields(form):
    """Write the fields of a form without a helper (texts, days, selects, switches), one after another."""
    radios = (RadioSelect, CheckboxSelectMultiple)
    if (form.is_bound and form.errors) or any(isinstance(field.widget, radios) for field in form.fields.values()):
        return as_crispy_form(form)
    return _joined(map(_field, form))


@register.filter
def narrowed_by(form, address):
    """Whether the address fills in any filter that is shown: what a form fills in by itself narrows nothing."""
    return any(address.get(field.html_name) for field in form.visible_fields())


@register.filter
def filled_in(form):
    """What the filters that are shown are set to, in words, whether the address or the form itself has set them."""
    if not form.is_valid():
        return ""
    held = [(field, form.cleaned_data.get(field.name)) for field in form.visible_fields()]
    return ", ".join(_in_words(field, value) for field, value in held if value)


def _in_words(field, value):
    if value is True:
        return field.label
    if isinstance(value, datetime.date):
        return f"{field.label.lower()} {value:%d/%m/%Y}"
    if hasattr(field.field, "label_from_instance"):
        return field.field.label_from_instance(value)
    if isinstance(value, str) and hasattr(field.field, "choices"):
        return next((str(words) for key, words in flatten_choices(field.field.choices) if str(key) == value), value)
    return str(value)


def _written(part, form):
    if isinstance(part, str):
        return _field(form[part])
    if isinstance(part, InlineRadios):
        return _radios(form[part.fields[0]])
    inner = _joined(_written(one, form) for one in part.fields)
    if not isinstance(part, Div):
        return inner
    return format_html("<div{}>{}</div>", flatatt({"id": part.css_id, "class": _classes(part)}), inner)


def _classes(part):
    css = part.css_class or ""
    if isinstance(part, Row):
        return f"row {css}".strip()
    return f"col-md {css}".strip() if isinstance(part, Column) and "col" not in css else css or None


def _field(field):
    if field.is_hidden:
        return field.as_widget()
    if isinstance(field.field.widget, CheckboxInput):
        return _switch(field)
    kind, looks = type(field.field.widget).__name__.lower(), "form-control"
    if isinstance(field.field.widget, Select):
        looks = "form-select"
    return format_html(
        '<div id="div_{}" class="mb-3"><label for="{}" class="form-label{}">{}</label>{}{}</div>',
        field.auto_id,
        field.id_for_label,
        *_named(field),
        field.as_widget(attrs={"class": f"{kind} {looks}"}),
        _help(field),
    )


def _switch(field):
    required, words = _named(field)
    return format_html(
        '<div class="mb-3"><div id="div_{}" class="form-check">{}'
        '<label for="{}" class="form-check-label{}">{}</label>{}</div></div>',
        field.auto_id,
        field.as_widget(attrs={"class": "checkboxinput form-check-input"}),
        field.id_for_label,
        required,
        words,
        _help(field),
    )


def _radios(field):
    options = [option for _, group, _ in optgroups(field) for option in group]
    return format_html(
        '<div id="div_{}" class="mb-3"><fieldset{}><legend for="{}" class="fs-6 form-label{}">{}</legend>'
        "<div>{}</div>{}</fieldset></div>",
        field.auto_id,
        flatatt({"aria-describedby": field.aria_describedby or None}),
        field.id_for_label,
        *_named(field),
        _joined(map(_radio, options)),
        _help(field),
    )


def _radio(option):
    return format_html(
        '<div class="form-check form-check-inline"><input type="radio" class="form-check-input" name="{}" value="{}"{}>'
        '<label for="{}" class="form-check-label">{}</label></div>',
        option["name"],
        option["value"],
        flatatt(option["attrs"]),
        option["attrs"]["id"],
        option["label"],
    )


def _named(field):
    """(class of the label, its words)."""
    if not field.field.required:
        return "", field.label
    return " requiredField", format_html('{}<span class="asteriskField">*</span>', field.label)


def _help(field):
    if not field.help_text:
        return ""
    # A hint may hold tags: whoever writes one answers for it, here as in Django's own forms.
    return format_html('<div id="{}_helptext" class="form-text">{}</div>', field.auto_id, SafeString(field.help_text))


def _joined(parts):
    return SafeString("".join(parts))
