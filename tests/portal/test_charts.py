"""Charts: where lines, bars and marks stand, what is told beside colour, and what breaks a line."""

import re
from fractions import Fraction

from django.template.loader import render_to_string
from django.utils import translation

from figures.words import Rate
from portal.charts import DASHES, MARKS, Part, Row, Value, bar_chart, line_chart, percent_of

QUARTERS = ["III/2024", "IV/2024", "I/2025"]


def values(*numbers):
    return [Value(number, f"{number}%", f"/tong-quan/viec/?ky={place}") for place, number in enumerate(numbers)]


def lines(**series):
    return line_chart("thu", "Tên", "Mô tả", QUARTERS, series)


def test_line_stands_between_nothing_and_all():
    (line,) = lines(xong=values(0, 50, 100)).lines

    assert [(point.x, point.y) for point in line.points] == [("60", "178"), ("215", "96"), ("370", "14")]
    assert line.pieces == ["60,178 215,96 370,14"]


def test_period_with_nothing_to_count_breaks_the_line():
    (line,) = line_chart("thu", "", "", ["1", "2", "3", "4", "5"], {"a": values(10, 20, None, 30, 40)}).lines

    assert len(line.points) == 4
    assert [piece.count(",") for piece in line.pieces] == [2, 2]


def test_one_period_is_a_point_in_the_middle():
    (line,) = line_chart("thu", "", "", ["2024"], {"a": values(Fraction(1, 3))}).lines

    assert (line.points[0].x, line.pieces) == ("215", [])


def test_series_differ_by_dash_and_mark():
    chart = lines(a=values(1, 1, 1), b=values(2, 2, 2), c=values(3, 3, 3), d=values(4, 4, 4))

    assert [(line.dash, line.mark) for line in chart.lines] == list(zip(DASHES, MARKS, strict=True))


def test_many_periods_are_named_as_far_as_there_is_room():
    names = [str(number) for number in range(24)]

    chart = line_chart("thu", "", "", names, {"a": values(*range(24))})

    assert [label.words for label in chart.labels] == ["3", "7", "11", "15", "19", "23"]


def test_bar_is_the_sum_of_its_pieces():
    parts = [Part("xong", "good"), Part("quá hạn", "late")]
    rows = [Row("Nhóm 1", values(3, 1), "4 việc"), Row("Nhóm 2", values(0, 2), "2 việc"), Row("Nhóm 3", values(0, 0))]

    first, second, third = bar_chart("thu", "Tên", "Mô tả", parts, rows).bars

    assert [(piece.x, piece.width, piece.hatch) for piece in first.pieces] == [
        ("0", "247.5", ""),
        ("247.5", "82.5", "lines"),
    ]
    assert [(piece.x, piece.width) for piece in second.pieces] == [("0", "165")]
    assert third.pieces == []


def test_share_of_nothing_is_no_value():
    assert percent_of(Rate(1, 3, "")) == Fraction(100, 3)
    assert percent_of(Rate(0, 0, "")) is None


def test_parts_draw_links_titles_and_no_grouped_number():
    many = [Row(f"Đơn vị {number}", values(number), "") for number in range(40)]
    charts = {
        "parts/_chart_lines.html": lines(xong=values(0, 50, 100)),
        "parts/_chart_bars.html": bar_chart("cot", "Tên", "Mô tả", [Part("xong", "good")], many),
    }

    with translation.override("vi"):
        drawn = {name: render_to_string(name, {"chart": chart}) for name, chart in charts.items()}

    assert [text.count("<a class=") for text in drawn.values()] == [3, 39]
    for text in drawn.values():
        assert "<title " in text
        assert "<desc " in text
    assert 'viewBox="0 0 400 2086"' in drawn["parts/_chart_bars.html"]
    assert re.findall(r'="[\d ]*\d\.\d{3}\b', "".join(drawn.values())) == []
