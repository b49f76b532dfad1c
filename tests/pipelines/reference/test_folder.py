"""The reference files load; a file that does not hold together is refused with its name, its line and what is wrong."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.reference import ReferenceFileError, load, years

REFERENCE = Path("data/reference")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(REFERENCE, tmp_path / "reference")


def edit(file: Path, old: str, new: str) -> int:
    """Replaces the first `old`; the line on which it begins."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("year", years(REFERENCE))
def test_every_year_loads(year: int) -> None:
    loaded = load(REFERENCE, year)
    assert (loaded.year, loaded.rules.year, loaded.schedule.year) == (year, year, year)


def test_there_are_rules_for_these_years() -> None:
    assert years(REFERENCE) == [2019, 2020, 2021, 2023]


def test_the_schedule_of_2021() -> None:
    stages = load(REFERENCE, 2021).schedule.stages
    assert [(each.no, each.starts_on, each.due_on) for each in stages] == [
        (1, date(2021, 4, 12), date(2021, 4, 16)),
        (2, date(2021, 4, 13), date(2021, 4, 19)),
        (3, None, date(2021, 4, 21)),
        (4, None, date(2021, 4, 23)),
        (5, None, date(2021, 4, 26)),
    ]


@pytest.mark.parametrize("year", [2019, 2020, 2023])
def test_an_assumed_schedule_says_so(year: int) -> None:
    assert "diandaikan" in (load(REFERENCE, year).schedule.note or "")


def test_the_points_of_predicates_are_marked_unconfirmed() -> None:
    (performance,) = [each for each in load(REFERENCE, 2023).rules.indicators if each.code == "performance"]
    assert {point.confirmed for point in performance.points} == {False}


BROKEN_RULES = [
    ('answer = "cukup", at_least = 61,', 'answer = "cukup", at_least = 62,', "pita nilai berlubang antara 61 dan 62"),
    ('answer = "cukup", at_least = 61,', 'answer = "cukup", at_least = 60,', "pita nilai bertumpuk antara 60 dan 61"),
    ('answer = "buruk", at_least = 0,', 'answer = "buruk", at_least = 1,', "pita terendah mulai dari 1, seharusnya 0"),
    ('answer = "sangat_baik", at_least = 91,', 'answer = "sangat_baik", at_least = 91, below = 100,', "pita tertinggi tidak boleh berbatas atas"),
    ('answer = "baik", at_least = 76, below = 91,', 'answer = "baik", at_least = 76,', "hanya pita tertinggi yang boleh tanpa below"),
    ('answer = "cukup", at_least = 61, below = 76,', 'answer = "cukup",', '"cukup" tanpa at_least di antara pita nilai'),
    ('answer = "cukup", at_least = 61,', 'answer = "lumayan", at_least = 61,', 'jawaban indikator "performance" "lumayan" tidak dikenal'),
    ('answer = "S-3", points = 25', 'answer = "S-3", points = 26', "poin 26 di luar dimensi qualification: 0 sampai 25"),
    ('answer = "S-2", points = 20', 'answer = "S-2", points = 20.005', "poin 20.005 lebih dari 2 angka di belakang koma"),
    ('answer = "S-2", points = 20', 'answer = "S-3", points = 20', 'jawaban "S-3" ditulis dua kali'),
    ('answer = "S-2", points = 20', 'answer = "S-2", points = "20"', '"20" bukan angka'),
    ('answer = "S-2", points = 20', 'answer = "S-2", poin = 20', 'kunci "poin" tidak dikenal'),
    ('answer = "S-2", points = 20', 'answer = "S-2"', 'kunci "points" belum ada'),
    ('answer = "S-2", points = 20', 'answer = "S-2", points = inf', "bukan angka"),
    ('code = "discipline", maximum = 5', 'code = "discipline", maximum = 6', "bobot keempat dimensi berjumlah 101, seharusnya 100"),
    ('code = "competence", maximum', 'code = "kompetensi", maximum', 'dimensi "kompetensi" tidak dikenal'),
    ('code = "tinggi", first = 81', 'code = "tinggi", first = 82', 'kategori "tinggi" mulai dari 82, seharusnya 81'),
    ('code = "sangat_rendah", first = 0', 'code = "sangat_rendah", first = 1', "kategori terendah harus mulai dari 0"),
    ("first = 91, last = 100", "first = 91, last = 99", "kategori tertinggi harus berakhir pada 100"),
    ('code = "tinggi", first', 'code = "sedang", first', '"sedang" di tempat "tinggi"'),
    ('code = "rendah", at_least = 61,', 'code = "rendah", at_least = 65,', "pita nilai berlubang antara 61 dan 65"),
]

