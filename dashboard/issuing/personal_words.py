"""What one person's result sheet says, section by section. Words that stand on the pages of measuring are said in the same way."""

from decimal import Decimal

from dashboard.documents import settings
from dashboard.documents.assembling import place_and_date
from dashboard.documents.content import Block, Chart, Column, Fact, Facts, Mark, Pairs, Paragraph, Said, Section, Signature, Table
from dashboard.documents.order import Order
from dashboard.documents.plain_words import harmless
from dashboard.issuing.personal_figures import DIMENSIONS, Found, Item
from dashboard.ledger.measured_year import Answer
from dashboard.text import _, difference, label, moment, ngettext_, number, percent
from dashboard.text import measure as sentences


def said(order: Order, found: Found) -> Said:
    """The whole sheet."""
    title = _("Result sheet of the ASN Professionalism Index")
    sections = [_person(found), _result(found), _items(found), _advice(found), _limits(found)]
    return Said(
        title=title,
        subtitle=_("Measurement year {year}", year=order.year),
        subject=title,
        addressee=(),
        sections=tuple(section for section in sections if section.blocks),
        provenance=_provenance(order, found),
        annex=(_methods(found),),
        signature=_signature(order, found),
        banner=_("Invented sample data: all people are invented.") if found.is_sample else "",
    )


def name(found: Found) -> str:
    """The person's name, fit for paper."""
    return harmless(found.row["asn_name"] or "") or _("not known")


def _signature(order: Order, found: Found) -> Signature | None:
    known = settings.read()
    kind = known.kinds[order.kind]
    if not kind.signer:
        return None
    role = harmless(kind.signer.format(unit=harmless(found.row["unit_name"])))
    return Signature(place_and_date(known.place, order.on), role, harmless(kind.signer_name), harmless(kind.signer_nip))


def _provenance(order: Order, found: Found) -> tuple[tuple[str, str], ...]:
    letter = label("convention_letter", found.rules["category_convention"])
    return (
        (_("IP ASN"), str(order.year)),
        (_("Unit"), harmless(found.row["unit_name"])),
        (_("Filters"), _("this person alone")),
        (_("As of"), moment(found.as_of)),
        (_("Release"), order.release_id),
        (_("Rules"), f"{found.rules['rule_version']}, {letter}"),
        (_("n"), "1"),
    )


def _person(found: Found) -> Section:
    row = found.row
    rows = (
        (_("Name"), name(found)),
        (_("NIP"), str(row["nip"])),
        (_("Unit"), harmless(row["unit_name"])),
        (_("Position"), harmless(row["position_name"] or "") or _("not known")),
        (_("Rank"), harmless(row["rank_code"] or "") or _("not known")),
        (_("Position group"), label("position_group", row["position_group"])),
        (_("Measured at"), moment(row["measured_at"]) if row["measured_at"] is not None else _("not known")),
        (_("Verified by the unit"), _verified(found)),
    )
    return Section("", (Pairs(rows),))


def _verified(found: Found) -> str:
    if not found.row["is_verified"]:
        return _("not yet: the answers can still change")
    return moment(found.row["verified_at"]) if found.row["verified_at"] is not None else _("yes, at a time that is not known")


def _result(found: Found) -> Section:
    row = found.row
    category = label("category", row["category_code"])
    most = sum((found.most(code) for code in DIMENSIONS), Decimal(0))
    facts = Facts(
        (
            Fact(_("Index"), number(found.points("total")), _("of at most {most}", most=_plain(most))),
            Fact(_("Category"), category, _("{letter}, rules {version}", letter=_letter(found), version=found.rules["rule_version"])),
        )
    )
    blocks: tuple[Block, ...] = (facts, _bars(found), _dimensions(found), Paragraph(_classed(found), "quiet"))
    return Section(_("Result"), blocks + _warnings(found))


def _letter(found: Found) -> str:
    return label("convention_letter", found.rules["category_convention"])


