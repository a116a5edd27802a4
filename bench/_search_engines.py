"""The engines, each doing the same work for a request: exact total, a page of twenty, six facets counted, extracts marked, and
another spelling when there is little. Ours does a little more: synonyms, and each facet counted without its own choice.

Each engine is tuned as its manual says: PostgreSQL with a stored, weighted tsvector under GIN and B-trees under the filters, one
materialised match for page and counts; FTS5 with its prefix index, external content and an optimised merge; tantivy with fast fields
and one segment where it makes one.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bench._search_corpus import DAY
from bench._search_queries import COUNTED, Ask
from search_index.documents import SearchRequest, VacancyDocument

PER_PAGE = 20
FEW = 3
STORED = 1_500
EARTH_MILES = 3958.8
Words = list[tuple[str, int]]


class Answer(NamedTuple):
    """What came back: enough to compare engines by."""

    total: int
    references: list[str]
    facets: dict[str, dict[str, int]]
    extracts: list[str]
    suggestion: str | None


class Engine(Protocol):
    """Built once from a corpus, then opened in a process of its own."""

    name: str

    def build(self, documents: Iterable[VacancyDocument], words: Words) -> None: ...
    def open(self) -> None: ...
    def search(self, ask: Ask) -> Answer: ...
    def cpu(self) -> float: ...
    def megabytes(self) -> float: ...


class Ours:
    """search_index, without its cache of results."""

    name = "the portal's"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "ours"

    def build(self, documents: Iterable[VacancyDocument], words: Words) -> None:
        import search_index

        search_index.rebuild(self._folder, documents)

    def open(self) -> None:
        import search_index

        self._index = search_index.SearchIndex(self._folder, keep_results=False)
        self._index.snapshot()

    def search(self, ask: Ask) -> Answer:
        said = {"word": "{}", "phrase": '"{}"', "prefix": "{}*", "minus": "-{}"}
        page = self._index.search(
            SearchRequest(
                words=" ".join(said[kind].format(text) for kind, text in ask.words),
                filters=tuple((name, (value,)) for name, value in ask.filters),
                pay_from=ask.pay_from,
                near=ask.near,
                within=ask.within if ask.near else None,
                sort=ask.sort,
                page=ask.page,
                per_page=PER_PAGE,
                now=ask.now,
                include_closed=not ask.open_only,
                facets=COUNTED,
            )
        )
        return Answer(
            page.total,
            [hit.reference for hit in page.hits],
            {name: {count.value: count.count for count in counts} for name, counts in page.facets.items()},
            [hit.extract_html for hit in page.hits],
            page.suggestion,
        )

    def cpu(self) -> float:
        return time.process_time()

    def megabytes(self) -> float:
        return _size(self._folder)


class Postgres:
    """PostgreSQL's full-text search."""

    name = "PostgreSQL"

    def __init__(self, url: str, table: str) -> None:
        self._url, self._table = url.replace("+psycopg", ""), table

    def _connect(self) -> Any:
        import psycopg

        connection = psycopg.connect(self._url, autocommit=True)
        for setting in ("jit = off", "work_mem = '64MB'", "random_page_cost = 1.1", "effective_cache_size = '4GB'"):
            connection.execute(f"set {setting}")
        return connection

    def build(self, documents: Iterable[VacancyDocument], words: Words) -> None:
        table, connection = self._table, self._connect()
        connection.execute("create extension if not exists pg_trgm")
        connection.execute(
            f"""create table {table} (id int primary key, reference text unique, title text, employer text, extract text,
            sector text, family text, regions text[], contract text[], grade_scheme text, workplace text,
            pay int, posted int, closing int, lat float8, lon float8, tsv tsvector)"""
        )
        raw = f"""create temp table incoming (like {table}); alter table incoming add description text"""
        connection.execute(raw)
        columns = "id, reference, title, employer, extract, sector, family, regions, contract, grade_scheme, workplace, pay, posted, closing, lat, lon, description"
        with connection.cursor() as cursor, cursor.copy(f"copy incoming ({columns}) from stdin") as copy:
            for number, it in enumerate(documents):
                lat, lon = it.coordinates[0]
                copy.write_row(
                    (number, it.reference, it.title, it.employer, it.description[:STORED], it.sector, it.family,
                     list(it.regions), list(it.contract), it.grade_scheme, it.workplace, it.pay_maximum, it.posted, it.closing,
                     lat, lon, f"{it.keywords} {it.description}")
                )  # fmt: skip
        vector = "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', employer), 'C') || to_tsvector('english', description)"
        stored = columns.removesuffix(", description")
        connection.execute(f"insert into {table} ({stored}, tsv) select {stored}, {vector} from incoming")
        connection.execute("drop table incoming")
        connection.execute(f"create index on {table} using gin (tsv) with (fastupdate = off)")
        for name in ("closing", "posted", "pay", "sector, closing", "family, closing", "lat, lon"):
            connection.execute(f"create index on {table} ({name})")
        for name in ("regions", "contract"):
            connection.execute(f"create index on {table} using gin ({name})")
        connection.execute(f"create table {table}_words (word text, count int)")
        with connection.cursor() as cursor, cursor.copy(f"copy {table}_words from stdin") as copy:
            for row in words:
                copy.write_row(row)
        connection.execute(f"create index on {table}_words using gin (word gin_trgm_ops)")
        connection.execute(f"create index on {table}_words (word)")
        connection.execute(f"vacuum analyze {table}")
        connection.execute(f"analyze {table}_words")

    def open(self) -> None:
        self._connection = self._connect()
        self._backend = self._connection.execute("select pg_backend_pid()").fetchone()[0]

    def search(self, ask: Ask) -> Answer:
        where, values, query = self._where(ask)
        ranked = query and ask.sort == "relevance"
        rank = "ts_rank_cd(tsv, to_tsquery('english', %(query)s))" if ranked else "0"
        order = {"relevance": "rank desc, posted desc" if ranked else "posted desc", "newest": "posted desc",
                 "closing": "closing", "pay": "pay desc nulls last"}[ask.sort]  # fmt: skip
        singles = [name for name in COUNTED if name not in ("regions", "contract")]
        counted = " union all ".join(
            [f"select '{name}', {name}, count(*), 0 from found where {name} is not null group by 2" for name in singles]
            + [
                f"select '{name}', unnest({name}), count(*), 0 from found group by 2"
                for name in ("regions", "contract")
            ]
        )
        rows = self._connection.execute(
            f"""with found as materialized (select id, {rank} as rank, posted, closing, pay, {", ".join(COUNTED)}
                from {self._table} where {" and ".join(where) or "true"}),
            shown as (select id, row_number() over (order by {order}, id) as place from found order by {order}, id
                limit {PER_PAGE} offset {PER_PAGE * (ask.page - 1)})
            select 'page', null, id, place from shown union all select 'total', null, count(*), 0 from found union all {counted}""",
            values,
        ).fetchall()
        ids, total, facets = [], 0, {name: {} for name in COUNTED}
        for kind, value, number, place in rows:
            if kind == "page":
                ids.append((place, number))
            elif kind == "total":
                total = number
            else:
                facets[kind][value] = number
        order_of = {number: place for place, number in ids}
        marked = (
            "ts_headline('english', extract, to_tsquery('english', %(query)s), 'StartSel=<mark>, StopSel=</mark>, MaxWords=35, MinWords=20')"
            if query
            else "left(extract, 240)"
        )
        shown = self._connection.execute(
            f"select id, reference, title, {marked} from {self._table} where id = any(%(ids)s)",
            {**values, "ids": list(order_of)},
        ).fetchall()
        shown.sort(key=lambda row: order_of[row[0]])
        return Answer(
            total,
            [row[1] for row in shown],
            facets,
            [row[3] for row in shown],
            self._suggestion(ask) if total < FEW and ask.words else None,
        )

    def _where(self, ask: Ask) -> tuple[list[str], dict[str, Any], str]:
        said = {"word": "'{}'", "prefix": "{}:*", "minus": "!'{}'"}
        query = " & ".join(
            f"({' <-> '.join(text.split())})" if kind == "phrase" else said[kind].format(text)
            for kind, text in ask.words
        )
        where: list[str] = []
        values: dict[str, Any] = {}
        if query:
            where.append("tsv @@ to_tsquery('english', %(query)s)")
            values["query"] = query
        if ask.open_only:
            where.append(f"closing > {ask.now}")
        for name, value in ask.filters:
            where.append(f"{name} @> array[%({name})s]" if name in ("regions", "contract") else f"{name} = %({name})s")
            values[name] = value
        if ask.pay_from:
            where.append(f"pay >= {ask.pay_from}")
        if ask.near:
            where += [_box(ask), _haversine(ask, "lat", "lon")]
        return where, values, query

    def _suggestion(self, ask: Ask) -> str | None:
        words, changed = [], False
        for kind, text in ask.words:
            near = None
            if (
                kind == "word"
                and not self._connection.execute(
                    f"select 1 from {self._table}_words where word = %s limit 1", (text,)
                ).fetchone()
            ):
                near = self._connection.execute(
                    f"select word from {self._table}_words where word %% %s order by similarity(word, %s) desc, count desc limit 1",
                    (text, text),
                ).fetchone()
            changed = changed or bool(near)
            words.append(near[0] if near else text)
        return " ".join(words) if changed else None

    def cpu(self) -> float:
        return time.process_time() + int(Path(f"/proc/{self._backend}/schedstat").read_text().split()[0]) / 1e9

    def megabytes(self) -> float:
        size = self._connect().execute(f"select pg_total_relation_size('{self._table}')").fetchone()[0]
        return float(size) / 1e6