BROKEN_BLOCKS = [
    (
        (
            '[[indicators]]\ncode = "seminar"\ndimension = "competence"\ngroups = ["struktural", "fungsional"]\nsource = "sim-ip-asn; silka-server"\n'
            'window_years = 2\nwhen_empty = "no"\nevidence = ["reference_no", "dated_on"]'
        ),
        '"dated_on"',
        '"tanggal"',
        'bukti indikator "seminar" "tanggal" tidak dikenal; yang dikenal: reference_no, dated_on, hours',
    ),
    (
        '[[indicators]]\ncode = "seminar"\ndimension = "competence"\ngroups = ["pelaksana"]',
        '"pelaksana"',
        '"pelayan"',
        'kelompok jabatan "pelayan" tidak dikenal',
    ),
    ('[[indicators]]\ncode = "seminar"\ndimension = "competence"\ngroups = ["pelaksana"]', '"pelaksana"', '"fungsional"', "dua kali untuk kelompok"),
    ('[[indicators]]\ncode = "seminar"', '"seminar"', '"webinar"', 'indikator "webinar" tidak dikenal'),
    (
        '[[indicators]]\ncode = "seminar"\ndimension = "competence"',
        '"competence"',
        '"discipline"',
        '"discipline" tidak dikenal; yang dikenal: competence',
    ),
    ('[[eligibility]]\nstatus = "CPNS"', '"CPNS"', '"PNS"', 'status "PNS" ditulis dua kali'),
    ('[[eligibility]]\nstatus = "CPNS"', '"CPNS"', '"CLTN"', 'status "CLTN" tidak dikenal'),
    ('[[eligibility]]\nstatus = "PNS"\nemployment_kind = "pns"\noutcome = "eligible"', '"eligible"', '"ya"', 'outcome "ya" tidak dikenal'),
]

BROKEN_HEADS = [
    ('[[eligibility]]\nstatus = "*"', '[[eligibility]]\nstatus = "PNS"', 'status "PNS" ditulis dua kali'),
    ('category_convention = "lower_inclusive"', 'category_convention = "middle"', 'category_convention "middle" tidak dikenal'),
    ("minimum_group_size = 5", "minimum_group_size = 0", "minimum_group_size 0 harus paling sedikit 1 orang"),
    ("rejected_share_limit = 0.20", "rejected_share_limit = 20", "rejected_share_limit 20 harus antara 0 dan 1"),
    ("total_tolerance = 0.01", "total_tolerance = 0.001", "total_tolerance 0.001 lebih dari 2 angka di belakang koma"),
    ("year = 2021", "year = 2022", "berkas ini berisi tahun 2022, padahal namanya tahun 2021"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN_RULES)
def test_a_broken_line_is_refused_with_its_line(folder: Path, old: str, new: str, sentence: str) -> None:
    file = folder / "scoring" / "2021.toml"
    line = edit(file, old, new)
    assert sentence in refusal(folder, file, line)


@pytest.mark.parametrize(("block", "old", "new", "sentence"), BROKEN_BLOCKS)
def test_a_broken_block_is_refused_with_the_line_of_its_heading(folder: Path, block: str, old: str, new: str, sentence: str) -> None:
    file = folder / "scoring" / "2021.toml"
    line = edit(file, block, new.join(block.rsplit(old, 1)))
    assert sentence in refusal(folder, file, line)


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN_HEADS)
def test_a_broken_value_of_the_whole_year_is_refused(folder: Path, old: str, new: str, sentence: str) -> None:
    file = folder / "scoring" / "2021.toml"
    edit(file, old, new)
    assert sentence in refusal(folder, file)


def test_points_of_a_group_that_do_not_reach_the_dimension_are_refused(folder: Path) -> None:
    file = folder / "scoring" / "2021.toml"
    edit(file, 'answer = "yes", points = 17.5', 'answer = "yes", points = 17')
    assert 'poin tertinggi dimensi competence untuk kelompok "pelaksana" berjumlah 39.5, seharusnya 40' in refusal(folder, file)


