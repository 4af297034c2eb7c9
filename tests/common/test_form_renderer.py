"""Inputs and text areas are written as Django's templates write them."""

import datetime
import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from common.form_renderer import FormRenderer

DAY = datetime.date(2024, 12, 5)


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(attrs={"class": "a b", "required": True, "disabled": False, "data-x": '"<&>'}),
        forms.NumberInput(attrs={"min": 0, "max": 100}),
        forms.HiddenInput(),
        forms.DateInput(format="%d/%m/%Y"),
        forms.SearchInput(),
        forms.EmailInput(),
        forms.Textarea(attrs={"rows": 5}),
        forms.CheckboxInput(),
        forms.Select(choices=[("1", "một"), ("2", "hai & ba")]),
    ],
    ids=lambda widget: type(widget).__name__,
)
@pytest.mark.parametrize("value", [None, "", 0, 7, '"Đăk Ơ" <b>&', "\nhai\ndòng", DAY])
def test_widgets_are_written_as_by_the_templates(widget, value):
    told = {"name": "ten", "value": value, "attrs": {"id": "id_ten"}}

    written, by_template = (widget.render(**told, renderer=one()) for one in (FormRenderer, TemplatesSetting))

    assert _attributes_sorted(written) == _attributes_sorted(by_template)


def _attributes_sorted(html):
    """What stands in the first tag, in whatever order, and all that follows to the letter."""
    tag, _, rest = html.strip().partition(">")
    return sorted(re.findall(r'[\w-]+(?:="[^"]*")?', tag)), rest
