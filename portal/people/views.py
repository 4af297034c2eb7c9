"""People in bulk: a workbook is looked through first; what it would do is shown, then done whole or not at all.

New people get a link each, shown on the page that answers the act and nowhere again.
"""

from django.shortcuts import render
from django.urls import reverse

from common import clock, spreadsheets
from common.refusals import Refused
from portal.acts import act, form_page, page, require
from portal.people.forms import LINKS, ROWS, SealedForm, UploadForm, opened_rows, sealed_links, sealed_rows
from portal.people.links import links_again, links_of, table_of
from units import actions, permissions
from units.first_passwords import DAYS
from units.people_rows import check_people, read_people
from units.people_sheet import write_template

CRUMBS = ("Nhập danh sách người dùng", "portal:people-upload")


@form_page()
def upload(request):
    """Show the form; by POST, look through a workbook and show what it would do. Nothing is written."""
    require(permissions.can_manage_people(request.membership))
    if request.method != "POST":
        return _form(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        typed = read_people(form.cleaned_data["upload"])
    except Refused as refused:
        form.add_error("upload", refused.sentence)
        return _form(request, form, faults=refused.details, status=422)
    return _preview(request, typed, check_people(typed, by=request.membership, on=clock.today()))


@page
def template(request):
    require(permissions.can_manage_people(request.membership))
    return spreadsheets.file_response("mau-danh-sach-nguoi-dung.xlsx", write_template(clock.today()))


@act(back="portal:people-upload")
def confirm(request):
    """Do what was shown, checked again: somebody may have been quicker."""
    require(permissions.can_manage_people(request.membership))
    form = SealedForm(request.POST, user=request.user, purpose=ROWS)
    if not form.is_valid():
        raise Refused(" ".join(form.errors["sealed"]))
    typed = opened_rows(form.cleaned_data["sealed"])
    checked = check_people(typed, by=request.membership, on=clock.today())
    if checked.problems:
        return _preview(request, typed, checked)
    new = actions.add_people(checked.rows, by=request.membership)
    links = links_of(new, request)
    context = {"rows": checked.rows, "links": links, "days": DAYS, "crumbs": [*_crumbs(), ("Kết quả", None)]}
    context["sealed"] = sealed_links(links, user=request.user)
    return render(request, "portal/people/done.html", context)


@act(back="portal:people-upload")
def links_file(request):
    """Give the links of the page that shows them as a workbook; those used since are left out."""
    require(permissions.can_manage_people(request.membership))
    form = SealedForm(request.POST, user=request.user, purpose=LINKS)
    if not form.is_valid():
        raise Refused(" ".join(form.errors["sealed"]))
    links = links_again(form.cleaned_data["sealed"], request)
    return spreadsheets.spreadsheet_response("lien-ket-dat-mat-khau.xlsx", table_of(links))


def _form(request, form, *, faults=(), status=200):
    context = {"form": form, "faults": list(faults)}
    return render(request, "portal/people/upload.html", context, status=status)


def _preview(request, typed, checked):
    if checked.written:
        return render(request, "portal/people/written.html", {"crumbs": _crumbs()}, status=409)
    context = {
        "checked": checked,
        "number": len(typed),
        "new": len({row.username for row in checked.rows if row.user is None}),
        "form": UploadForm(),
        "sealed": "" if checked.problems else sealed_rows(typed, user=request.user),
        "crumbs": [*_crumbs(), ("Xem trước", None)],
    }
    return render(request, "portal/people/preview.html", context, status=422 if checked.problems else 200)


def _crumbs():
    return [(CRUMBS[0], reverse(CRUMBS[1]))]
