"""Screening a file: every format, every kind of broken row, and nothing half-written."""

from __future__ import annotations

import csv
import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdkit import Chem

from ringfence.cli.main import main
from ringfence.jobs.columns import field_of
from ringfence.jobs.rows import InputNotUnderstood, mended
from ringfence.jobs.rows_out import COLUMNS, added_columns
from ringfence.jobs.screen_file import Progress, ScreeningInterrupted, Summary, screen_file
from ringfence.watch.screening import Row, RowVerdict

HEADER = "reference,substance,cas,quantity,from,to"


class FakeScreener:
    """Stops morphine, in whatever signal it stands; examines what could not be read."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def judge(self, row: Row) -> RowVerdict:
        self.rows.append(row)
        if row.problem:
            return RowVerdict("examine", reasons=(f"row could not be read: {row.problem}",))
        query = row.query
        said = " ".join((query.text, query.cas, query.smiles, query.description))
        if "morphine" in said or "57-27-2" in said or query.smiles == "CCO":
            return RowVerdict(
                "stop", ("morphine",), ("1961 I",), ("import_certificate (required)",), 90.0,
                (f"=quoted {query.text}", "second"),
            )  # fmt: skip
        return RowVerdict("release")


def screened(
    source: Path, out: Path | None = None, mapping: dict[str, str] | None = None, **options: object
) -> tuple[Summary, FakeScreener]:
    screener = FakeScreener()
    summary = screen_file(source, out, screener=screener, mapping=mapping or {}, **options)  # type: ignore[arg-type]
    return summary, screener


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter, strict=True))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


Write = Callable[..., Path]


def test_a_csv_keeps_its_columns_and_gains_ours(write: Write, tmp_path: Path) -> None:
    source = write("a.csv", f"{HEADER}\n7,morphine,57-27-2,12 kg,XA,XB\n8,cotton,,1 t,XA,XB\n")
    summary, screener = screened(source, tmp_path / "out.csv")
    first, second = rows_of(tmp_path / "out.csv")
    assert list(first) == [*HEADER.split(","), *COLUMNS]
    assert (first["reference"], first["verdict"], first["substances"]) == ("7", "stop", "morphine")
    assert (second["verdict"], second["reasons"]) == ("release", "")
    assert summary.verdicts == {"stop": 1, "release": 1}
    assert summary.top_substances == [("morphine", 1)]
    row = screener.rows[0]
    assert (row.query.text, row.query.cas, row.quantity) == ("morphine", "57-27-2", "12 kg")
    assert (row.from_country, row.to_country) == ("XA", "XB")


def test_our_cells_start_no_formula_and_lists_are_joined(write: Write, tmp_path: Path) -> None:
    source = write("a.csv", "substance\nmorphine | x\n")
    screened(source, tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["reasons"] == "'=quoted morphine / x|second"
    assert not any(row[name].startswith(("=", "+", "-", "@")) for name in COLUMNS)


def test_a_column_of_the_same_name_stays_and_ours_gets_a_prefix(
    write: Write, tmp_path: Path
) -> None:
    source = write("a.csv", "substance,Verdict,score\nmorphine,mine,5\n")
    screened(source, tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["Verdict"], row["ringfence_verdict"]) == ("mine", "stop")
    assert (row["score"], row["ringfence_score"]) == ("5", "90")
    assert added_columns(["verdict", "ringfence_verdict"])[0] == "ringfence_ringfence_verdict"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_any_common_delimiter_and_a_byte_order_mark_are_read_and_kept(
    write: Write, tmp_path: Path, delimiter: str, bom: str
) -> None:
    lines = ["Наименование,Страна назначения,Кол-во", 'morphine,XB,"1,5 кг"', "x,XA,2"]
    cells = list(csv.reader(lines))
    content = bom + "".join(delimiter.join(row) + "\r\n" for row in cells)
    if delimiter == ",":
        content = bom + "\r\n".join(lines)
    _, screener = screened(write("a.csv", content), tmp_path / "out.csv")
    assert screener.rows[0].to_country == "XB"
    assert screener.rows[0].quantity == "1,5 кг"
    assert (tmp_path / "out.csv").read_bytes().startswith(bom.encode() or b"\xd0")
    assert rows_of(tmp_path / "out.csv", delimiter)[0]["Наименование"] == "morphine"


def test_a_line_that_names_the_separator_is_no_header(write: Write) -> None:
    _, screener = screened(write("a.csv", "sep=;\nsubstance;cas\nmorphine;57-27-2\n"))
    assert screener.rows[0].query.cas == "57-27-2"


def test_rows_with_too_few_or_too_many_cells_are_marked_and_kept(
    write: Write, tmp_path: Path
) -> None:
    source = write("a.csv", "reference,substance\n1,morphine\n2\n\n3,morphine,tablets\n4,tea\n")
    summary, _ = screened(source, tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert [row["verdict"] for row in rows] == ["stop", "examine", "examine", "release"]
    assert rows[2]["substance"] == "morphine,tablets"
    assert rows[1]["reasons"].startswith("row could not be read: line 3: it has 1 cells")
    assert [(one.row, one.line) for one in summary.unreadable] == [(2, 3), (3, 5)]


def test_a_stray_quote_spoils_its_own_line_only(write: Write, tmp_path: Path) -> None:
    rows = "".join(f"{number},morphine\n" for number in range(3, 9))
    source = write("a.csv", f'reference,substance\n1,tea\n2,"tea\n{rows}')
    summary, _ = screened(source, tmp_path / "out.csv")
    assert summary.verdicts == {"release": 1, "examine": 1, "stop": 6}
    assert [row["reference"] for row in rows_of(tmp_path / "out.csv")] == list("12345678")


def test_a_quoted_cell_may_hold_line_ends(write: Write) -> None:
    summary, screener = screened(write("a.csv", 'a,description\n1,"two\nlines"\n2,tea\n'))
    assert summary.unreadable_count == 0 and summary.rows == 2
    assert screener.rows[0].query.description == "two\nlines"


def test_a_line_without_end_is_one_marked_row_and_the_next_line_is_read(write: Write) -> None:
    content = "a,substance\n1,tea\n2," + "x" * 3_000_000 + "\n3,morphine\n"
    summary, _ = screened(write("a.csv", content))
    assert summary.verdicts == {"release": 1, "examine": 1, "stop": 1}
    assert [(one.row, one.line) for one in summary.unreadable] == [(2, 3)]
    short = ",".join("x" * 600_000)
    summary, _ = screened(
        write("b.ndjson", f'{{"name": "tea", "x": "{short}"}}\n{{"name": "morphine"}}')
    )
    assert summary.verdicts == {"examine": 1, "stop": 1}


def test_bytes_that_do_not_decode_mark_their_row_which_is_judged_all_the_same(
    write: Write, tmp_path: Path
) -> None:
    content = "substance,note\nчай,ok\n".encode() + b"morphine,\xcf\xf0\ntea,\xff\n"
    summary, _ = screened(write("a.csv", content), tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert [row["verdict"] for row in rows] == ["release", "stop", "examine"]
    assert rows[1]["note"] == "\\xcf\\xf0"
    assert "the byte 0xcf is not utf-8" in rows[1]["reasons"]
    assert summary.unreadable_count == 2


def test_a_wrong_encoding_is_refused_with_the_line_the_byte_and_the_remedy(write: Write) -> None:
    content = "substance\nморфин\nчай\nкофе\n".encode("cp1251")
    source = write("a.csv", content)
    with pytest.raises(InputNotUnderstood) as refused:
        screened(source)
    assert refused.value.line == 2
    assert "0xec" in refused.value.problem and "--encoding cp1251" in refused.value.remedy
    _, screener = screened(source, encoding="cp1251")
    assert screener.rows[0].query.text == "морфин"


def test_a_header_that_does_not_decode_is_refused_and_a_first_row_is_marked(write: Write) -> None:
    with pytest.raises(InputNotUnderstood, match="not UTF-8"):
        screened(write("a.csv", b"substance,\xcf\nmorphine,1\n"))
    summary, _ = screened(write("a.smi", b"CCO \xcf\nCC\n"))
    assert (summary.unreadable_count, summary.verdicts["stop"]) == (1, 1)


def test_utf_16_is_recognised_and_read_when_named(write: Write) -> None:
    source = write("a.csv", "substance\tcas\nморфин\t57-27-2\n".encode("utf-16"))
    with pytest.raises(InputNotUnderstood, match="--encoding utf-16"):
        screened(source)
    _, screener = screened(source, encoding="utf-16")
    assert screener.rows[0].query.text == "морфин"


def test_an_unknown_encoding_is_refused(write: Write) -> None:
    with pytest.raises(InputNotUnderstood, match="no encoding"):
        screened(write("a.csv", "substance\n"), encoding="latin-17")


def test_gzip_is_read_and_a_broken_one_refused(write: Write) -> None:
    packed = gzip.compress(f"{HEADER}\n1,morphine,,,,\n".encode() * 500)
    summary, _ = screened(write("a.csv.gz", gzip.compress(b"substance\nmorphine\n")))
    assert summary.verdicts == {"stop": 1}
    with pytest.raises(InputNotUnderstood, match="Fetch the file again"):
        screened(write("b.csv.gz", packed[: len(packed) // 2]))
    with pytest.raises(InputNotUnderstood):
        screened(write("c.csv.gz", b"substance\nmorphine\n"))


def test_parquet_keeps_its_types_and_gains_lists(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int32()),
            "substance": pa.array(["morphine", None]).dictionary_encode(),
            "quantity": pa.array([1.234, 5e3]),
            "unit": ["kg", "g"],
            "day": pa.array([1, 2], pa.date32()),
            "verdict": pa.array([True, None]),
        }
    ).replace_schema_metadata({"kept": "yes"})
    pq.write_table(table, tmp_path / "a.parquet")
    _, screener = screened(tmp_path / "a.parquet", tmp_path / "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.select(table.column_names).equals(table)
    assert out.schema.metadata[b"kept"] == b"yes"
    assert out.schema.field("substances").type == pa.list_(pa.string())
    assert out["ringfence_verdict"].to_pylist() == ["stop", "release"]
    assert out["reasons"].to_pylist()[0] == ["=quoted morphine", "second"]
    assert [row.quantity for row in screener.rows] == ["1.2340 kg", "5000 g"]


def test_parquet_to_csv_and_csv_to_parquet(write: Write, tmp_path: Path) -> None:
    source = write("a.csv", "substance,x,x\nmorphine,1,2\n")
    screened(source, tmp_path / "out.parquet")
    names = pq.read_schema(tmp_path / "out.parquet").names
    assert names == ["substance", "x", "x_2", *COLUMNS]
    screened(tmp_path / "out.parquet", tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["x_2"], row["verdict"], row["ringfence_verdict"]) == ("2", "stop", "stop")


def test_a_file_that_is_no_parquet_is_refused(write: Write) -> None:
    with pytest.raises(InputNotUnderstood, match="not a Parquet file"):
        screened(write("a.parquet", b"PAR1 and nothing else"))


def test_ndjson_lines_are_rows_and_broken_ones_are_marked(write: Write, tmp_path: Path) -> None:
    lines = [
        json.dumps({"name": "morphine", "qty": 1}),
        '{"name": "tea", "weight": 1.50, "more": {"a": [1]}}',
        '{"name": "tea"',
        "",
        "[1]",
    ]
    summary, _ = screened(write("a.ndjson", "\n".join(lines)), tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0])[:4] == ["name", "qty", "weight", "more"]
    assert [row["verdict"] for row in rows] == ["stop", "release", "examine", "examine"]
    assert (rows[1]["weight"], rows[1]["more"]) == ("1.50", '{"a": [1]}')
    assert [one.line for one in summary.unreadable] == [3, 5]
    screened(write("b.jsonl", "\n".join(lines)), tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 4


def test_a_json_list_is_refused_with_the_remedy(write: Write) -> None:
    with pytest.raises(InputNotUnderstood, match="one object a line"):
        screened(write("a.json", '[{"name": "morphine"}]'))


def test_smiles_files_have_a_structure_and_a_name(write: Write, tmp_path: Path) -> None:
    content = "SMILES Name\nCCO  ethanol 96\n\nCC\tethane\nC[C@H](O)F |o1:1| relative\nC#N\n"
    _, screener = screened(write("a.smi", content), tmp_path / "out.csv")
    assert [(row.query.smiles, row.query.text) for row in screener.rows] == [
        ("CCO", "ethanol 96"),
        ("CC", "ethane"),
        ("C[C@H](O)F |o1:1|", "relative"),
        ("C#N", ""),
    ]
    assert rows_of(tmp_path / "out.csv")[0]["verdict"] == "stop"


def molblock(smiles: str, title: str = "") -> str:
    block: str = Chem.MolToMolBlock(Chem.MolFromSmiles(smiles))
    return title + block


def test_sd_records_are_rows_with_their_properties(write: Write, tmp_path: Path) -> None:
    broken = "bad\n  x\n\n  9  9 nonsense\nM  END\n"
    content = (
        f"{molblock('CCO', 'first')}> <CAS>\n64-17-5\n\n>  1  <NOTE>\ntwo\nlines\n\n$$$$\n"
        f"{broken}> <CAS>\n57-27-2\n\n$$$$\n"
        f"{broken}$$$$\n"
        f"{molblock('[13CH4].Cl')}$$$$\n\n"
    )
    summary, _ = screened(write("a.sdf", content), tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0])[:4] == ["title", "smiles", "CAS", "NOTE"]
    assert (rows[0]["title"], rows[0]["smiles"], rows[0]["NOTE"]) == ("first", "CCO", "two\nlines")
    assert [row["verdict"] for row in rows] == ["stop", "stop", "examine", "release"]
    assert "structure could not be read" in rows[1]["reasons"]
    assert rows[3]["smiles"] == "Cl.[13CH4]"
    assert summary.unreadable_count == 2
    assert summary.unreadable[0].line == 19


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("substance", "substance"), ("INN", "substance"), ("Product Name", "substance"),
        ("Наименование", "substance"), ("CAS_No.", "cas"), ("cas number", "cas"),
        ("InChIKey", "inchikey"), ("Goods_Description", "description"),
        ("Количество", "quantity"), ("Кол-во", "quantity"), ("net_weight_kg", "quantity"),
        ("Масса, кг", "quantity"), ("Страна отправления", "from"), ("exporter_country", "from"),
        ("destination", "to"), ("UoM", "unit"), ("reference", None), ("", None), ("kg", None),
    ],
)  # fmt: skip
def test_columns_are_recognised_by_name(name: str, field: str | None) -> None:
    assert field_of(name) == field


def test_a_column_can_be_mapped_and_a_wrong_map_names_what_there_is(write: Write) -> None:
    source = write("a.csv", "what,name,Amount kg\nmorphine,tea,1.5\n")
    summary, screener = screened(source, mapping={"substance": "WHAT"})
    assert screener.rows[0].query.text == "morphine"
    assert screener.rows[0].query.description == "tea"
    assert screener.rows[0].quantity == "1.5 kg"
    assert summary.columns["substance"] == "what"
    with pytest.raises(InputNotUnderstood, match="'what', 'name', 'Amount kg'"):
        screened(source, mapping={"substance": "nothing"})
    with pytest.raises(InputNotUnderstood, match="Map one of: substance"):
        screened(source, mapping={"colour": "what"})


def test_a_file_without_a_known_column_is_refused_with_the_remedy(write: Write) -> None:
    with pytest.raises(InputNotUnderstood, match="--map substance=COLUMN"):
        screened(write("a.csv", "a,quantity\n1,2\n"))


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(write: Write, content: str) -> None:
    with pytest.raises(InputNotUnderstood):
        screened(write("a.csv", content))


def test_a_header_alone_gives_no_rows(write: Write, tmp_path: Path) -> None:
    summary, _ = screened(write("a.csv", HEADER + "\n"), tmp_path / "out.csv")
    assert summary.rows == 0 and rows_of(tmp_path / "out.csv") == []


def test_unknown_kinds_and_impossible_names_are_refused_before_the_work(
    write: Write, tmp_path: Path
) -> None:
    source = write("a.csv", "substance\nmorphine\n")
    for out in (tmp_path / "out.xlsx", tmp_path / "none" / "out.csv", source):
        with pytest.raises(InputNotUnderstood):
            screened(source, out)
    with pytest.raises(InputNotUnderstood, match=r"\.xlsx"):
        screened(write("a.xlsx", b""))
    assert source.read_text() == "substance\nmorphine\n"


class Stops(FakeScreener):
    """Fails at its third row."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def judge(self, row: Row) -> RowVerdict:
        if len(self.rows) == 2:
            raise self.error
        return super().judge(row)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("x")])
