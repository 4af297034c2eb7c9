"""Words of every section."""

import pytest

from portal.words import shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tỉnh Bình Phước", "Tỉnh Bình Phước"),
        ("Tỉnh Bình Phước và huyện", "Tỉnh Bình…"),
        ("Báo cáo, rà soát việc", "Báo cáo, rà…"),
        ("Rà soát việc – báo cáo", "Rà soát việc…"),
        ("x" * 20, f"{'x' * 15}…"),
        ("Xem https://cong.example/rat-dai", "Xem https://con…"),
        (" " * 20, "…"),
        ("", ""),
    ],
)
def test_text_is_cut_between_two_words(text, shown):
    assert shortened(text, 15) == shown
