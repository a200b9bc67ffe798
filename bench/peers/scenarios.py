"""Made-up negotiations for comparisons with other tools: the same whole numbers for both sides.

Weights are whole numbers that sum to 1000 and scores whole numbers from 0 to 100, so worth is a whole number of
thousandths of a point: exact in Armistice's micro-points, and exact in another tool's floating point when that is given
weights and scores as they stand.

The first option of every issue is the status quo's and worth nothing to anybody, and no deal is worth more than nothing to
everybody. So the status quo is acceptable to nobody and dominates nothing, all scores are stated, and what Armistice's
solutions range over (definitions §2) is what other tools call the rational outcomes: those worth at least no deal to all.
"""

from dataclasses import asdict, dataclass
from random import Random

OPTIONS = 10
WEIGHT = 1000
BEST = 100


@dataclass(frozen=True)
class Scenario:
    """A linear-additive negotiation; worth is in thousandths of a point."""

    name: str
    weights: list[list[int]]
    """Per party and issue; each party's sum to `WEIGHT`."""
    scores: list[list[list[int]]]
    """Per party, issue and option: 0 to `BEST`."""
    no_deal: list[int]
    """Per party, in thousandths of a point."""

    @property
    def parties(self) -> int:
        return len(self.weights)

    @property
    def issues(self) -> int:
        return len(self.weights[0])

    @property
    def outcomes(self) -> int:
        return OPTIONS**self.issues

    def numbers(self) -> dict:
        """The numbers, for JSON."""
        return asdict(self)

    def case(self) -> str:
        """The `case.toml` that says the same."""
        party = [f"p{n}" for n in range(self.parties)]
        issue = [f"i{n}" for n in range(self.issues)]
        options = ", ".join(f'"o{n}"' for n in range(OPTIONS))
        control = ", ".join(f'"{p}"' for p in party)
        lines = ["format = 1", f'title = "{self.name}"']
        lines.append("status_quo = { " + ", ".join(f'{i} = "o0"' for i in issue) + " }")
        for p, no_deal in zip(party, self.no_deal):
            points = f"{no_deal // 1000}.{no_deal % 1000:03}"
            lines += ["", f"[parties.{p}]", f'name = "{p.upper()}"', "consent = true", f"no_deal = {points}"]
        for i in issue:
            lines += ["", f"[issues.{i}]", f'title = "{i.upper()}"', f"options = [{options}]", f"control = [{control}]"]
        for p, weights, scores in zip(party, self.weights, self.scores):
            lines += ["", f"[preferences.{p}]"]
            lines.append("weights = { " + ", ".join(f"{i} = {w}" for i, w in zip(issue, weights)) + " }")
            for i, of_issue in zip(issue, scores):
                scored = ", ".join(f"o{n} = {score}" for n, score in enumerate(of_issue))
                lines.append(f"scores.{i} = {{ {scored} }}")
        return "\n".join(lines) + "\n"


def scenario(parties: int, issues: int, opposed: bool = False, seed: int = 2026) -> Scenario:
    """A scenario; the same arguments give the same numbers.

    Scores are drawn independently, or, `opposed`, so that what is good for one of two parties is about as bad for the
    other, as at most real tables: the frontier is then much longer.
    """
    random = Random(f"{seed} {parties} {issues} {opposed}")
    weights = []
    for _ in range(parties):
        cuts = sorted(random.sample(range(1, WEIGHT), issues - 1))
        weights.append([b - a for a, b in zip([0, *cuts], [*cuts, WEIGHT])])
    scores = [[drawn(random) for _ in range(issues)] for _ in range(parties)]
    if opposed:
        if parties != 2:
            raise ValueError("only two parties can be opposed")
        scores[1] = [against(random, of_issue) for of_issue in scores[0]]
    no_deal = [random.randrange(30_000, 45_000) for _ in range(parties)]
    size = f"{parties} × 10^{issues}" + (" opposed" if opposed else "")
    return Scenario(size, weights, scores, no_deal)


def drawn(random: Random) -> list[int]:
    """The scores of an issue: the status quo's option 0, some other 100."""
    scores = [0] + [random.randint(0, BEST) for _ in range(OPTIONS - 1)]
    scores[random.randrange(1, OPTIONS)] = BEST
    return scores


def against(random: Random, other: list[int]) -> list[int]:
    """Scores about as bad as the other's are good, but for the status quo, which is bad for both; the best is 100."""
    scores = [0] + [min(BEST, max(0, BEST - score + random.randint(-15, 15))) for score in other[1:]]
    scores[max(range(1, OPTIONS), key=scores.__getitem__)] = BEST
    return scores