def test_an_interrupted_run_leaves_nothing_and_says_so(
    write: Write, tmp_path: Path, suffix: str, error: BaseException
) -> None:
    source, out = write("a.csv", "substance\na\nb\nc\nd\n"), tmp_path / f"out{suffix}"
    out.write_bytes(b"before")
    with pytest.raises((ScreeningInterrupted, RuntimeError)) as stopped:
        screen_file(source, out, screener=Stops(error), mapping={}, batch_rows=2)
    if isinstance(error, KeyboardInterrupt):
        assert "after 2 rows" in str(stopped.value) and "was not written" in str(stopped.value)
    assert out.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", out.name]


def test_equal_rows_are_judged_once_and_counted_each_time(write: Write) -> None:
    source = write("a.csv", "reference,substance\n" + "1,morphine\n2,tea\n" * 50)
    summary, screener = screened(source)
    assert len(screener.rows) == summary.different == 2
    assert summary.verdicts == {"stop": 50, "release": 50}


def test_rows_and_progress_are_told_in_order(write: Write) -> None:
    told: list[int] = []
    steps: list[Progress] = []
    source = write("a.csv", "substance\n" + "tea\n" * 10)
    screened(
        source, batch_rows=4, progress=steps.append, on_row=lambda row, _: told.append(row.number)
    )
    assert told == list(range(1, 11))
    assert [step.rows for step in steps] == [4, 8, 10]
    assert steps[-1].fraction == 1.0 and steps[-1].rows_per_second > 0


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    def peak(rows: int) -> int:
        source = tmp_path / f"{rows}.csv"
        with source.open("w", encoding="utf-8") as file:
            file.write(HEADER + "\n")
            file.writelines(f"{row},tea {row % 50},,{'9' * 200} kg,XA,XB\n" for row in range(rows))
        tracemalloc.start()
        summary, _ = screened(source, tmp_path / f"out{suffix}", batch_rows=256)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert summary.rows == rows
        return most

    peak(500)
    assert peak(20_000) < 1.3 * peak(2_000) + 200_000


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_csv_holds_comes_out_unchanged(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["substance", "note"])
        writer.writerows(rows)
    screened(source, out)
    with out.open(encoding="utf-8", newline="") as lines:
        found = [tuple(row[:2]) for row in csv.reader(lines)][1:]
    assert found == rows


@given(st.text())
def test_mended_text_is_always_plain_utf_8(text: str) -> None:
    assert mended(text).encode("utf-8").decode("utf-8") is not None
    if text.isascii():
        assert mended(text) == text


def test_the_example_consignments_are_all_readable() -> None:
    source = Path(__file__).resolve().parent.parent / "examples" / "consignments.csv"
    summary, screener = screened(source)
    assert summary.rows > 40 and summary.unreadable_count == 0
    assert set(summary.columns) == {
        "substance", "cas", "smiles", "description", "quantity", "from", "to",
    }  # fmt: skip
    assert all(row.from_country and row.to_country and row.quantity for row in screener.rows)


def test_columns_that_nothing_was_looked_for_in_are_named(tmp_path: Path) -> None:
    source = tmp_path / "goods.csv"
    source.write_text("Invoice,Drug,Dest\n17,morphine,XB\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["screen", str(source), "--json"])
    told = json.loads(result.stdout)
    assert told["columns"] == {"substance": "Drug", "to": "Dest"}
    assert told["columns_not_read"] == ["Invoice"]
