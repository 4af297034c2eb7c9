from django.contrib import admin
from django.urls import include, path

from portal.account import doors

urlpatterns = [
    # The admin is entered by the portal's door: its own pages of sign-in are never shown.
    path("quan-tri/login/", doors.admin_sign_in),
    path("quan-tri/logout/", doors.admin_sign_out),
    path("quan-tri/password_change/", doors.admin_change_password),
    path("quan-tri/", admin.site.urls),
    path("tai-khoan/", include("portal.account.sign_in")),
    path("", include("portal.urls")),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler429 = "portal.account.doors.too_many_tries"
handler500 = "portal.errors.server_error"
