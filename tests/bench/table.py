"""Figures and the table they are printed in. Measures nothing."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    `beside` is what the same run measured or worked out for comparison (a bare insert, the physical limit of the line,
    zstd -19), `peer` says what it is. `most` is the target, in the unit of the figure, or of the ratio if `by_ratio`.
    """

    name: str
    ours: float
    unit: str = ""
    beside: float | None = None
    peer: str = ""
    most: float | None = None
    by_ratio: bool = False
    least: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.beside if self.beside else None

    @property
    def met(self) -> bool | None:
        """Whether the target was met in this run; None where there is none. Told, never asserted."""
        if self.least is not None:
            return self.ours >= self.least
        value = self.ratio if self.by_ratio else self.ours
        return None if self.most is None or value is None else value <= self.most

    def cells(self) -> tuple[str, ...]:
        beside = f"{amount(self.beside, self.unit)} {self.peer}" if self.beside is not None else self.peer
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        return self.name, amount(self.ours, self.unit), beside, ratio, self._target()

    def _target(self) -> str:
        if self.met is None:
            return ""
        if self.least is not None:
            said = f">= {amount(self.least, self.unit)}"
        elif self.by_ratio:
            said = f"ratio <= {self.most:.2f}"
        else:
            said = f"<= {amount(self.most, self.unit)}"
        return f"{said}  {'met' if self.met else 'MISSED'}"

    def to_json(self) -> dict:
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


HEADS = ("figure", "ours", "beside it", "ratio", "target")


def amount(value: float, unit: str) -> str:
    """A value with its unit, with as many digits as it deserves."""
    if (unit in ("B", "") and value >= 1000) or value == int(value):
        number = f"{value:,.0f}"
    else:
        number = f"{value:,.{0 if value >= 1000 else 1 if value >= 100 else 2 if value >= 1 else 3}f}"
    return f"{number} {unit}".strip()


def table(groups: dict[str, list[Figure]]) -> str:
    """The figures as one Markdown table, columns aligned, a line for each group."""
    rows = [HEADS]
    for group, figures in groups.items():
        rows.append((f"**{group}**", "", "", "", ""))
        rows += [figure.cells() for figure in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    lines = [_line(row, widths) for row in rows]
    rule = "|" + "|".join(f" {'-' * (w - right)}{':' * right} " for w, right in zip(widths, RIGHT, strict=True)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


RIGHT = (0, 1, 0, 1, 0)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (
        cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(row, widths, RIGHT, strict=True)
    )
    return "| " + " | ".join(cells) + " |"
