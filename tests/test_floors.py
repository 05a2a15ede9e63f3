"""The house stands: imports go down only, never in circles, and one file alone reads the clock."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
HOUSE = "booking"

FLOORS = {
    "domain": 0,
    "models": 1,
    "extensions": 1,
    "clock": 1,
    "settings": 1,
    "public_holidays": 1,
    "messaging": 2,
    "calendars": 2,
    "language": 2,
    "actions": 3,
    "web": 4,
    "cli": 4,
    "worker": 4,
    "demo": 4,
    "logs": 4,
    "__init__": 4,
}
"""A room of the house by its name: `booking/<room>/` or `booking/<room>.py`."""

CLOCK_READERS = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
)


def modules(root: Path) -> dict[str, Path]:
    """Every module of the house but the migrations, which Alembic runs, by its dotted name."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (root / HOUSE).rglob("*.py")
        if "migrations" not in path.parts
    }


def imported(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of the house that one imports, wherever in the file and however it is written."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(name, path, node)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                if inner in known:
                    yield inner  # `from booking import clock` is about the clock
                elif source in known:
                    yield source


def _absolute(name: str, path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def floor(name: str) -> int:
    """On which floor a module lives; a room that nobody has given a floor is an error."""
    room = [*name.split("."), "__init__"][1]
    return FLOORS[room]


def climbs(root: Path) -> list[str]:
    """The imports that go up."""
    known = modules(root)
    return [
        f"{name} imports {other}"
        for name, path in sorted(known.items())
        for other in imported(name, path, known)
        if floor(other) > floor(name)
    ]


def circle(root: Path) -> list[str]:
    """One circle of imports, where there is any."""
    known = modules(root)
    graph = {
        name: {other for other in imported(name, path, known) if other != name}
        for name, path in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def clock_readings(root: Path) -> list[str]:
    """Where the time is read past `clock.py`."""
    return [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, path in modules(root).items()
        if name != f"{HOUSE}.clock"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and any(f".{ast.unparse(node)}".endswith(f".{reader}") for reader in CLOCK_READERS)
    ]


def outsiders(path: Path) -> Iterator[str]:
    """What a module imports that is neither the standard library's nor the domain's own."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith(
                f"{HOUSE}.domain."
            ):
                yield name


def plant(root: Path, **files: str) -> Path:
    """A small house: `domain__rules` is the file booking/domain/rules.py."""
    for name, text in files.items():
        path = root / HOUSE / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        (path.parent / "__init__.py").touch()
    return root


def test_no_import_climbs() -> None:
    assert climbs(HERE) == []


def test_no_imports_go_in_circles() -> None:
    assert circle(HERE) == []


def test_the_domain_needs_nothing_but_the_standard_library() -> None:
    rules = [path for name, path in modules(HERE).items() if name.startswith(f"{HOUSE}.domain")]
    assert len(rules) > 5
    assert [(path.name, name) for path in rules for name in outsiders(path)] == []


def test_only_the_clock_reads_the_time() -> None:
    assert clock_readings(HERE) == []


@pytest.mark.parametrize(
    "line",
    [
        "from booking.models import Officer",
        "from booking.models.officers import Officer",
        "from booking import models",
        "import booking.models.officers",
        "from ..models import Officer",
        "from .. import models",
        "def f():\n    from booking.models.officers import Officer",
    ],
)
def test_a_planted_climb_is_found(tmp_path: Path, line: str) -> None:
    house = plant(tmp_path, models__officers="class Officer: ...", domain__rules=line)
    assert climbs(house) != []
    swapped = plant(tmp_path, domain__rules="", models__officers=line.replace("models", "domain"))
    assert climbs(swapped) == []


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        actions__holding="from booking.actions import asking",
        actions__asking="from .holding import hold",
    )
    assert set(circle(house)) == {"booking.actions.asking", "booking.actions.holding"}


def test_a_planted_reading_of_the_time_is_found(tmp_path: Path) -> None:
    house = plant(
        tmp_path,
        clock="import datetime\nnow = datetime.datetime.now()",
        domain__rules="import datetime\nnow = datetime.datetime.now()",
        actions__asking="from datetime import date\ntoday = date.today",
    )
    assert sorted(reading.split(":")[0] for reading in clock_readings(house)) == [
        "booking.actions.asking",
        "booking.domain.rules",
    ]


def test_a_planted_library_in_the_domain_is_found(tmp_path: Path) -> None:
    house = plant(tmp_path, domain__rules="import flask\nfrom datetime import date")
    assert list(outsiders(modules(house)["booking.domain.rules"])) == ["flask"]
