"""Lists whose columns are named once: what stands on the screen, what it is sorted by in the address (`sap`), and what
goes into the workbook that is taken away. So the workbook holds exactly the rows one sees, all pages of them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import conditional_escape

from common import clock, spreadsheets
from common.refusals import Refused
from figures.words import NOTHING, whole
from portal.templatetags.report import plain_number
from tasks.permissions import can_take_lists_away

SORT, PAGE = "sap", "trang"
# Beyond this many rows a workbook serves nobody, and making it would keep everybody waiting.
MOST_ROWS = 10_000


class TooManyRows(Refused):
    pass


@dataclass(frozen=True)
class Column:
    """A column of a list.

    `value` gives of a row what the workbook keeps: text, a number, a day, a moment, or None. `key` names the column in
    the address when the list can be sorted by it, `order` the fields that sort it. `url` and `mark` (tone, icon) say
    how a cell is shown; `aside` is read out behind a link that the other columns explain to who sees them.
    """

    words: str
    value: Callable
    key: str = ""
    order: tuple = ()
    url: Callable | None = None
    mark: Callable | None = None
    aside: Callable | None = None
    width: int = 18

    @cached_property
    def label(self):
        """The words as every cell of the column holds them, escaped once."""
        return conditional_escape(self.words)

    def sorted_by(self, descending):
        """Return what sorts rows by this column; rows without a value stand last either way."""
        return [(F(field).desc if descending else F(field).asc)(nulls_last=True) for field in self.order]


@dataclass(frozen=True)
class Cell:
    """One value of one row, as the screen shows it."""

    column: Column
    row: object

    @cached_property
    def value(self):
        return self.column.value(self.row)

    @cached_property
    def text(self):
        return shown(self.value)

    @property
    def url(self):
        return self.column.url(self.row) if self.column.url else ""

    @property
    def aside(self):
        return self.column.aside(self.row) if self.column.aside else ""

    @property
    def mark(self):
        return self.column.mark(self.row) if self.column.mark else None

    @property
    def css(self):
        """The class of the cell: numbers stand right, days are not broken, what is empty is left out of a card."""
        if self.text == NOTHING:
            return "is-empty"
        if isinstance(self.value, datetime.date):
            return "nowrap"
        return "num" if isinstance(self.value, int | Decimal) else ""


@dataclass(frozen=True)
class Line:
    """One row of the table: its cells, and its tick (with .value and .label) or None."""

    cells: list
    tick: object = None


@dataclass(frozen=True)
class Head:
    """The head of a column: how the list is sorted by it now, how by pressing it, and the address of that."""

    column: Column
    aria: str
    then: str
    url: str

    @property
    def words(self):
        return self.column.words

    @property
    def then_words(self):
        return "xếp giảm dần" if self.then.startswith("-") else "xếp tăng dần"


class Listing:
    """One list as an address asks for it.

    `rows` is a queryset in its usual order, which also decides between equals; `read` turns a list of its rows into
    those the columns know, with a number of queries that does not grow with them. `usual` is the key (with - when
    descending) that the usual order amounts to. `total` is given when it was counted already; `rows` may then be what
    gives them, and is asked when they are shown. `tick` gives of a row what it is chosen by, or None.
    """

    # Whether the rows of a page are found first and read then; see _read_page.
    keys_first = True

    def __init__(self, request, columns, rows, *, read=list, per_page=30, usual="", total=None, tick=None):
        self.tick = tick
        self.request, self.columns, self.found, self.read = request, columns, rows, read
        self.descending = (request.GET.get(SORT) or usual).startswith("-")
        self.column = self._column(request.GET.get(SORT, "")) or self._column(usual)
        self.paginator = Paginator(self.ordered if total is None else range(total), per_page)

    @cached_property
    def ordered(self):
        """The rows of every page, as a queryset."""
        found = self.found() if callable(self.found) else self.found
        return self._in_order(found, self.asked_sort)

    @cached_property
    def page(self):
        return self.paginator.get_page(self.request.GET.get(PAGE))

    @cached_property
    def rows(self):
        """The rows of the page."""
        return self.read_page()

    def read_page(self):
        return list(self.read(self._read_page())) if self.paginator.count else []

    def up_to(self, last):
        """The rows in order, at least as far as the one numbered `last`."""
        return self.ordered

    def _read_page(self):
        """Of a list of several pages the keys of this one are found first, so that what is shown of a row, all that
        stands beside it in other tables, is gathered for one page and not for every row that had to be put in order."""
        first, last = self.page.start_index() - 1, self.page.end_index()
        rows = self.up_to(last)[first:last]
        if self.keys_first and self.page.has_other_pages() and not rows.query.combinator:
            rows = self.ordered.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return list(rows)

    @property
    def table(self):
        return [self.cells(row) for row in self.rows]

    @cached_property
    def lines(self):
        return [Line(self.cells(row), self.tick(row) if self.tick else None) for row in self.rows]

    @property
    def ticks(self):
        """Whether any row of the page can be ticked."""
        return any(line.tick for line in self.lines)

    def cells(self, row):
        return [Cell(column, row) for column in self.columns]

    def everything(self):
        """Return the values of all rows, page after page; refused when nobody could use so many."""
        refuse_too_many(self.paginator.count)
        return [[cell.value for cell in self.cells(row)] for row in self.read(list(self.ordered))]

    @cached_property
    def heads(self):
        return [
            Head(column, self._aria(column), then := self._then(column), self._address(then)) for column in self.columns
        ]

    @property
    def sortable(self):
        return [head for head in self.heads if head.column.key]

    @property
    def sorted_words(self):
        """The order in words: "Hạn gửi, tăng dần"; "" when it is the usual one that no column names."""
        if self.column is None:
            return ""
        return f"{self.column.words}, {'giảm dần' if self.descending else 'tăng dần'}"

    @property
    def asked_sort(self):
        """What the filters must carry along, so that filtering keeps the order."""
        return self.request.GET.get(SORT, "") if self._column(self.request.GET.get(SORT, "")) else ""

    def _column(self, asked):
        key = asked.removeprefix("-")
        return next((column for column in self.columns if column.key and column.key == key), None)

    def _in_order(self, rows, asked):
        column = self._column(asked)
        if column is None:
            return rows
        usual = rows.query.order_by or rows.model._meta.ordering
        return rows.order_by(*column.sorted_by(asked.startswith("-")), *usual, *self._tie(rows))

    def _tie(self, rows):
        return [] if rows.query.combinator else ["pk"]

    def _aria(self, column):
        if column is not self.column:
            return ""
        return "descending" if self.descending else "ascending"

    def _address(self, sort):
        """The list sorted so, from its first page, its filters kept."""
        return f"?{urlencode([*self._filters, (SORT, sort)])}"

    @cached_property
    def _filters(self):
        asked = self.request.GET.lists()
        return [(name, value) for name, values in asked if name not in {SORT, PAGE} for value in values]

    def _then(self, column):
        return f"-{column.key}" if self._aria(column) == "ascending" else column.key


def refuse_too_many(number):
    """Stop a list of so many rows from being taken away."""
    if number > MOST_ROWS:
        raise TooManyRows(
            f"Danh sách có {whole(number)} dòng; mỗi tệp Excel chứa tối đa {whole(MOST_ROWS)} dòng. "
            "Hãy lọc bớt, ví dụ theo kỳ hoặc theo đơn vị, rồi tải từng phần."
        )


def shown(value):
    """Return a value of a cell as pages write it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | int):
        return plain_number(value)
    return str(value)


def context_of(request, form, listing):
    """Return what a page that shows `listing`, narrowed by `form`, hands to its template."""
    return {
        "form": form,
        "listing": listing,
        "rows": listing.rows,
        "page": listing.page,
        "may_take_away": can_take_lists_away(request.membership),
    }


def workbook_of(listing, title, *, name):
    """Return the download of all rows of the list, in its order, as an .xlsx named after it and the day."""
    columns = [spreadsheets.Column(column.words, column.width) for column in listing.columns]
    table = spreadsheets.Table(title, columns, listing.everything())
    return spreadsheets.spreadsheet_response(f"{name}-{clock.today():%Y-%m-%d}.xlsx", table)


def back_to(page, request):
    """Lead back to the list when the address asks for something it does not know: the list says so at its field."""
    return redirect(f"{reverse(page)}?{request.GET.urlencode()}")
