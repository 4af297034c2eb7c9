"""The filters of the shelf; they stand in the address."""

from django import forms
from django.db.models import Q

from progress.enums import EvidenceKind
from progress.models import Period
from progress.models.evidence import IMAGES
from progress.shelf import cited, cited_in, holding, uncited
from tasks.forms.fields import NO_SUCH_CHOICE

KINDS = {
    "tep": ("Tệp", Q(kind=EvidenceKind.FILE) & ~Q(content_type__in=IMAGES)),
    "anh": ("Ảnh", Q(content_type__in=IMAGES)),
    "van-ban": ("Văn bản đã ban hành", Q(kind=EvidenceKind.DOCUMENT)),
}
USES = {"da-dung": ("Đã dẫn ở báo cáo, nhật ký", cited), "chua-dung": ("Chưa dẫn ở đâu", uncited)}


class ShelfFilterForm(forms.Form):
    q = forms.CharField(
        label="Từ cần tìm",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "không cần gõ dấu"}),
        error_messages={"null_characters_not_allowed": "Từ cần tìm có ký tự không đọc được: hãy gõ lại."},
    )
    loai = forms.ChoiceField(
        label="Loại",
        required=False,
        choices=[("", "Mọi loại"), *((key, word) for key, (word, _) in KINDS.items())],
        error_messages=NO_SUCH_CHOICE,
    )
    ky = forms.ModelChoiceField(
        Period.objects.none(),
        label="Dẫn ở kỳ",
        required=False,
        empty_label="Mọi kỳ",
        error_messages=NO_SUCH_CHOICE,
    )
    dung = forms.ChoiceField(
        label="Đã dẫn hay chưa",
        required=False,
        choices=[("", "Cả hai"), *((key, word) for key, (word, _) in USES.items())],
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(self, data, *, unit_id):
        super().__init__(data)
        self.fields["ky"].queryset = Period.objects.filter(reports__unit_id=unit_id)

    def chosen(self, pieces):
        """Narrow `pieces` by every filter that was understood; one that was not is told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("q"):
            pieces = holding(pieces, data["q"])
        if data.get("loai"):
            pieces = pieces.filter(KINDS[data["loai"]][1])
        if data.get("ky"):
            pieces = cited_in(pieces, data["ky"])
        return USES[data["dung"]][1](pieces) if data.get("dung") else pieces
