"""A number with its list, and the options of a select, as pages write them."""

import pytest
from django import forms

from portal.dashboards.selection import Linked
from portal.templatetags.numbers import linked


@pytest.mark.parametrize(
    ("number", "words", "shown"),
    [
        (Linked(0), "việc", "0"),
        (Linked(1234, "/ds/?o=a&b=1"), "", '<a href="/ds/?o=a&amp;b=1">1.234</a>'),
        (
            Linked(2, "/ds/", "late"),
            "việc <trễ>",
            '<a class="tone-late tone-text" href="/ds/">2<span class="visually-hidden"> việc &lt;trễ&gt;</span></a>',
        ),
    ],
)
def test_a_number_is_shown_with_its_list(number, words, shown):
    assert linked(number, words) == shown


def test_a_select_marks_what_was_chosen_and_groups_nothing_of_thousands():
    class Form(forms.Form):
        unit = forms.ChoiceField(choices=[("", "Mọi đơn vị"), ("Xã", [(1234, "Đắk <Ơ>"), (5678, "Bù Gia Mập")])])

    html = str(Form({"unit": "5678"})["unit"])

    assert " ".join(html.split()).replace(" >", ">").replace("> <", "><") == (
        '<select name="unit" required id="id_unit"><option value="">Mọi đơn vị</option>'
        '<optgroup label="Xã"><option value="1234">Đắk &lt;Ơ&gt;</option>'
        '<option value="5678" selected>Bù Gia Mập</option></optgroup></select>'
    )
