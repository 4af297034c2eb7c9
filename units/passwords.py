from django.core.exceptions import ValidationError

from common.folding import fold

# Words that anybody in the district would try first; compared without marks, spaces and signs.
LOCAL_WORDS = [
    "bugiamap",
    "binhphuoc",
    "dongnai",
    "phuocbinh",
    "phunghia",
    "dako",
    "tuyengiao",
    "huyenuy",
    "matkhau",
    "vietnam",
]
MIN_OTHER_CHARACTERS = 8


class LocalWordsValidator:
    """Refuses a password that is little more than a local name: less than 8 characters remain without it."""

    def validate(self, password, user=None):
        bare = "".join(char for char in fold(password) if char.isalnum())
        for word in LOCAL_WORDS:
            if word in bare and len(bare.replace(word, "")) < MIN_OTHER_CHARACTERS:
                raise ValidationError(
                    "Mật khẩu dựa trên tên địa phương, cơ quan nên dễ đoán. Hãy thêm ít nhất 8 ký tự khác."
                )

    def get_help_text(self):
        return "Không dùng tên địa phương, tên cơ quan làm phần chính của mật khẩu."
