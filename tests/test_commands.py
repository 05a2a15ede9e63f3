"""`./run` and `./check`: what can be said of them without installing anything."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
COMMANDS = ("run", "check")
SHELL = ("run", "check", "tools/environment.sh")

# What bash and GNU offer beyond POSIX, and dash or a Mac does not.
BEYOND_POSIX = re.compile(
    r"\[\[|\bfunction \w|\blocal \w|\bsource \w|<<<|&>|\$'|\bwait -n|\bsetsid \w|\breadlink -f"
    r"|\bsed -i|\becho -[en]|\[ .* == .* \]|\$\{\w+(//|\^|,)|\bpipefail\b"
)


@pytest.mark.parametrize("script", SHELL)
def test_a_posix_shell_can_read_it(script: str) -> None:
    shell = shutil.which("dash") or "sh"
    read = subprocess.run([shell, "-n", TOP / script], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize("script", SHELL)
def test_it_keeps_to_posix(script: str) -> None:
    lines = (TOP / script).read_text().splitlines()
    code = [line for line in lines if not line.lstrip().startswith("#")]
    assert [line for line in code if BEYOND_POSIX.search(line)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_it_starts_anywhere_and_stops_at_the_first_fault(command: str) -> None:
    path = TOP / command
    first, *lines = path.read_text().splitlines()
    assert first == "#!/bin/sh"
    assert os.access(path, os.X_OK)
    code = [line for line in lines if line and not line.startswith("#")]
    assert code[0] == "set -eu"
    assert code[1].startswith("CDPATH='' cd ")


def test_continuous_integration_runs_the_same_check() -> None:
    assert os.access(TOP / ".ci" / "run", os.X_OK)
    assert (TOP / ".ci" / "run").read_text().splitlines()[-1] == "exec ./check </dev/null"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the two commands beside an environment that is already as the locks say."""
    for name in (*SHELL, "requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(TOP / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    seal = ". ./tools/environment.sh; venv_seal >.venv/seal; for lock in requirements*.txt"
    seal += '; do lock_seal "$lock" >".venv/seal-$lock"; done'
    subprocess.run(["sh", "-c", seal], cwd=tmp_path, check=True)
    return tmp_path


def start(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Starts ./run there, with these settings besides the environment's own."""
    return subprocess.run(
        [checkout / "run"],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("port", ["eighty", "80a", "-1", "8000000"])
def test_a_port_that_is_no_number_is_refused_in_words(checkout: Path, port: str) -> None:
    refused = start(checkout, PORT=port)
    assert refused.returncode == 1
    assert f"PORT must be a number, not '{port}'." in refused.stderr


def test_a_port_that_is_taken_is_refused_before_anything_is_written(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = start(checkout, PORT=str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "in use already" in refused.stderr
    assert not (checkout / "instance").exists()


def test_secrets_are_made_once_for_their_owner_only_and_a_given_one_wins(checkout: Path) -> None:
    functions = (checkout / "run").read_text().split("\nPORT=${PORT:-8000}")[0]
    script = checkout / "secrets"
    script.write_text(f"{functions}\nPATH=$PWD/.venv/bin:$PATH\nload_secrets\nenv\n")
    script.chmod(0o700)
    bare = {"PATH": os.environ["PATH"]}

    def settings(**given: str) -> dict[str, str]:
        shown = subprocess.run(
            [script], env=bare | given, capture_output=True, text=True, check=True
        )
        return dict(line.split("=", 1) for line in shown.stdout.splitlines() if "=" in line)

    first, again, other = settings(), settings(), settings(SECRET_KEY="given")
    kept = ("SECRET_KEY", "ENCRYPTION_KEYS", "LOOKUP_KEY")
    assert [first[name] for name in kept] == [again[name] for name in kept]
    assert len({first[name] for name in kept}) == len(kept)
    assert min(len(first[name]) for name in kept) == 44
    assert (other["SECRET_KEY"], other["LOOKUP_KEY"]) == ("given", first["LOOKUP_KEY"])
    assert (checkout / "instance" / "secrets.env").stat().st_mode & 0o777 == 0o600