class Fts5:
    """SQLite's FTS5."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.db"

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None)
        for pragma in (
            "journal_mode=wal",
            "synchronous=normal",
            "cache_size=-262144",
            "mmap_size=2147483648",
            "temp_store=memory",
        ):
            connection.execute(f"pragma {pragma}")
        return connection

    def build(self, documents: Iterable[VacancyDocument], words: Words) -> None:
        connection = self._connect()
        connection.execute("begin")
        connection.execute(
            """create table d (id integer primary key, reference, title, employer, extract, sector, family, regions, contract,
            grade_scheme, workplace, pay, posted, closing, lat, lon, description)"""
        )
        connection.execute(
            "create virtual table f using fts5(title, employer, description, content='d', content_rowid='id', tokenize='porter unicode61', prefix='2 3 4')"
        )
        connection.executemany(
            f"insert into d values ({','.join('?' * 17)})",
            (
                (number, it.reference, it.title, it.employer, it.description[:STORED], it.sector, it.family,
                 "|".join(it.regions), "|".join(it.contract), it.grade_scheme, it.workplace, it.pay_maximum, it.posted,
                 it.closing, *it.coordinates[0], f"{it.keywords} {it.description}")
                for number, it in enumerate(documents)
            ),
        )  # fmt: skip
        connection.execute("insert into f(f) values ('rebuild')")
        connection.execute("insert into f(f) values ('optimize')")
        for name in ("closing", "posted", "pay", "sector, closing", "family, closing"):
            connection.execute(f"create index [{name}] on d ({name})")
        connection.execute("create virtual table spelling using fts5(word, count unindexed, tokenize='trigram')")
        connection.executemany("insert into spelling values (?, ?)", words)
        connection.execute("commit")
        connection.execute("analyze")
        connection.close()

    def open(self) -> None:
        self._connection = self._connect()

    def search(self, ask: Ask) -> Answer:
        where, values = [], []
        match = self._match(ask)
        source = "f join d on d.id = f.rowid" if match else "d"
        if match:
            where.append("f match ?")
            values.append(match)
        if ask.open_only:
            where.append(f"closing > {ask.now}")
        for name, value in ask.filters:
            where.append(f"{name} like ?" if name in ("regions", "contract") else f"{name} = ?")
            values.append(f"%{value}%" if name in ("regions", "contract") else value)
        if ask.pay_from:
            where.append(f"pay >= {ask.pay_from}")
        if ask.near:
            where += [_box(ask), _haversine(ask, "lat", "lon")]
        ranked = match and ask.sort == "relevance"
        rank = "bm25(f, 3.0, 1.0, 1.0)" if ranked else "0"
        order = {"relevance": "rank, posted desc" if ranked else "posted desc", "newest": "posted desc",
                 "closing": "closing", "pay": "pay desc"}[ask.sort]  # fmt: skip
        counted = " union all ".join(f"select '{name}', {name}, count(*) from found group by 2" for name in COUNTED)
        rows = self._connection.execute(
            f"""with found as materialized (select id, {rank} as rank, posted, closing, pay, {", ".join(COUNTED)} from {source}
                where {" and ".join(where) or "1"})
            select * from (select 'page', id, 0 from found order by {order}, id limit {PER_PAGE} offset {PER_PAGE * (ask.page - 1)})
            union all select 'total', 0, count(*) from found union all {counted}""",
            values,
        ).fetchall()
        ids, total, facets = [], 0, {name: {} for name in COUNTED}
        for kind, value, number in rows:
            if kind == "page":
                ids.append(value)
            elif kind == "total":
                total = number
            else:
                for each in (value or "").split("|"):
                    facets[kind][each] = facets[kind].get(each, 0) + number
        listed = ",".join(map(str, ids))
        shown = dict(
            (row[0], row)
            for row in self._connection.execute(
                f"select id, reference, title, substr(extract, 1, 240) from d where id in ({listed})"
            )
        )
        extracts = {}
        if match and ids:
            extracts = dict(
                self._connection.execute(
                    f"select rowid, snippet(f, 2, '<mark>', '</mark>', '…', 35) from f where f match ? and rowid in ({listed})",
                    (match,),
                )
            )
        return Answer(
            total,
            [shown[number][1] for number in ids],
            facets,
            [extracts.get(number) or shown[number][3] for number in ids],
            self._suggestion(ask) if total < FEW and ask.words else None,
        )

    def _match(self, ask: Ask) -> str:
        wanted = " AND ".join(
            f'"{text}"*' if kind == "prefix" else f'"{text}"' for kind, text in ask.words if kind != "minus"
        )
        unwanted = " ".join(f'NOT "{text}"' for kind, text in ask.words if kind == "minus")
        return f"{wanted} {unwanted}".strip() if wanted else ""

    def _suggestion(self, ask: Ask) -> str | None:
        from rapidfuzz.distance import OSA

        words, changed = [], False
        for kind, text in ask.words:
            near = None
            if kind == "word":
                parts = " OR ".join(f'"{text[at : at + 3]}"' for at in range(len(text) - 2))
                rows = self._connection.execute(
                    "select word, count from spelling where spelling match ?", (parts,)
                ).fetchall()
                if all(word != text for word, _ in rows):
                    scored = [(OSA.distance(text, word, score_cutoff=2), -int(count), word) for word, count in rows]
                    near = min((each for each in scored if each[0] <= 2), default=None)
            changed = changed or bool(near)
            words.append(near[2] if near else text)
        return " ".join(words) if changed else None

    def cpu(self) -> float:
        return time.process_time()

    def megabytes(self) -> float:
        return sum(path.stat().st_size for path in self._path.parent.glob("fts5.db*")) / 1e6


class Tantivy:
    """tantivy, the library under several search servers, through its Python package."""

    name = "tantivy"
    _numbers = ("pay", "posted", "closing")

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"

    def _schema(self) -> Any:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("reference", stored=True, tokenizer_name="raw")
        for name in ("title", "employer", "description"):
            schema.add_text_field(name, stored=name != "employer", tokenizer_name="en_stem")
        for name in COUNTED:
            schema.add_text_field(name, stored=False, tokenizer_name="raw", fast=True, index_option="basic")
        for name in self._numbers:
            schema.add_integer_field(name, stored=False, indexed=True, fast=True)
        for name in ("lat", "lon"):
            schema.add_float_field(name, stored=False, indexed=True, fast=True)
        return schema.build()

    def build(self, documents: Iterable[VacancyDocument], words: Words) -> None:
        import tantivy

        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        index = tantivy.Index(self._schema(), path=str(self._folder))
        writer = index.writer(512_000_000, 1)
        for it in documents:
            document = tantivy.Document()
            for name, text in (("reference", it.reference), ("title", it.title), ("employer", it.employer),
                               ("description", f"{it.description} {it.keywords}")):  # fmt: skip
                document.add_text(name, text)
            for name in COUNTED:
                value = getattr(it, name)
                for each in value if isinstance(value, tuple) else (value,) if value else ():
                    document.add_text(name, each)
            for name, number in (("pay", it.pay_maximum), ("posted", it.posted), ("closing", it.closing)):
                document.add_integer(name, -1 if number is None else number)
            document.add_float("lat", it.coordinates[0][0])
            document.add_float("lon", it.coordinates[0][1])
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        (self._folder / "words.json").write_text(json.dumps(words))

    def open(self) -> None:
        import tantivy

        self._index = tantivy.Index(self._schema(), path=str(self._folder))
        self._index.reload()
        self._words = dict(json.loads((self._folder / "words.json").read_text()))
        self._spellings = list(self._words)

    def search(self, ask: Ask) -> Answer:
        from tantivy import Order, Query, SnippetGenerator

        searcher, schema = self._index.searcher(), self._index.schema
        parts, words = self._parts(ask)
        query = Query.boolean_query(parts) if parts else Query.all_query()
        order: dict[str, Any] = {
            "newest": {"order_by_field": "posted"},
            "closing": {"order_by_field": "closing", "order": Order.Asc},
            "pay": {"order_by_field": "pay"},
        }.get(ask.sort if words or ask.sort != "relevance" else "newest", {})
        found = searcher.search(query, PER_PAGE, count=True, offset=PER_PAGE * (ask.page - 1), **order)
        groups = searcher.aggregate(query, {name: {"terms": {"field": name, "size": 60}} for name in COUNTED})
        shown = [searcher.doc(address) for _, address in found.hits]
        extracts = [document["description"][0][:240] for document in shown]
        if words and shown:
            generator = SnippetGenerator.create(searcher, Query.boolean_query(words), schema, "description")
            generator.set_max_num_chars(240)
            extracts = [generator.snippet_from_doc(document).to_html() for document in shown]
        return Answer(
            found.count,
            [document["reference"][0] for document in shown],
            {name: {bucket["key"]: bucket["doc_count"] for bucket in groups[name]["buckets"]} for name in COUNTED},
            extracts,
            self._suggestion(ask) if found.count < FEW and words else None,
        )

    def _parts(self, ask: Ask) -> tuple[list[Any], list[Any]]:
        from tantivy import FieldType, Occur, Query

        schema = self._index.schema
        fields = ["title", "employer", "description"]
        words, parts = [], []
        for kind, text in ask.words:
            if kind == "prefix":
                each = [(Occur.Should, Query.regex_query(schema, name, f"{text}.*")) for name in fields]
                words.append((Occur.Must, Query.boolean_query(each)))
                continue
            said = f'"{text}"' if kind == "phrase" else text
            query = self._index.parse_query(said, fields, field_boosts={"title": 3.0}, conjunction_by_default=True)
            words.append((Occur.MustNot if kind == "minus" else Occur.Must, query))
        parts += words

        def only(query: Any) -> None:
            parts.append((Occur.Must, Query.const_score_query(query, 0.0)))

        if ask.open_only:
            only(Query.range_query(schema, "closing", FieldType.Integer, ask.now + 1, ask.now + 400 * DAY))
        for name, value in ask.filters:
            only(Query.term_query(schema, name, value))
        if ask.pay_from:
            only(Query.range_query(schema, "pay", FieldType.Integer, ask.pay_from, 10_000_000))
        if ask.near:
            south, north, west, east = _bounds(ask)
            only(Query.range_query(schema, "lat", FieldType.Float, south, north))
            only(Query.range_query(schema, "lon", FieldType.Float, west, east))
        return parts, words

    def _suggestion(self, ask: Ask) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words, changed = [], False
        for kind, text in ask.words:
            near = None
            if kind == "word" and text not in self._words:
                found = process.extract(text, self._spellings, scorer=OSA.distance, score_cutoff=2, limit=8)
                near = min(((distance, -self._words[word], word) for word, distance, _ in found), default=None)
            changed = changed or bool(near)
            words.append(near[2] if near else text)
        return " ".join(words) if changed else None

    def cpu(self) -> float:
        return time.process_time()

    def megabytes(self) -> float:
        return _size(self._folder)


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _bounds(ask: Ask) -> tuple[float, float, float, float]:
    assert ask.near is not None
    lat, lon = ask.near
    high, wide = ask.within / 69.0, ask.within / (69.17 * cos(radians(lat)))
    return lat - high, lat + high, lon - wide, lon + wide


def _box(ask: Ask) -> str:
    south, north, west, east = _bounds(ask)
    return f"lat between {south} and {north} and lon between {west} and {east}"


def _haversine(ask: Ask, lat: str, lon: str) -> str:
    assert ask.near is not None
    half = (
        f"power(sin(radians({lat} - ({ask.near[0]})) / 2), 2) + "
        f"cos(radians({ask.near[0]})) * cos(radians({lat})) * power(sin(radians({lon} - ({ask.near[1]})) / 2), 2)"
    )
    return f"{2 * EARTH_MILES} * asin(sqrt({half})) <= {ask.within}"
