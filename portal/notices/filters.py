"""Notices of one kind: the filter of the inbox, which stands in the address."""

from django import forms

from common.folding import fold
from portal.notices.links import target_of
from tasks.forms.fields import NO_SUCH_CHOICE
from units.models import Notice


def key_of(word):
    """Return how the address names what notices are about: "bao-cao" for "báo cáo"."""
    return fold(word).replace(",", "").replace(" ", "-")


class KindForm(forms.Form):
    """What the notices of a person are about; only what he has is offered (1 query)."""

    loai = forms.ChoiceField(label="Về việc", required=False, error_messages=NO_SUCH_CHOICE)
    loc = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[("", ""), ("chua-doc", "Chưa xem")])

    def __init__(self, data, *, user):
        super().__init__(data)
        self.kinds = {}
        for kind in Notice.objects.visible_to(user).order_by("kind").values_list("kind", flat=True).distinct():
            self.kinds.setdefault(target_of(kind).word, []).append(kind)
        words = sorted(self.kinds, key=fold)
        self.fields["loai"].choices = [("", "Mọi việc"), *((key_of(word), word.capitalize()) for word in words)]

    @property
    def has_choice(self):
        return len(self.kinds) > 1 or bool(self.data.get("loai"))

    def chosen(self, notices):
        """Narrow `notices` to the kind that was chosen; one that was not offered is told beside its field."""
        self.is_valid()
        self.errors.pop("loc", None)
        key = self.cleaned_data.get("loai")
        kinds = [kind for word, kinds in self.kinds.items() if key_of(word) == key for kind in kinds]
        return notices.filter(kind__in=kinds) if key else notices
