"""The chain of reports of a plan, from the units' file: who takes part, and whom each unit reports to."""

from tasks.actions.chain import level_below
from tasks.loading.rows import Row
from tasks.models import Participation


def read_chain(data, finder, plan_units, errors):
    """Return {unit: the unit it reports to}, the owner as root with None; `errors` gains what is wrong."""
    owner, office = plan_units["owner"], plan_units["standing_office"]
    if not (owner and office):
        return {}
    chain = {owner: None}
    for number, table in enumerate(Row(data, "tệp đơn vị", errors).tables("unit"), 1):
        row = Row(table, f"tệp đơn vị, đơn vị thứ {number}", errors)
        code, participates = row.text("code", required=True), row.data.get("participates", True)
        unit = finder.units.get(code)
        if participates is False or unit is None or unit == owner:
            continue
        above = row.text("reports_to")
        default = owner if unit == office else office
        chain[unit] = finder.one(above, f"{row.place} ({code})") if above else default
    _complain_of_loose_ends(chain, errors)
    return chain


def _complain_of_loose_ends(chain, errors):
    for unit, above in chain.items():
        if above is not None and above not in chain:
            errors.append(f"tệp đơn vị: {unit} báo cáo {above}, nhưng {above} không tham gia kế hoạch.")
        elif _goes_round(unit, chain):
            errors.append(f"tệp đơn vị: tuyến báo cáo của {unit} đi vòng, không tới cơ quan ban hành kế hoạch.")


def _goes_round(unit, chain):
    seen = set()
    while unit is not None and unit not in seen:
        seen.add(unit)
        unit = chain.get(unit)
    return unit is not None


def save_chain(plan, chain):
    """Give every unit of `chain` its place in the plan; places people have changed since stay. Return how many new."""
    places = {place.unit_id: place for place in plan.participations.filter(valid_to=None)}
    before = len(places)
    for unit in chain:
        _place(plan, unit, chain, places)
    return len(places) - before


def _place(plan, unit, chain, places):
    """Return the place of `unit`, made after that of the unit above it."""
    if unit.pk in places:
        return places[unit.pk]
    above = chain[unit]
    prefix = _place(plan, above, chain, places).path if above else "/"
    places[unit.pk] = Participation.objects.create(
        plan=plan,
        unit=unit,
        reports_to=above,
        level=level_below(plan, above),
        valid_from=plan.issued_on,
        path=f"{prefix}{unit.pk}/",
    )
    return places[unit.pk]
