from django.urls import path

from portal.urging.views import listing, sending, showing, wording

urlpatterns = [
    path("don-doc/", listing.urging_list, name="urging-list"),
    path("don-doc/tai-ve/", listing.urging_list_export, name="urging-list-export"),
    path("don-doc/bao-cao/", listing.account, name="urging-account"),
    path("don-doc/gui/", sending.send, name="urging-send"),
    path("don-doc/mau/", wording.wording_list, name="urging-wording-list"),
    path("don-doc/mau/<int:plan_pk>/<int:level>/<slug:channel>/", wording.wording, name="urging-wording"),
    path("don-doc/<int:pk>/", showing.urging, name="urging"),
    path("don-doc/<int:pk>/tiep-nhan/", showing.acknowledge, name="urging-acknowledge"),
    path("don-doc/<int:pk>/tra-loi/", showing.answer, name="urging-answer"),
    path("don-doc/<int:pk>/cong-van/", showing.letter, name="urging-letter"),
    path("don-doc/<int:pk>/so-cong-van/", showing.note_letter, name="urging-note-letter"),
]
