"""What must survive: killed writers, torn and missing files, a full disk, two writers, another schema (faults.md, I-01 to I-10)."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import search_index
from search_index.documents import SearchRequest, VacancyDocument
from search_index.writing import live_folder, pointer_of
from tests.search_index.corpus import vacancies

OPEN = SearchRequest(include_closed=True, per_page=500)


def found(index: search_index.SearchIndex, words: str = "") -> set[str]:
    return {hit.reference for hit in index.search(SearchRequest(words=words, include_closed=True, per_page=500)).hits}


WRITER = """
import sys
from pathlib import Path
import search_index
from search_index.documents import VacancyDocument
folder, how = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
for turn in range(10_000):
    documents = [VacancyDocument(f"K{number:03}", f"turn{turn} engineer", description="word " * 50) for number in range(40)]
    if how == "rebuild":
        search_index.rebuild(folder, documents)
    else:
        search_index.apply(folder, upserts=documents[:4])
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["apply", "rebuild"])
def test_a_writer_killed_anywhere_leaves_an_index_that_opens(tmp_path: Path, how: str) -> None:
    search_index.rebuild(tmp_path, [VacancyDocument(f"K{number:03}", "first engineer") for number in range(40)])
    chance = random.Random(2)
    for _ in range(10):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), how], stdout=subprocess.PIPE)
        assert writer.stdout and writer.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
        writer.stdout.close()
        assert len(found(search_index.SearchIndex(tmp_path))) == 40
    search_index.apply(tmp_path, upserts=[VacancyDocument("NEW", "after all that")], wait_seconds=1.0)
    assert "NEW" in found(search_index.SearchIndex(tmp_path))
    for left in tmp_path.glob("v*-*"):
        os.utime(left, (time.time() - 3_600,) * 2)
    search_index.rebuild(tmp_path, [VacancyDocument("ONE", "alone")])
    assert [each.name for each in tmp_path.glob("v*-*")] == [live_folder(tmp_path).name]


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scrambled(path: Path) -> None:
    path.write_bytes(random.Random(4).randbytes(path.stat().st_size))


@pytest.mark.parametrize("spoil", [truncated, emptied, scrambled, Path.unlink])
@pytest.mark.parametrize("kind", ["*.toc", "*.seg"])
def test_a_spoilt_file_is_an_index_to_rebuild_and_nothing_worse(
    tmp_path: Path, kind: str, spoil: Callable[[Path], object]
) -> None:
    search_index.rebuild(tmp_path, vacancies(50, seed=1))
    serving = search_index.SearchIndex(tmp_path)
    before = found(serving)
    spoil(next(live_folder(tmp_path).glob(kind)))
    assert found(serving) == before
    with pytest.raises((search_index.IndexBroken, search_index.IndexMissing)):
        for name in ("network", "data", "test*", '"data analyst"'):
            search_index.SearchIndex(tmp_path).search(SearchRequest(words=name, include_closed=True))
    search_index.rebuild(tmp_path, vacancies(50, seed=1))
    assert found(search_index.SearchIndex(tmp_path)) == before


def test_an_index_deleted_while_it_serves_goes_on_answering_and_is_missing_to_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    search_index.rebuild(folder, vacancies(50, seed=1))
    serving = search_index.SearchIndex(folder)
    before = found(serving)
    shutil.rmtree(folder)
    time.sleep(0.5)
    assert found(serving) == before
    with pytest.raises(search_index.IndexMissing):
        search_index.apply(folder, upserts=[])
    search_index.rebuild(folder, vacancies(10, seed=2))
    time.sleep(0.5)
    assert len(found(serving)) == 10


def test_a_spoilt_vocabulary_costs_only_suggestions(tmp_path: Path) -> None:
    search_index.rebuild(tmp_path, vacancies(50, seed=1))
    (live_folder(tmp_path) / "words.tsv").write_bytes(b"\xff\xfe\n\nnet\tx\n")
    page = search_index.SearchIndex(tmp_path).search(SearchRequest(words="netwrok"))
    assert (page.total, page.suggestion) == (0, None)


FULL = """
import resource, signal, sys
from pathlib import Path
import search_index
from search_index.documents import VacancyDocument
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
some = [VacancyDocument(f"F{n:03}", "full disk", description=f"w{n} " * 400) for n in range(200)]
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
try:
    search_index.apply(folder, upserts=some)
except OSError:
    print("refused", flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
search_index.apply(folder, upserts=some, wait_seconds=1.0)
print("written", flush=True)
"""


