"""Who was reminded of what stands in a list; one's own digest leads from the inbox to the duty."""

from tests.journeys.visitor import PHONE


def test_reminders_are_looked_up_and_followed(visitor):
    look_them_up(visitor("tuyengiao"))
    follow_ones_own(visitor("dako", size=PHONE))


def look_them_up(office):
    office.open("/nhac-viec/").sees("thông báo, thư điện tử").look("da-nhac")
    office.page.get_by_role("combobox", name="Thư điện tử").select_option("khong-di")
    office.press("Lọc").sees("thư không gửi được: Máy chủ thư không nhận địa chỉ của người nhận.").look("thu-khong-di")
    with office.page.expect_download() as taken:
        office.follow("Tải về Excel")
    assert taken.value.suggested_filename.endswith(".xlsx")


def follow_ones_own(writer):
    writer.open("/thong-bao/").follow("Nhắc việc").sees("Các việc còn phải làm, tính đến ngày nhắc.").look("ban-nhac")
    writer.page.get_by_role("main").get_by_role("link", name="4.2.").first.click()
    writer.look("viec-duoc-nhac")
