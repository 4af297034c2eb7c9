"""A review on paper: the outline, the passages that stand, the annexes; the same for ever."""

import pytest

from common.documents import FORMS
from reviews.actions import add_passage, begin_draft, cut_passage
from reviews.document import draft_as_docx, file_name, frame_of
from reviews.models import Passage, Review
from tests.common.office import W, paragraphs, part, print_pages, words
from tests.reviews.review_world import AS_OF, ReviewWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = ReviewWorld()
    for unit in world.units:
        submission = world.report(unit, difficulties="Thiếu người.", proposals="Đề nghị hỗ trợ kinh phí.")
        world.cite(world.say(submission, world.task, "Mở 3 buổi nói chuyện."))
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return world


def fresh(world):
    return Review.objects.for_page().get(pk=world.review.pk)


def test_outline_and_passages_stand_in_the_document(world):
    last = world.review.sections.get(key="next_steps")
    add_passage(last, text="Nhân rộng mô hình.\nTổng kết cuối năm.", by=world.writer)
    cut_passage(Passage.objects.get(section__key="results", key="figures"), by=world.writer)

    lines = paragraphs(part(draft_as_docx(fresh(world))))

    plan = world.plan.citation
    start = lines.index(f"sơ kết thực hiện {world.plan}, từ ngày 17/06/2024 đến ngày 14/12/2024")
    assert lines[start + 2].startswith(f"Thực hiện {plan} về thực hiện Kết luận, Ban Tuyên giáo báo cáo")
    headings = [line for line in lines if line[:3].strip(" -") in {"I", "II", "III", "IV", "V"}]
    assert headings == [
        "I- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO; QUÁN TRIỆT, TUYÊN TRUYỀN",
        "II- KẾT QUẢ THỰC HIỆN",
        "III- ĐÁNH GIÁ CHUNG",
        "IV- PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI",
        "V- KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    at = lines.index("IV- PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI")
    assert lines[at + 1 : at + 3] == ["Nhân rộng mô hình.", "Tổng kết cuối năm."]
    assert "- Xã 1, Xã 2: Mở 3 buổi nói chuyện." in lines
    assert not any("Từ khi triển khai Kế hoạch" in line for line in lines)
    assert "1- Nguyên nhân khách quan" not in lines
    assert "2 đơn vị (Xã 1, Xã 2) nêu: Đề nghị hỗ trợ kinh phí." in lines


def test_part_without_a_word_keeps_its_heading(world):
    Passage.objects.filter(section__key__startswith="proposals").update(text="")

    lines = paragraphs(part(draft_as_docx(fresh(world))))

    at = lines.index("V- KIẾN NGHỊ, ĐỀ XUẤT")
    assert lines[at + 1 : at + 3] == ["….", "Nơi nhận:"]


def test_annexes_follow_with_their_heads_repeated_and_wide_ones_lie(world):
    document = part(draft_as_docx(fresh(world)))

    tables = list(document.iter(f"{W}tbl"))[2:]
    sections = [one.find(f"{W}pgSz").get(f"{W}orient", "portrait") for one in document.iter(f"{W}sectPr")]
    assert [words(table.find(f"{W}tr"))[:12] for table in tables] == ["TTSố, ký hiệ", "TTChỉ tiêuĐV", "TTNhiệm vụCh"]
    assert [table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables] == [True] * 3
    assert sections == ["portrait", "landscape"]


def test_issuer_is_not_its_own_recipient(world):
    everyone = f"Các đơn vị thực hiện {world.plan}"
    before = frame_of(fresh(world))["recipients"]
    world.plan.owner = world.plan.steering_committee = world.office
    world.plan.save()

    after = frame_of(fresh(world))["recipients"]

    assert (before, after) == (["Huyện ủy", "Ban Chỉ đạo", everyone], [everyone])


def test_same_review_gives_the_same_file(world):
    assert draft_as_docx(fresh(world)) == draft_as_docx(fresh(world))
    assert file_name(fresh(world)) == f"Báo cáo sơ kết, 17/06/2024 – 14/12/2024 - {world.plan.symbol} (bản nháp)"


def test_printing_asks_three_times(world, django_assert_num_queries):
    with django_assert_num_queries(3):
        draft_as_docx(world.review)


@pytest.mark.office
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_office_program_prints_every_page(world, form, tmp_path):
    Review.objects.update(form=form.name)

    first, *others = print_pages(draft_as_docx(fresh(world)), tmp_path)

    assert " ".join(form.motto[0][0].split()[:4]) in first
    assert [page.split()[0] for page in others] == [str(number) for number in range(2, len(others) + 2)]
    assert ["PHỤ LỤC 1" in others[-3], "PHỤ LỤC 2" in others[-2], "PHỤ LỤC 3" in others[-1]] == [True] * 3
