"""The ledger as an address asks for it: the filters, and the rows in their order."""

from oversight.models import Urging
from portal.lists import Listing
from portal.urging.columns import COLUMNS, read_rows
from portal.urging.filters import UrgingFilterForm

PER_PAGE = 30


def ledger_of(request, columns=COLUMNS, *, whole=True):
    """Return (form, Listing) of what the post sees of the ledger, narrowed by the address; `whole` with who urged,
    received and answered."""
    form = UrgingFilterForm(request.GET, membership=request.membership)
    urgings = form.chosen(Urging.objects.visible_to(request.membership).with_open_work())
    rows = (urgings.for_page() if whole else urgings.select_related("unit")).for_ledger()
    return form, Listing(request, columns, rows, read=read_rows, per_page=PER_PAGE, usual="-ngay")
