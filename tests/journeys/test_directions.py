"""The committee gives a direction on a commune's report; the office passes it on, the commune answers, is asked again,
and the committee closes it."""

import re

from tests.journeys.visitor import PHONE, day_after

UNIT, OFFICE = "UBND xã Đak Ơ", "Ban Tuyên giáo"
SAID = "Nêu rõ vì sao hai thôn chưa có buổi tuyên truyền nào, cách khắc phục."
PASSED_ON = "Xã nắm rõ tình hình hai thôn này hơn Ban."
ANSWER = "Hai thôn chưa có nhà văn hóa; xã sẽ tổ chức tại trường học."
MORE = "Ghi thêm ngày tổ chức ở từng thôn."


def test_direction_is_given_passed_on_answered_asked_again_and_closed(visitor):
    committee, office = visitor("bcd.ld"), visitor("tuyengiao", scheme="dark")
    head = visitor("dako.ld", size=PHONE, scheme="dark")

    give(committee)
    pass_on(office)
    answer(head, ANSWER)
    ask_again(committee)
    answer(head, "Ngày 12 tại thôn 3, ngày 14 tại thôn 5.")
    close(committee)


def open_direction(person):
    """Open, from the list, the direction of this journey."""
    person.open("/chi-dao/").look("so-chi-dao")
    person.page.get_by_role("row").filter(has_text=SAID[:25]).get_by_role("link").first.click()
    return person


def give(committee):
    committee.open("/bao-cao/")
    committee.page.get_by_role("link", name=re.compile(f"^{UNIT} – Quý")).last.click()
    committee.follow("Cho ý kiến chỉ đạo").look("cho-y-kien")
    committee.press("Gửi ý kiến chỉ đạo").look("thieu-y-kien", status=422)
    committee.page.get_by_role("textbox", name="Ý kiến chỉ đạo").fill(SAID)
    committee.fill("Trả lời trước hết ngày", day_after(7)).press("Gửi ý kiến chỉ đạo").sees(
        "Đã gửi ý kiến chỉ đạo tới"
    ).look("da-cho-y-kien")


def pass_on(office):
    office.open("/").look("viec-cua-co-quan")
    open_direction(office)
    office.unfold("Chuyển đơn vị khác trả lời")
    office.page.get_by_label("Đơn vị trả lời").select_option(label=UNIT)
    office.fill("Lý do chuyển", PASSED_ON)
    office.look("chuyen-don-vi")
    office.press("Chuyển đơn vị khác trả lời", exact=True).sees(f"Đã chuyển {UNIT} trả lời.").look("da-chuyen")


def answer(head, text):
    head.open("/").look("viec-cua-toi")
    head.region("Ý kiến chỉ đạo chờ trả lời").get_by_role("listitem").filter(has_text=SAID[:25]).get_by_role(
        "link"
    ).first.click()
    head.page.get_by_role("textbox", name="Trả lời").fill(text)
    head.press("Gửi trả lời").sees("Đã trả lời").look("da-tra-loi")


def ask_again(committee):
    open_direction(committee).sees(ANSWER)
    committee.unfold("Chưa đủ, hỏi lại")
    committee.fill("Cần trả lời thêm điều gì", MORE)
    committee.press("Chưa đủ, hỏi lại", exact=True).look("thieu-han", status=422)
    committee.fill("Trả lời trước hết ngày", day_after(3)).press("Chưa đủ, hỏi lại", exact=True)
    committee.sees(f"Đã hỏi lại {UNIT}.").look("da-hoi-lai")


def close(committee):
    open_direction(committee)
    committee.press("Đã đủ, khép lại").sees("Đã khép lại ý kiến chỉ đạo.").look("da-khep-lai")
