from django import forms


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Tìm",
        min_length=2,
        max_length=200,
        error_messages={
            "required": "Hãy gõ từ cần tìm.",
            "min_length": "Hãy gõ ít nhất 2 chữ cái.",
            "max_length": "Chỉ tìm được tối đa 200 ký tự: hãy gõ ngắn hơn.",
            "null_characters_not_allowed": "Từ cần tìm có ký tự không đọc được: hãy gõ lại.",
        },
    )
