"""The urging letter and the account of a period as .docx, in the official form of whoever issues them."""

import pytest

from oversight.actions.urging import answer
from oversight.enums import UrgingChannel
from tests.common.office import look_of, paragraphs, part, print_pages
from tests.factories import make_unit, take_part
from tests.oversight.urging_world import TEXT, UrgingWorld, make_urging

pytestmark = pytest.mark.django_db
LEDGER = "/don-doc/"


@pytest.fixture
def world():
    return UrgingWorld()


def letter_of(world, sign_in):
    world.office.issuing_name, world.office.document_symbol = "Ban Tuyên giáo", "BTGHU"
    world.office.place_name = "Bù Gia Mập"
    world.office.save()
    urging = make_urging(world, channel=UrgingChannel.LETTER)
    return sign_in(world.judge).get(f"{urging.get_absolute_url()}cong-van/"), urging


def test_letter_names_the_unit_the_work_and_the_day_to_answer(world, sign_in):
    response, urging = letter_of(world, sign_in)

    body = part(response.content)
    text = paragraphs(body)
    assert "Số     -CV/BTGHU" in text
    assert look_of(body, "V/v đôn đốc việc quá hạn") == (12, {"i"})
    assert "Kính gửi: Phòng Văn hóa" in text
    assert {str(world.work.task), "12/12/2024", "Báo cáo Quý IV/2024", "19/12/2024", TEXT} <= set(text)
    assert f"Ban Tuyên giáo đề nghị Phòng Văn hóa trả lời trước hết ngày {urging.answer_by:%d/%m/%Y}." in text
    assert "CÔNG VĂN" not in text
    assert response["Cache-Control"] == "private, no-store"


def test_letter_of_a_state_body_gets_the_state_form(sign_in):
    world = UrgingWorld()
    below = make_unit("Xã Đăk Ơ", kind="commune")
    world.unit.kind, world.unit.document_symbol = "peoples_committee", "UBND"
    world.unit.save()
    take_part(world.plan, below, reports_to=world.unit)
    urging = make_urging(world, world.add_work(below), by=world.head, channel=UrgingChannel.LETTER)

    body = part(sign_in(world.head).get(f"{urging.get_absolute_url()}cong-van/").content)

    assert {"Số:     /UBND-…", "- Ban Tuyên giáo;", "TM. ỦY BAN NHÂN DÂN"} <= set(paragraphs(body))
    assert look_of(body, "V/v đôn đốc việc quá hạn") == (12, set())


@pytest.mark.office
def test_an_office_program_prints_the_letter(world, sign_in, tmp_path):
    response, _ = letter_of(world, sign_in)

    (page,) = print_pages(response.content, tmp_path)

    order = ["Kính gửi: Phòng Văn hóa", "Việc quá hạn", "Báo cáo Quý IV/2024", "trả lời trước hết ngày", "Nơi nhận:"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "V/v đôn đốc việc quá hạn" in page


@pytest.mark.office
def test_an_office_program_prints_the_account(world, sign_in, tmp_path):
    answer(make_urging(world), text="Sẽ xong.", by=world.head)

    pages = print_pages(sign_in(world.judge).get(f"{LEDGER}bao-cao/").content, tmp_path)

    assert "Sổ đôn đốc" in pages[0]
    words = "".join(pages)
    assert words.index("Sổ đôn đốc") < words.index("Kết quả đến nay") < words.index("Nơi nhận:")


def test_account_of_a_period_on_paper(world, sign_in):
    urging = make_urging(world)
    answer(urging, text="Sẽ xong.", by=world.head)

    response = sign_in(world.judge).get(f"{LEDGER}bao-cao/?tu=01/01/2025&den=31/12/2999")

    text = paragraphs(part(response.content))
    assert "công tác đôn đốc thực hiện kế hoạch từ ngày 01/01/2025 đến ngày 31/12/2999" in text
    assert any(line.startswith("Đã đôn đốc 1 lần, 1 đơn vị (mức 1: 1). Đơn vị đã tiếp nhận 1/1 lần") for line in text)
    assert any(line.endswith(": Sẽ xong.") for line in text)


def test_account_of_nothing_says_so(world, sign_in):
    response = sign_in(world.judge).get(f"{LEDGER}bao-cao/?den=01/01/2020")

    assert "Trong thời gian này không có lần đôn đốc nào." in paragraphs(part(response.content))
