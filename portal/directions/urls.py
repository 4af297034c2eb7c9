from django.urls import path

from portal.directions import giving, listing, showing

urlpatterns = [
    path("chi-dao/", listing.direction_list, name="direction-list"),
    path("chi-dao/tai-ve/", listing.direction_list_export, name="direction-list-export"),
    path("chi-dao/cho-y-kien/ke-hoach/<int:pk>/", giving.give_on_plan, name="direction-give-plan"),
    path("chi-dao/cho-y-kien/nhom/<int:pk>/", giving.give_on_group, name="direction-give-group"),
    path("chi-dao/cho-y-kien/nhiem-vu/<int:pk>/", giving.give_on_task, name="direction-give-task"),
    path("chi-dao/cho-y-kien/don-vi/<int:pk>/", giving.give_on_unit, name="direction-give-unit"),
    path("chi-dao/cho-y-kien/bao-cao/<int:pk>/", giving.give_on_report, name="direction-give-report"),
    path("chi-dao/<int:pk>/", showing.direction_page, name="direction"),
    path("chi-dao/<int:pk>/tiep-nhan/", showing.acknowledge, name="direction-acknowledge"),
    path("chi-dao/<int:pk>/tra-loi/", showing.answer, name="direction-answer"),
    path("chi-dao/<int:pk>/chuyen/", showing.pass_on, name="direction-pass-on"),
    path("chi-dao/<int:pk>/khep-lai/", showing.close, name="direction-close"),
    path("chi-dao/<int:pk>/hoi-lai/", showing.ask_again, name="direction-ask-again"),
    path("chi-dao/<int:pk>/rut/", showing.withdraw, name="direction-withdraw"),
]
