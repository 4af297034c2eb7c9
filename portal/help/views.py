"""The help page: one page of plain words, read also by people who hold no post yet."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.enums import REPORT_MOVES, ReportMove, ReportState
from tasks.enums import AssignmentState

CONTENTS = [
    ("cong-la-gi", "Cổng là gì, không là gì"),
    ("ai-lam-gi", "Ai làm gì"),
    ("viec-trong-quy", "Việc của một quý"),
    ("viet-bao-cao", "Viết và gửi báo cáo"),
    ("xem-xet-bao-cao", "Xem xét báo cáo gửi tới"),
    ("trang-thai-bao-cao", "Trạng thái của báo cáo"),
    ("trang-thai-viec", "Trạng thái của phần việc"),
    ("doc-so-lieu", "Đọc số liệu"),
    ("kiem-tra", "Kiểm tra và khắc phục"),
    ("y-kien-chi-dao", "Ý kiến chỉ đạo"),
    ("so-ket-tong-ket", "Sơ kết, tổng kết"),
    ("nhac-viec", "Nhắc việc"),
    ("lich-dien-thoai", "Đưa lịch việc đến hạn vào điện thoại"),
    ("thoi-han", "Thời hạn được tính thế nào"),
    ("minh-chung", "Minh chứng và bí mật nhà nước"),
    ("uy-quyen-chuc-vu", "Nhiều chức vụ, ủy quyền khi đi vắng"),
    ("mat-khau", "Mật khẩu, đăng nhập"),
    ("tu-ngu", "Từ ngữ trên cổng"),
    ("hoi-ai", "Hỏi ai"),
]
REPORT_STATES = [
    (
        ReportState.DRAFT,
        "neutral",
        "Đơn vị đang soạn. Bên ngoài chỉ biết là báo cáo chưa gửi, không đọc được nội dung.",
    ),
    (ReportState.WAITING, "wait", "Chuyên viên đã trình; lãnh đạo đơn vị đọc, sửa nếu cần, rồi gửi hoặc trả về."),
    (ReportState.SUBMITTED, "info", "Đã đến nơi nhận. Lãnh đạo còn rút lại được cho đến khi nơi nhận bấm Tiếp nhận."),
    (ReportState.RECEIVED, "info", "Nơi nhận đang xem xét; đơn vị không rút lại được nữa."),
    (
        ReportState.NEEDS_MORE,
        "warn",
        "Nơi nhận cần thêm nội dung, có ghi lý do. Đơn vị bổ sung rồi gửi lại; bản trước vẫn giữ.",
    ),
    (ReportState.CONFIRMED, "good", "Nơi nhận đồng ý. Số liệu được tính vào tổng hợp chung."),
]
WORK_STATES = [
    (AssignmentState.GIVEN, "neutral", "Đã giao, đơn vị chưa bấm Tiếp nhận."),
    (AssignmentState.TAKEN_ON, "info", "Đơn vị đã tiếp nhận và đang làm."),
    (AssignmentState.REPORTED_DONE, "wait", "Đơn vị báo đã làm xong trong báo cáo; chờ nơi nhận xác nhận."),
    (AssignmentState.DONE, "good", "Nơi nhận đã xác nhận, có ngày hoàn thành."),
    (AssignmentState.REDO, "warn", "Nơi nhận chưa đồng ý là xong; đơn vị làm tiếp rồi báo lại."),
    (AssignmentState.DECLINED, "warn", "Đơn vị đề nghị không nhận, có lý do; cơ quan giao việc đang xem xét."),
    (AssignmentState.SUSPENDED, "neutral", "Tạm ngừng theo quyết định có lý do."),
    (AssignmentState.WITHDRAWN, "neutral", "Không phải làm nữa, có lý do; lịch sử vẫn giữ."),
]
MOVES = [move for move in ReportMove if move in REPORT_MOVES]


@require_safe
def show_help(request):
    context = {"contents": CONTENTS, "report_states": REPORT_STATES, "work_states": WORK_STATES, "moves": _moves()}
    return render(request, "portal/help/help.html", context)


def _moves():
    """The life of a report as rows: act, from which states, to which state; read from the table that rules it."""
    rows = []
    for move in MOVES:
        sources, target = REPORT_MOVES[move]
        words = [state.label for state in ReportState if state in sources]
        rows.append((move.label, ", ".join(words), target.label, WHO[move]))
    return rows


WHO = {
    ReportMove.ASK_SIGN_OFF: "chuyên viên",
    ReportMove.RECALL: "chuyên viên",
    ReportMove.HAND_BACK: "lãnh đạo đơn vị",
    ReportMove.SUBMIT: "lãnh đạo đơn vị hoặc người được ủy quyền",
    ReportMove.WITHDRAW: "lãnh đạo đơn vị",
    ReportMove.RECEIVE: "nơi nhận",
    ReportMove.ASK_FOR_MORE: "nơi nhận",
    ReportMove.CONFIRM: "nơi nhận",
    ReportMove.REOPEN: "lãnh đạo nơi nhận hoặc cơ quan thường trực",
    ReportMove.REGISTER: "cơ quan thường trực, khi đơn vị gửi văn bản giấy",
}
