"""How numbers are written: "98,62%", "16.051/16.274", and "–" where there is nothing to divide by."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"


def whole(number):
    """Return a whole number with its thousands grouped: 16051 → "16.051"."""
    return f"{number:,}".replace(",", ".")


def plain_number(value):
    """Return a number as people write it here: 1.234,5 – no zeros behind that say nothing."""
    units, _, rest = f"{value:,.3f}".partition(".")
    rest = rest.rstrip("0")
    return units.replace(",", ".") + (f",{rest}" if rest else "")


def percent(n, m):
    """Return n ÷ m as "98,62%" (no decimals where there are none), or "–" when m is 0."""
    if not m:
        return NOTHING
    share = (Decimal(n) * 100 / Decimal(m)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    # A rate that is not complete must not read as complete, nor a beginning as nothing.
    if n < m and share == 100:
        share = Decimal("99.99")
    if n > 0 and share == 0:
        share = Decimal("0.01")
    return f"{share:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


@dataclass(frozen=True)
class Rate:
    """A rate that never travels without its n, its m and the words of its denominator (DOMAIN §2)."""

    n: int
    m: int
    denominator: str

    def __str__(self):
        return percent(self.n, self.m)

    @property
    def fraction(self):
        return f"{whole(self.n)}/{whole(self.m)}"

    @property
    def words(self):
        return f"{self.fraction} {self.denominator}"
