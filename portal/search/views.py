"""One box for everything: tasks, submitted reports, the log and units, marks and case apart."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from portal.acts import page
from portal.search.finders import FINDERS, Finder, words_of
from portal.search.forms import SearchForm

FIRST_FEW = 5
PAGE_SIZE = 30


@dataclass(frozen=True)
class Found:
    """The first rows of one kind, and whether there are more."""

    finder: Finder
    rows: list
    hits: list
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
    words = words_of(text)
    if context["kind"]:
        context |= _one_kind(request, context["kind"], words)
    else:
        context["found"] = [found for finder in FINDERS if (found := _first_few(request, finder, words)).rows]
    return render(request, "portal/search/search.html", context)


def _one_kind(request, kind, words):
    finder = next((finder for finder in FINDERS if finder.slug == kind), None)
    if finder is None:
        raise Http404
    shown = Paginator(finder.find(request.membership, words), PAGE_SIZE).get_page(request.GET.get("trang"))
    return {"page": shown, "hits": finder.show(list(shown.object_list), words)}


def _first_few(request, finder, words):
    rows = list(finder.find(request.membership, words)[: FIRST_FEW + 1])
    return Found(finder, rows[:FIRST_FEW], finder.show(rows[:FIRST_FEW], words), len(rows) > FIRST_FEW)
