"""A page rendered from constants: the same template with what the page's view once found, asked of nothing again.

The first request for an address runs its view and keeps the template and the context; later ones only render.
"""

from unittest import mock

from django.http import HttpResponse
from django.template.backends.django import Template
from django.urls import resolve

from portal.acts import page

_kept = {}


@page
def show(request):
    """Render the page whose address is in `?trang=` from what is kept in this process."""
    address = request.GET["trang"]
    key = (request.user.pk, address)
    if key not in _kept:
        _kept[key] = _capture(request, address)
    template, context = _kept[key]
    return HttpResponse(template.render(dict(context), _as_if(request, address)))


def _as_if(request, address):
    """The request with the address of the page itself, so that the frame marks the same place."""
    bare, _, query = address.partition("?")
    request.path = request.path_info = bare
    request.META["QUERY_STRING"] = query
    request.resolver_match = resolve(bare)
    request.__dict__.pop("GET", None)
    return request


def _capture(request, address):
    found, render = [], Template.render

    def keep(template, context=None, request=None):
        found.append((template, context))
        return render(template, context, request)

    view = resolve(address.partition("?")[0])
    with mock.patch.object(Template, "render", keep):
        response = view.func(_as_if(request, address), *view.args, **view.kwargs)
    pages = [one for one in found if _is_page(one[0].template.name)]
    if response.status_code != 200 or not pages:
        raise RuntimeError(f"{address} trả lời {response.status_code}")
    return pages[0]


def _is_page(name):
    """Parts and what forms are made of are rendered inside a page: they are not the page."""
    is_whole = name is not None and name.startswith(("portal/", "print/"))
    return is_whole and not name.rpartition("/")[2].startswith("_")
