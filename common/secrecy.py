"""Whether a name or a document's symbol bears a mark of secrecy: MẬT, TỐI MẬT, TUYỆT MẬT, in any spelling (DOMAIN §8).

Ordinary words must pass: bảo mật, bí mật nhà nước, mật độ, Mặt trận, có mặt, ra mắt. Without marks "mat" may be many
words; it counts as a mark where marks stand: alone, or at the end of a symbol ("12-BC-MAT").
"""

import re
import unicodedata

TOP = {"tối", "tuyệt", "toi", "tuyet"}
JOINED = {"tốimật", "tuyệtmật", "toimat", "tuyetmat"}
BEFORE_ORDINARY = {"bảo", "bí", "độ", "giải", "thân", "cơ", "đường"}
AFTER_ORDINARY = {"độ", "khẩu", "mã", "thiết", "ong", "vụ", "thư"}
BEFORE_ORDINARY_BARE = {"bao", "bi", "do", "giai", "than", "co", "vang", "gap", "hop", "ra", "be", "tien", "khuon"}
AFTER_ORDINARY_BARE = {"tran", "do", "khau", "ma", "thiet", "ong", "vu", "thu", "bang", "hang", "cat", "nuoc", "duong"}
_WORD = re.compile(r"[^\W_]+")


def is_marked_secret(text):
    """Return whether `text` bears a mark of secrecy as a word of its own."""
    visible = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc", "Co", "Cn"})
    words = _spelled_out(_WORD.findall(unicodedata.normalize("NFKC", visible)))
    lower = [word.casefold() for word in words]
    padded = ["", *lower, ""]
    return any(
        _is_mark(word, before=padded[place], after=padded[place + 2], capitals=words[place].isupper())
        for place, word in enumerate(lower)
    )


def _is_mark(word, *, before, after, capitals):
    if word in JOINED:
        return True
    if before in TOP and word in {"mật", "mat"}:
        return not (word == "mat" and after == "tran")
    if word == "mật":
        return before not in BEFORE_ORDINARY and after not in AFTER_ORDINARY
    if word != "mat" or before in BEFORE_ORDINARY_BARE or after in AFTER_ORDINARY_BARE:
        return False
    return capitals or not after or after.isdecimal()


def _spelled_out(words):
    """Join letters written apart ("M Ậ T") into the word they spell."""
    joined, run = [], []
    for word in words:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        joined += ["".join(run)] if run else []
        joined.append(word)
        run = []
    return joined + (["".join(run)] if run else [])
