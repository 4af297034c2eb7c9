"""What the workbook tells whoever fills it in."""

from progress.forms.excel.shape import HEADER, LINES, VALUES

HINTS = {
    LINES: "Chỉ ghi vào các ô nền vàng. Cách ghi xem ở trang “Hướng dẫn”.",
    VALUES: "Chỉ ghi số liệu của kỳ này vào cột “Giá trị”. Không có số liệu thì để trống.",
    HEADER: "Chỉ ghi vào cột “Nội dung”. Xuống dòng trong ô: Alt + Enter.",
}
GUIDE_TEXT = [
    "Cách ghi biểu báo cáo",
    "1. Chỉ các ô nền vàng là để ghi. Các ô khác, thứ tự cột và tên trang được khóa để cổng đọc lại đúng; "
    "xin đừng thêm, xóa, gộp hay dời dòng, cột.",
    "2. Cột “Tình hình thực hiện”: chọn trong danh sách (chưa thực hiện, đang thực hiện, đã làm xong).",
    "3. Cột “Tỷ lệ hoàn thành (%)”: số từ 0 đến 100. Việc đã làm xong là 100, có thể để trống. "
    "Việc định kỳ không ghi tỷ lệ và ngày làm xong (ô nền xám).",
    "4. Cột “Ngày làm xong”: ngày/tháng/năm, ví dụ 05/12/2024; chỉ ghi khi việc đã làm xong.",
    "5. Trang “Chỉ tiêu” (nếu có): ghi số, ví dụ 1234 hoặc 12,5. Số không âm, tối đa ba chữ số sau dấu phẩy.",
    "6. Xuống dòng trong một ô: Alt + Enter. Mỗi ô tối đa 20.000 ký tự.",
    "7. Không dùng công thức. Nếu chép số từ bảng tính khác, hãy dán dạng giá trị (Paste Special, Values).",
    "8. Trang “Phần chung”: chỉ ghi lý do không phát sinh khi cả kỳ không có việc gì để báo cáo.",
    "9. Xong, lưu tệp dạng .xlsx rồi tải lên ở trang “Biểu Excel” của chính báo cáo này. Cổng cho xem trước từng "
    "thay đổi; chưa bấm “Ghi vào báo cáo” thì báo cáo chưa đổi gì.",
    "10. Minh chứng đính kèm ở trang soạn trên cổng. Không ghi nội dung bí mật nhà nước vào biểu này.",
]