def _classed(found: Found) -> str:
    return _(
        "The index is the sum of the points of the four dimensions. Category by {letter}: {convention}.",
        letter=_letter(found),
        convention=label("convention", found.rules["category_convention"]),
    )


def _warnings(found: Found) -> tuple[Paragraph, ...]:
    said_ = []
    if not found.row["is_eligible"]:
        said_.append(_("The rules of {year} do not measure people of this status: this result counts in no mean.", year=found.year.period_year))
    if not found.is_itemised:
        said_.append(
            _(
                "This result was reported as points of the dimensions, without the answers: which items are missing is not known. Ask the unit for them."
            )
        )
    return tuple(Paragraph(words, "warning") for words in said_)


def _bars(found: Found) -> Chart:
    marks = tuple(
        Mark(
            label("dimension", code),
            100 * found.points(code) / float(found.most(code)),
            _("{points} of {most}", points=number(found.points(code)), most=_plain(found.most(code))),
        )
        for code in DIMENSIONS
    )
    spoken = "; ".join(f"{mark.name}: {mark.shown}" for mark in marks)
    ticks = tuple((float(value), percent(value, 100, 0)) for value in (0, 25, 50, 75, 100))
    return Chart("bars", marks, _("Points of each dimension as a share of the most there are"), spoken, ticks=ticks)


def _dimensions(found: Found) -> Table:
    rows = [(label("dimension", code), number(found.points(code)), _plain(found.most(code)), _missing(found, code)) for code in DIMENSIONS]
    most = sum((found.most(code) for code in DIMENSIONS), Decimal(0))
    total = (_("Index"), number(found.points("total")), _plain(most), number(float(most) - found.points("total")))
    columns = (
        Column(_("Dimension"), width=2.2),
        Column(_("Points"), is_number=True),
        Column(_("At most"), is_number=True),
        Column(_("Not reached"), is_number=True),
    )
    return Table(columns, (*rows, total), strong_rows=(len(rows),))


def _missing(found: Found, code: str) -> str:
    return number(float(found.most(code)) - found.points(code))


def _items(found: Found) -> Section:
    """Every item that is asked, with its answer; then what is not asked of the position group."""
    if not found.is_itemised:
        return Section("", ())
    rows = tuple(
        (label("indicator", item.indicator.indicator_code), _answer(item), _plain(item.points or Decimal(0)), _plain(item.best.points))
        for item in found.items
    )
    columns = (
        Column(_("Item"), width=1.8),
        Column(_("Answer"), width=1.8),
        Column(_("Points"), is_number=True, width=0.7),
        Column(_("At most"), is_number=True, width=0.7),
    )
    return Section(_("Where the points come from"), (Table(columns, rows), *_not_asked(found)))


def _not_asked(found: Found) -> tuple[Paragraph, ...]:
    if not found.not_asked:
        return ()
    names = ", ".join(label("indicator", code) for code in found.not_asked)
    group = label("position_group", found.row["position_group"])
    words = _("Not applicable to the position group {group}, so neither asked nor missing: {items}.", group=group, items=names)
    return (Paragraph(words, "quiet"),)


def _advice(found: Found) -> Section:
    """What would raise the index: the next answer and the best one of each item, by the rules of the release."""
    if not found.is_itemised:
        return Section("", ())
    if not found.advice:
        return Section(_("Advice on development"), (Paragraph(_("Nothing is missing: these are the most points that can be developed.")),))
    rows = tuple(_step(item) for item in found.advice)
    columns = (
        Column(_("Item"), width=1.5),
        Column(_("Next step"), width=1.6),
        Column(_("Adds"), is_number=True, width=0.85),
        Column(_("Most points with"), width=1.6),
        Column(_("Adds at most"), is_number=True, width=0.95),
    )
    reachable = found.points("total") + float(sum((item.gain(item.best) for item in found.advice), Decimal(0)))
    lead = _(
        "With all of these the index would be {index}. Points are those of the rules {version}.", index=number(reachable), version=_version(found)
    )
    return Section(_("Advice on development"), (Table(columns, rows), Paragraph(lead), *_not_yet(found)))