def test_a_full_disk_is_an_error_and_space_again_needs_no_restart(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    search_index.rebuild(tmp_path, [VacancyDocument("OLD", "old")])
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["refused", "written"], done.stderr
    assert len(found(search_index.SearchIndex(tmp_path))) == 201


def test_a_second_writer_waits_and_then_says_that_it_is_busy(tmp_path: Path) -> None:
    search_index.rebuild(tmp_path, [VacancyDocument("ONE", "one")])
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with search_index.exclusively(tmp_path):
            held.set()
            go_on.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with pytest.raises(search_index.IndexBusy):
        search_index.apply(tmp_path, upserts=[VacancyDocument("TWO", "two")], wait_seconds=0.1)
    threading.Timer(0.2, go_on.set).start()
    search_index.apply(tmp_path, upserts=[VacancyDocument("TWO", "two")], wait_seconds=10.0)
    other.join()
    assert found(search_index.SearchIndex(tmp_path)) == {"ONE", "TWO"}


def test_threads_search_rightly_while_a_writer_commits(tmp_path: Path) -> None:
    steady = [VacancyDocument(f"S{number:02}", f"steady engineer {number}") for number in range(30)]
    search_index.rebuild(tmp_path, steady)
    index = search_index.SearchIndex(tmp_path, keep_results=False)
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                answer = found(index, '"steady engineer"')
                if answer != {each.reference for each in steady}:
                    wrong.append(answer)
            except Exception as problem:
                wrong.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(12):
        search_index.apply(tmp_path, upserts=[VacancyDocument(f"N{number}", "new analyst")])
        index._checked = 0.0
    stop.set()
    for thread in threads:
        thread.join(10)
    assert wrong == []


def test_a_change_reuses_the_segments_that_did_not_change(tmp_path: Path) -> None:
    search_index.rebuild(tmp_path, vacancies(50, seed=1))
    index = search_index.SearchIndex(tmp_path)
    before = index.snapshot()
    search_index.apply(tmp_path, upserts=[VacancyDocument("NEW", "new")], deletions=["V00001"])
    index._checked = 0.0
    after = index.snapshot()
    assert after.segments[0] is before.segments[0] and after.count == 50
    assert "NEW" in found(index) and "V00001" not in found(index)


def test_the_newest_of_a_reference_wins_and_repeating_changes_nothing(tmp_path: Path) -> None:
    search_index.rebuild(tmp_path, [])
    twice = [VacancyDocument("ONE", "first"), VacancyDocument("ONE", "second")]
    for _ in range(2):
        search_index.apply(tmp_path, upserts=twice)
    index = search_index.SearchIndex(tmp_path)
    assert (found(index, "second"), found(index, "first"), index.count()) == ({"ONE"}, set(), 1)


def test_deleted_text_leaves_the_files_when_the_index_is_optimised(tmp_path: Path) -> None:
    search_index.rebuild(tmp_path, [VacancyDocument("ONE", "canaryword"), VacancyDocument("TWO", "other")])
    search_index.apply(tmp_path, upserts=[], deletions=["ONE"])
    search_index.optimise(tmp_path)
    held = b"".join(path.read_bytes() for path in live_folder(tmp_path).glob("*.seg"))
    assert b"canaryword" not in held and found(search_index.SearchIndex(tmp_path)) == {"TWO"}


def test_another_schema_version_is_another_index_and_the_old_one_stays(tmp_path: Path) -> None:
    old = tmp_path / "v1-1700000000-abcdef01"
    old.mkdir()
    (tmp_path / "current-1").write_text(old.name)
    with pytest.raises(search_index.IndexMissing):
        search_index.SearchIndex(tmp_path).search(OPEN)
    search_index.rebuild(tmp_path, [VacancyDocument("ONE", "one")])
    assert old.is_dir() and pointer_of(tmp_path).name == "current-2"


def test_only_the_owner_may_enter_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    search_index.rebuild(folder, [VacancyDocument("ONE", "one")])
    assert (folder.stat().st_mode & 0o777, live_folder(folder).stat().st_mode & 0o777) == (0o700, 0o700)
