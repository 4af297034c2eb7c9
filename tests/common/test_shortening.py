"""Texts that are cut short end with a whole word."""

import pytest

from common.shortening import shortened


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Tỉnh Bình Phước", "Tỉnh Bình Phước"),
        ("Tỉnh Bình Phước và huyện", "Tỉnh Bình…"),
        ("Tỉnh Bình Phúc và huyện", "Tỉnh Bình Phúc…"),
        ("Báo cáo, rà soát việc", "Báo cáo, rà…"),
        ("Rà soát việc – báo cáo", "Rà soát việc…"),
        ("Rà soát việc\nBáo cáo", "Rà soát việc…"),
        ("x" * 20, f"{'x' * 14}…"),
        ("Xem https://cong.example/rat-dai", "Xem https://co…"),
        (" " * 20, "…"),
        ("", ""),
    ],
)
def test_text_is_cut_between_two_words(text, short):
    assert shortened(text, 15) == short
