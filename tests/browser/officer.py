"""The officer's part: signing in, finding a dossier, and what is done with it."""

from playwright.sync_api import Page

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Hand
from tests.browser.walker import Visitor


class Officer(Visitor):
    def __init__(self, page: Page, login: str, hand: Hand | None = None):
        super().__init__(page, hand)
        self.login = login

    def sign_in(self) -> None:
        """To the queue, which sends who is not known to the door first."""
        self.page.goto("/mot-cua")
        self.hand.write(self.field("login"), self.login)
        self.hand.write(self.field("password"), PASSWORD)
        self.go_on()

    def open(self, code: str) -> None:
        self.press(self.link(code))

    def accept(self) -> None:
        self.press(self.button("Tiếp nhận hồ sơ"))

    def refuse(self, reason: str) -> None:
        self.hand.press(self.page.locator("summary", has_text="Từ chối hồ sơ"))
        self.hand.write(self.field("ly_do"), reason)
        self.press(self.button("Từ chối và gửi lý do"))
