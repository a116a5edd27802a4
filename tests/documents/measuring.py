"""What judging a file costs: in a process of its own, which can write no file."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import json, resource, sys, time
from portal.documents import kinds
from portal.documents.refusals import Refused
from tests.documents import making
for sample in (making.docx(), making.odt(), making.pdf(), making.picture("PNG"), making.picture("JPEG")):
    kinds.recognise(sample)
with open(sys.argv[1], "rb") as file:
    data = file.read()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    kind, kept = kinds.examine(data)
    said = kind.extension
except Refused as refused:
    said = str(refused)
took = time.process_time() - began
print(json.dumps({
    "said": said,
    "seconds": took,
    "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000,
}))
"""


@dataclass(frozen=True)
class Cost:
    """What was said of the file, the seconds of processor, and how much more memory than for good files it took."""

    said: str
    seconds: float
    megabytes: float


def cost_of(data: bytes, folder: Path) -> Cost:
    path = folder / "judged"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return Cost(**json.loads(done.stdout))
