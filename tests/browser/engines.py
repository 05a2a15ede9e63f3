"""What other engines than axe find on every page: python -m tests.browser.engines --help.

A maintainer's command and no part of ./check: the engines weigh some 200 MB. They are installed once:
`cd tools/engines && npm install --no-package-lock --ignore-scripts`. What they find is mended, or
waived with its reason in docs/accessibility.md.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from tests.browser.conftest import launch_options
from tests.browser.live import LOOPBACK
from tests.browser.looking import staged
from tests.browser.shown import PAGES, Shown, in_languages
from tests.browser.stage import Stage

ENGINES = Path(__file__).parents[2] / "tools" / "engines"


def _rows(words: str) -> list[Shown]:
    """The rows of the table with any of these words, which commas part; every row without."""
    return [shown for shown in PAGES if any(each in str(shown) for each in words.split(","))]


def asked(options: Namespace, stages: dict[bool, Stage]) -> dict[str, Any]:
    """Which pages to look at, with which browser."""
    pages = []
    for shown, language in in_languages(_rows(options.rows)):
        seen = stages[shown.bare]
        cookies = seen.site.cookies(language, **seen.sessions[shown.who])
        address = seen.site.url + shown.address.format(**seen.names)
        pages.append(
            {
                "name": f"{shown} {language}",
                "url": address,
                "cookies": [
                    {"name": one["name"], "value": one["value"], "domain": LOOPBACK}
                    for one in cookies
                ],
                "sends": shown.sends,
            }
        )
    launch = launch_options()
    browser = {"executablePath": launch["executable_path"], "args": launch["args"]}
    return {"browser": browser, "pages": pages, "only": options.engines}


def reported(lines: list[str]) -> None:
    """A line for each rule of each engine: how often, on how many pages, and one of them."""
    found = defaultdict(list)
    for line in lines:
        one = json.loads(line)
        found[one["engine"], one["kind"], one["rule"]].append(one)
    for (engine, kind, rule), ones in sorted(found.items()):
        pages = {one["page"] for one in ones}
        print(f"{engine} {kind} {rule}: {len(ones)} on {len(pages)} pages")  # noqa: T201
        for says, times in Counter(one["says"] for one in ones).most_common(3):
            example = next(one for one in ones if one["says"] == says)
            print(f"    {times}: {says}\n    {example['page']}: {example['on']}")  # noqa: T201


def main(options: Namespace) -> None:
    """Asks every engine about every page."""
    with staged() as stages, NamedTemporaryFile("w", suffix=".json") as wanted:
        json.dump(asked(options, stages), wanted)
        wanted.flush()
        ended = subprocess.run(
            ["node", str(ENGINES / "engines.mjs"), wanted.name],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    reported(ended.stdout.splitlines())
    sys.exit(ended.returncode)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "engines", nargs="*", help="ibm, htmlcs, alfa, lighthouse; all of them without"
    )
    parser.add_argument(
        "--rows",
        default="",
        help="only rows of the table with any of these words, parted by commas",
    )
    main(parser.parse_args())
