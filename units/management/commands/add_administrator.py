import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from common.refusals import Refused
from units.actions import appoint, create_user
from units.enums import Role
from units.models import Unit, User


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị đầu tiên. Mật khẩu gõ từ bàn phím, phải đổi khi đăng nhập lần đầu."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
        parser.add_argument("--name", required=True, metavar="HỌ_VÀ_TÊN")
        parser.add_argument("--unit", required=True, metavar="MÃ_ĐƠN_VỊ")

    def handle(self, *, username, name, unit, **options):
        unit = Unit.objects.filter(code=unit).first()
        if unit is None:
            raise CommandError("Không có đơn vị mang mã này: hãy nạp danh mục đơn vị trước (load_units).")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"Tên đăng nhập {username} đã có người dùng.")
        password = self._ask_password(User(username=username, full_name=name))
        try:
            with transaction.atomic():
                user = create_user(username=username, full_name=name, password=password)
                appoint(user=user, unit=unit, role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Đã tạo tài khoản quản trị {username}.")

    def _ask_password(self, user):
        password = getpass.getpass("Mật khẩu lần đầu: ")
        if password != getpass.getpass("Gõ lại mật khẩu: "):
            raise CommandError("Hai lần gõ mật khẩu không giống nhau.")
        try:
            validate_password(password, user)
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from None
        return password