def test_a_missing_rule_for_every_other_status_is_refused(folder: Path) -> None:
    file = folder / "scoring" / "2021.toml"
    text = file.read_text(encoding="utf-8")
    begin = text.index('[[eligibility]]\nstatus = "*"')
    end = text.index("# The highest level of education")
    file.write_text(text[:begin] + text[end:], encoding="utf-8")
    assert "eligibility untuk status belum ada: *" in refusal(folder, file, 1)


def test_a_level_of_education_without_points_is_refused(folder: Path) -> None:
    file = folder / "scoring" / "2021.toml"
    edit(file, '  { answer = "SD", points = 1 },\n', "")
    assert 'jawaban indikator "education" belum ada: SD' in refusal(folder, file)


def test_what_is_no_toml_is_refused_with_its_line(folder: Path) -> None:
    file = folder / "scoring" / "2021.toml"
    line = edit(file, "minimum_group_size = 5", "minimum_group_size = ")
    assert "bukan TOML yang sah" in refusal(folder, file, line)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("due_on = 2021-04-16", "due_on = 2021-04-11", "tahap 1 mulai 2021-04-12, sesudah berakhir 2021-04-11"),
        ("due_on = 2021-04-23", "due_on = 2021-04-20", "tahap 4 berakhir 2021-04-20, sebelum tahap 3 berakhir 2021-04-21"),
        ("due_on = 2021-04-23", 'due_on = "23 April"', "bukan tanggal seperti 2021-04-16"),
        ("no = 3", "no = 4", "tahap 4 di tempat tahap 3"),
        ('counts = "measured"', 'counts = "people"', 'counts "people" tidak dikenal'),
        ('counts = "verified"', 'counts = "measured"', 'harus ada tepat satu tahap dengan counts = "measured", ada 2'),
        ("starts_on = 2021-04-12\n", "", "tahap 1 adalah masa pengukuran; tulis starts_on"),
        ('owner_kinds = ["eselon ii", "upt"]\n', "", "tahap 3 dihitung dari laporan; tulis owner_kinds"),
        ("owner_level = 2\n", "", "tahap 3 dihitung dari laporan; tulis owner_level"),
    ],
)
def test_a_schedule_in_disorder_is_refused(folder: Path, old: str, new: str, sentence: str) -> None:
    file = folder / "schedule" / "2021.toml"
    edit(file, old, new)
    assert sentence in refusal(folder, file)


def test_a_year_can_take_the_rules_of_another_and_says_which_file_is_wrong(folder: Path) -> None:
    assert load(folder, 2020).rules.dimensions == load(folder, 2021).rules.dimensions
    line = edit(folder / "scoring" / "2021.toml", 'code = "discipline", maximum = 5', 'code = "discipline", maximum = 6')
    with pytest.raises(ReferenceFileError) as refused:
        load(folder, 2020)
    assert str(refused.value).startswith(f"{folder / 'scoring' / '2021.toml'}:{line}: ")


@pytest.mark.parametrize("other", [2019, 2020, 2018])
def test_a_year_cannot_take_the_rules_of_a_year_that_has_none_of_its_own(folder: Path, other: int) -> None:
    file = folder / "scoring" / "2020.toml"
    edit(file, "as_in = 2021", f"as_in = {other}")
    with pytest.raises(ReferenceFileError, match=f"as_in {other}: tahun itu tidak mempunyai berkas aturan yang lengkap"):
        load(folder, 2020)


@pytest.mark.parametrize("name", ["schedule/2021.toml", "ranks.toml", "education.toml", "words.toml", "units_alias.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReferenceFileError, match="berkas tidak ada") as refused:
        load(folder, 2021)
    assert name in str(refused.value)


def test_a_year_without_rules_says_which_years_have_some(folder: Path) -> None:
    with pytest.raises(ReferenceFileError, match="aturan tahun 2022 belum ada; yang ada: 2019, 2020, 2021, 2023"):
        load(folder, 2022)


def refusal(folder: Path, file: Path, line: int | None = None) -> str:
    """What loading 2021 is refused with; it begins with the file, and with `line` where one is given."""
    with pytest.raises(ReferenceFileError) as refused:
        load(folder, 2021)
    sentence = str(refused.value)
    assert sentence.startswith(f"{file}:{'' if line is None else f'{line}: '}")
    return sentence
