"""The limits: the same answers by the least code that gives them, written honestly.

Each is one bare Flask application over one SQLite connection: no sessions, no access table, no headers, no
encryption, no guard of its own.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, request

LONDON = ZoneInfo("Europe/London")

A_DAY_OF_ONE_OFFICER = """
WITH of AS (SELECT id, minimum_notice_minutes AS notice FROM officer WHERE slug = :slug),
     work AS (
        SELECT starts, ends, location_id FROM pattern_hours JOIN of ON officer_id = of.id
        WHERE weekday = :weekday AND effective_from <= :day
        AND (effective_until IS NULL OR effective_until >= :day)
        AND NOT EXISTS (SELECT 1 FROM closure WHERE day = :day))
SELECT 'service', minutes, (SELECT notice FROM of), NULL FROM service WHERE slug = :service
UNION ALL SELECT 'work', starts, ends, location_id FROM work
UNION ALL SELECT 'away', starts_at, ends_at, NULL FROM absence
    WHERE officer_id = (SELECT id FROM of) AND ends_at > :begins AND starts_at < :ends
UNION ALL SELECT 'busy', starts_at, ends_at, NULL FROM diary_entry
    WHERE officer_id = (SELECT id FROM of) AND ends_at > :begins AND starts_at < :ends
    AND (held_until IS NULL OR held_until > :now)
UNION ALL SELECT 'room', id, location_id, NULL FROM room
    WHERE active AND location_id IN (SELECT location_id FROM work)
UNION ALL SELECT 'taken', entry.starts_at, entry.ends_at, entry.room_id
    FROM room JOIN diary_entry AS entry ON entry.room_id = room.id
    WHERE room.location_id IN (SELECT location_id FROM work)
    AND entry.ends_at > :begins AND entry.starts_at < :ends
    AND (entry.held_until IS NULL OR entry.held_until > :now)
"""


def free_times_app(database: Path, clock: Callable[[], datetime]) -> Flask:
    """The free times of one officer on one day, in person, as JSON: one query and one sweep."""
    app = Flask("bare")
    connection = sqlite3.connect(database)

    @app.get("/officers/<slug>/free-times")
    def free_times(slug: str) -> Response:
        day = date.fromisoformat(request.args["day"])
        begins = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
        now = clock()
        asked = {
            "slug": slug,
            "service": request.args["service"],
            "day": day.isoformat(),
            "weekday": day.weekday(),
            "begins": stored(begins),
            "ends": stored(begins + timedelta(days=1)),
            "now": stored(now),
        }
        found: dict[str, list[tuple[object, ...]]] = {
            kind: [] for kind in ("service", "work", "away", "busy", "room", "taken")
        }
        for kind, *row in connection.execute(A_DAY_OF_ONE_OFFICER, asked):
            found[kind].append(tuple(row))
        return jsonify(sweep(found, day, now))

    return app


def stored(instant: datetime) -> str:
    """An instant as SQLite has it."""
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


def sweep(found: dict[str, list[tuple[object, ...]]], day: date, now: datetime) -> list[str]:
    [(minutes, notice, _)] = found["service"]
    length, step = timedelta(minutes=int(str(minutes))), timedelta(minutes=15)
    earliest = now + timedelta(minutes=int(str(notice)))
    busy = [_span(starts, ends) for starts, ends, _ in found["busy"] + found["away"]]
    taken: dict[object, list[tuple[datetime, datetime]]] = {}
    for starts, ends, room in found["taken"]:
        taken.setdefault(room, []).append(_span(starts, ends))
    times = []
    for opens, closes, place in found["work"]:
        rooms = [taken.get(room, []) for room, location, _ in found["room"] if location == place]
        start, last = _at(day, opens), _at(day, closes)
        while start + length <= last:
            end = start + length
            if (
                start >= earliest
                and all(end <= a or start >= b for a, b in busy)
                and any(all(end <= a or start >= b for a, b in room) for room in rooms)
            ):
                times.append(start.astimezone(LONDON).isoformat())
            start += step
    return times


def _span(starts: object, ends: object) -> tuple[datetime, datetime]:
    return (
        datetime.fromisoformat(str(starts)).replace(tzinfo=UTC),
        datetime.fromisoformat(str(ends)).replace(tzinfo=UTC),
    )


def _at(day: date, clock: object) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=LONDON).astimezone(UTC)
