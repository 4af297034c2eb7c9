from django.urls import path

from portal.account import feed, first_password, views

urlpatterns = [
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/lien-he/", views.change_contacts, name="account-contacts"),
    path("tai-khoan/lich/", feed.renew, name="account-feed-renew"),
    path("tai-khoan/du-lieu/", views.download_own_data, name="account-data"),
    path("tai-khoan/khoa-ban-nhap/", views.download_draft_key, name="account-draft-key"),
    path("tai-khoan/chuc-vu/", views.choose_post, name="post-choose"),
    path("tai-khoan/lan-dau/<str:token>/", first_password.first_password, name="first-password"),
    path("tai-khoan/uy-quyen/", views.add_stand_in, name="stand-in-add"),
    path("tai-khoan/uy-quyen/<int:pk>/ket-thuc/", views.end_stand_in, name="stand-in-end"),
]
