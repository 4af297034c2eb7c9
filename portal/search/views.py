"""One box for everything: tasks, submitted reports, the log and units, marks and case apart."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from portal.acts import page
from portal.search.finders import FINDERS, Finder
from portal.search.forms import SearchForm

FIRST_FEW = 5
PAGE_SIZE = 30


@dataclass(frozen=True)
class Found:
    """The first rows of one kind, and whether there are more."""

    finder: Finder
    rows: list
    has_more: bool


@page
def search(request):
    text = request.GET.get("q", "").strip()
    context = {"search_text": text, "finders": FINDERS, "kind": request.GET.get("loai", "")}
    if not text:
        return render(request, "portal/search/search.html", context)
    form = SearchForm({"q": text})
    if not form.is_valid():
        return render(request, "portal/search/search.html", context | {"form": form, "search_text": ""}, status=422)
    if context["kind"]:
        context["page"] = _one_kind(request, context["kind"], text)
    else:
        context["found"] = [found for finder in FINDERS if (found := _first_few(request, finder, text)).rows]
    return render(request, "portal/search/search.html", context)


def _one_kind(request, kind, text):
    finder = next((finder for finder in FINDERS if finder.slug == kind), None)
    if finder is None:
        raise Http404
    return Paginator(finder.find(request.membership, text), PAGE_SIZE).get_page(request.GET.get("trang"))


def _first_few(request, finder, text):
    rows = list(finder.find(request.membership, text)[: FIRST_FEW + 1])
    return Found(finder, rows[:FIRST_FEW], len(rows) > FIRST_FEW)
