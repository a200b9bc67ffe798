#!/usr/bin/env python3
"""How the reader scores on its own gold corpus, part by part.

    bench/scores.py [--write]

With --write the tables go between the marks `<!-- scores -->` and `<!-- end of scores -->` of docs/reader.md.
"""

import json
import subprocess

import measure

GOLD = measure.ROOT / "crates" / "armistice-reader" / "gold"
PARTS = ["dev", "test", "fresh"]
PAGE = measure.ROOT / "docs" / "reader.md"


def score(program: str, part: str) -> dict:
    """What `armistice read --eval` says of a part of the corpus."""
    told = subprocess.run([program, "read", "--eval", str(GOLD / part), "--json"], capture_output=True, text=True)
    if told.returncode:
        raise SystemExit(told.stderr)
    return json.loads(told.stdout)


def three(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def parts(scores: dict[str, dict]) -> str:
    """All parts, all kinds together."""
    rows = []
    for part, told in scores.items():
        overall = told["overall"]
        counts = [str(len(told["texts"])), str(overall["gold"]), str(overall["drafted"])]
        found = [three(overall[what]) for what in ("precision", "recall", "f1")]
        right = [three(told[what]["share"]) for what in ("speaker", "polarity", "attribution", "status")]
        rows.append([f"`{part}`", *counts, *found, *right])
    heads = ["part", "texts", "gold", "drafted", "precision", "recall", "F1", "speaker", "polarity", "attribution", "status"]
    return measure.markdown(heads, rows)


def kinds(scores: dict[str, dict]) -> str:
    """All parts together, by kind; the most frequent first."""
    sums: dict[str, list[int]] = {}
    for told in scores.values():
        for kind, tally in told["kinds"].items():
            row = sums.setdefault(kind, [0, 0, 0])
            for n, what in enumerate(("gold", "drafted", "matched")):
                row[n] += tally[what]
    share = lambda part, whole: three(part / whole if whole else None)
    rows = [
        [f"`{kind}`", str(gold), str(drafted), share(matched, drafted), share(matched, gold), share(2 * matched, gold + drafted)]
        for kind, (gold, drafted, matched) in sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    ]
    return measure.markdown(["kind", "gold", "drafted", "precision", "recall", "F1"], rows)


def main() -> None:
    asked = measure.arguments(__doc__, "docs/reader.md").parse_args()
    subprocess.run(["cargo", "build", "--quiet", "--package", "armistice-cli"], cwd=measure.ROOT, check=True)
    program = str(measure.TARGET / "debug" / "armistice")
    scores = {part: score(program, part) for part in PARTS}
    text = f"{parts(scores)}\n\n{kinds(scores)}"
    print(text)
    if asked.write:
        measure.put("scores", text, PAGE)


if __name__ == "__main__":
    main()
