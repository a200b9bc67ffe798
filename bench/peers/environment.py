"""Where the comparison keeps its things, all under `target/`: the other tool's environment and the cases."""

import subprocess
import sys
import venv
from pathlib import Path

import measure

HERE = Path(__file__).resolve().parent
PLACE = measure.TARGET / "peers"


def python() -> str:
    """The Python of an environment with what `requirements.txt` pins; made on the first run, which needs the network."""
    folder, wanted = PLACE / "venv", HERE / "requirements.txt"
    stamp = folder / "requirements.txt"
    program = str(folder / "bin" / "python")
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        print(f"installing {', '.join(wanted.read_text().split())} into {folder} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([program, "-m", "pip", "install", "--quiet", "--requirement", str(wanted)], check=True)
        stamp.write_text(wanted.read_text())
    return program

