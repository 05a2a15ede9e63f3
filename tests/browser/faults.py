"""What a browser complains of: nothing, on any page."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

ABORTED = "net::ERR_ABORTED"
"""How a download and a page that is left before it is there are reported; neither is a fault."""
STATUS_ECHO = "Failed to load resource"
"""The console's words for a status that the response itself tells already."""


@dataclass
class Faults:
    """Listens to a context: console errors (a broken content policy among them), scripts that fail,
    requests that fail, and statuses of 400 and more that the test does not expect."""

    expected: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Takes note of everything that goes wrong in a context."""
        context.on("console", self._console)
        context.on("weberror", self._script)
        context.on("requestfailed", self._request)
        context.on("response", self._response)

    def expect(self, *statuses: int) -> None:
        """From now on these statuses are what the test wants."""
        self.expected.update(statuses)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_ECHO):
            self.found.append(f"console: {message.text}")

    def _script(self, error: WebError) -> None:
        self.found.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.found.append(f"request failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.found.append(f"{response.status}: {response.url}")
