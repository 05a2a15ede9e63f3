"""What a simulated year comes to."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """The figures of one run."""

    seed: int
    requests: int = 0
    enquiries: int = 0
    promises: Counter[str] = field(default_factory=Counter)
    missed_told: int = 0
    missed_silently: int = 0
    emails: int = 0
    texts: int = 0
    duplicates: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    days: int = 0
    turns: int = 0

    def __str__(self) -> str:
        lines = [
            f"seed {self.seed}: {self.days} days, {self.turns} turns of a worker",
            f"  requests {self.requests}, enquiries {self.enquiries}",
            f"  promises: {_listed(self.promises)}",
            f"  missed and the resident told {self.missed_told}, missed silently {self.missed_silently}",
            f"  emails {self.emails} (of them duplicates that no relay can help {self.duplicates}),"
            f" texts {self.texts}",
            f"  done: {_listed(self.acts)}",
            f"  refused as it should be: {_listed(self.refused)}",
            f"  faults injected: {_listed(self.faults)}",
        ]
        return "\n".join(lines)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items())) or "none"
