"""Which units a file means: codes and selectors, as of the day the plan was issued."""

from units.enums import UnitKind
from units.models import Unit

BOARDS = {UnitKind.PARTY_BOARD, UnitKind.INSPECTION_COMMISSION}
PREFIXES = {"xa": "xa-", "dang-bo-xa": "dang-bo-xa-", "chi-bo": "chi-bo-"}


class UnitFinder:
    """Turns codes and selectors into units that existed on one day; what is unknown is added to `errors`."""

    def __init__(self, on, errors):
        known = Unit.objects.valid(on) if on else Unit.objects.all()
        self.units = {unit.code: unit for unit in known.order_by("order", "pk")}
        self.errors = errors

    def one(self, code, place):
        """Return the unit with this code, or None after complaining."""
        unit = self.units.get(code)
        if unit is None and code:
            self.errors.append(f"{place}: không có đơn vị mang mã “{code}” vào ngày ban hành kế hoạch.")
        return unit

    def many(self, words, place):
        """Return the units that `words` mean, each once, in protocol order of each word."""
        found = {unit.pk: unit for word in words for unit in self._meant(word, place)}
        return list(found.values())

    def _meant(self, word, place):
        group, colon, name = word.partition(":")
        if not colon:
            unit = self.one(word, place)
            return [unit] if unit else []
        if word == "ban:*":
            return self._not_empty([unit for unit in self.units.values() if unit.kind in BOARDS], word, place)
        if group not in PREFIXES or not name:
            self.errors.append(
                f"{place}: không hiểu bộ chọn “{word}”; dùng xa:*, dang-bo-xa:*, chi-bo:*, ban:* hoặc mã đơn vị."
            )
            return []
        if name != "*":
            unit = self.one(PREFIXES[group] + name, place)
            return [unit] if unit else []
        chosen = [unit for code, unit in self.units.items() if code.startswith(PREFIXES[group])]
        return self._not_empty(chosen, word, place)

    def _not_empty(self, units, word, place):
        if not units:
            self.errors.append(f"{place}: bộ chọn “{word}” không khớp đơn vị nào vào ngày ban hành kế hoạch.")
        return units
