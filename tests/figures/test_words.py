import pytest

from figures.words import Rate, percent, whole


@pytest.mark.parametrize(
    ("n", "m", "words"),
    [
        (16051, 16274, "98,63%"),
        (9862, 10000, "98,62%"),
        (1, 2, "50%"),
        (1, 3, "33,33%"),
        (1, 10, "10%"),
        (0, 5, "0%"),
        (5, 5, "100%"),
        (0, 0, "–"),
        (99999, 100000, "99,99%"),
        (1, 100000, "0,01%"),
    ],
)
def test_percent_is_written_as_people_write_it(n, m, words):
    assert percent(n, m) == words


def test_whole_numbers_are_grouped():
    assert whole(1234567) == "1.234.567"


def test_rate_says_its_n_its_m_and_its_denominator():
    rate = Rate(16051, 16274, "việc đã đến hạn")

    assert (str(rate), rate.fraction, rate.words) == (
        "98,63%",
        "16.051/16.274",
        "16.051/16.274 việc đã đến hạn",
    )
