"""What a browser complains of while a test walks: errors of scripts, and broken security policy."""

from playwright.sync_api import ConsoleMessage, Error, Page

EXPECTED = (
    # Chromium reports an answer that says "look at this again" as if the page were missing.
    "the server responded with a status of 422",
    # Phones without a worker are made so by the tests.
    "Service Worker registration blocked by Playwright",
)


class Noises:
    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        self.listen(page)

    def listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", self._shout)

    def _hear(self, message: ConsoleMessage) -> None:
        is_expected = any(text in message.text for text in EXPECTED)
        if message.type in ("error", "warning") and not is_expected:
            self.said.append(message.text)

    def _shout(self, error: Error) -> None:
        self.said.append(str(error))