def _version(found: Found) -> str:
    return str(found.rules["rule_version"])


def _step(item: Item) -> tuple[str, ...]:
    step = item.next or item.best
    name_ = label("indicator", item.indicator.indicator_code)
    return name_, _better(item, step), difference(float(item.gain(step))), _better(item, item.best), difference(float(item.gain(item.best)))


def _not_yet(found: Found) -> tuple[Paragraph, ...]:
    """That a training nobody has offered yet is not one that does not apply, where one is missing."""
    missing = [item.indicator for item in found.advice if item.answer_code == "no" and sentences.not_offered(item.indicator)]
    if not missing:
        return ()
    names = ", ".join(label("indicator", each.indicator_code) for each in missing)
    words = _(
        "{items}: “not yet” also where none was offered yet. The rules ask this of your position and give no points until there is one; that is not the same as "
        "not applicable. Who lacks an offer asks the unit that plans training for one.",
        items=names,
    )
    return (Paragraph(words, "quiet"),)


def _limits(found: Found) -> Section:
    """What is counted only for a while, and what no training mends."""
    lines = []
    for item in found.items if found.is_itemised else ():
        code, years = item.indicator.indicator_code, item.indicator.window_years
        if code in sentences.TRAININGS and years is not None:
            lines.append(_renewed(label("indicator", code), years))
    held = next((item for item in found.items if item.indicator.indicator_code == "discipline" and item.next is not None), None)
    if held is not None:
        years = held.indicator.window_years or 0
        lines.append(
            ngettext_(
                "A disciplinary punishment counts for {count} year; after that the points come back.",
                "A disciplinary punishment counts for {count} years; after that the points come back.",
                years,
            )
        )
    return Section("", tuple(Paragraph(line, "item") for line in lines))


def _renewed(item: str, years: int) -> str:
    return ngettext_(
        "{item} counts for {count} year and is then needed anew.", "{item} counts for {count} years and is then needed anew.", years, item=item
    )


def _methods(found: Found) -> Section:
    """What each answer gives, by the rules of the release."""
    rows = tuple(
        (
            label("indicator", item.indicator.indicator_code),
            "; ".join(f"{_named(item, each)}: {_plain(each.points)}" for each in item.indicator.answers),
        )
        for item in found.items
    )
    source = _("{regulation}; rules {version} of {year}.", regulation=found.rules["regulation"], version=_version(found), year=found.year.period_year)
    doubts = [str(found.rules["note"])] if found.rules.get("note") and not found.rules["is_confirmed"] else []
    blocks: list[Block] = [Paragraph(source), *(Paragraph(harmless(words, 600), "quiet") for words in doubts)]
    blocks.append(Table((Column(_("Item"), width=1.0), Column(_("Points of each answer"), width=3.4)), rows))
    wrong = _(
        "Who finds an answer that is not right asks the verifier of the own unit to return the measurement, or SIMPEG to correct the personal data."
    )
    return Section(_("Points of each answer"), (*blocks, Paragraph(wrong, "quiet")))


def _answer(item: Item) -> str:
    """The answer that gave the points."""
    code = str(item.answer_code)
    if item.indicator.has_bands:
        answer = next(each for each in item.indicator.answers if each.answer_code == code)
        return f"{label('performance', code)} ({_named(item, answer)})"
    return _named(item, next(each for each in item.indicator.answers if each.answer_code == code))


def _named(item: Item, answer: Answer) -> str:
    return sentences.answer_of_rule(item.indicator, answer.answer_code, answer.lower_bound, answer.upper_bound)


def _better(item: Item, answer: Answer) -> str:
    """An answer as something to reach."""
    if answer.lower_bound is not None:
        return sentences.better(item.indicator, answer.lower_bound)
    return _named(item, answer)


def _plain(value: Decimal) -> str:
    """22,5 or 15: points of the rules with as many decimals as they have."""
    whole = value == value.to_integral_value()
    return number(float(value), 0 if whole else 1)
