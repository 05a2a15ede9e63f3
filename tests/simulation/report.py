"""What a simulated year comes to."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from booking.actions import promises
from booking.actions.checking.promised import told_of_a_miss, untold
from booking.domain.promise import PromiseState
from booking.models import Event, Promise


@dataclass
class Report:
    """The figures of one run."""

    seed: int
    days: int = 0
    turns: int = 0
    requests: int = 0
    enquiries: int = 0
    promises: Counter[str] = field(default_factory=Counter)
    missed_told: int = 0
    missed_silently: int = 0
    emails: int = 0
    texts: int = 0
    duplicates: int = 0
    needs: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    support: Counter[str] = field(default_factory=Counter)
    events: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def sum_up(self, session: Session) -> None:
        """Reads what became of every promise."""
        judge, told = promises.judge(session), told_of_a_miss(session)
        for promise in session.scalars(select(Promise)):
            self.promises[state := judge(promise)] += 1
            words = told[promise.appointment_id, promise.enquiry_id]
            self.missed_told += state is PromiseState.MISSED and any(
                at >= promise.started_at for at in words
            )
        self.missed_silently = len(list(untold(session)))
        self.events = session.scalar(select(func.count()).select_from(Event)) or 0

    def __str__(self) -> str:
        missed = self.promises[PromiseState.MISSED]
        to_be_told = missed - self.missed_told - self.missed_silently
        lines = [
            f"seed {self.seed}: {self.days} days, {self.turns} turns of a worker",
            f"  requests {self.requests}, enquiries {self.enquiries}, events {self.events}",
            f"  promises {self.promises.total()}: {_listed(self.promises)}",
            f"  missed {missed}: escalated and the resident told {self.missed_told}, ended or not"
            f" yet office hours {to_be_told}, SILENT {self.missed_silently}",
            f"  emails {self.emails} (of them duplicates that no relay can help {self.duplicates}),"
            f" texts {self.texts}",
            f"  needs: {len(self.needs)} kinds, {self.needs.total()} times; languages"
            f" {_listed(self.languages)}; support {_listed(self.support)}",
            f"  done: {_listed(self.acts)}",
            f"  refused as it should be: {_listed(self.refused)}",
            f"  faults injected {self.faults.total()}: {_listed(self.faults)}",
        ]
        return "\n".join(lines)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items())) or "none"
