"""Somebody at work in a browser: with a mouse, with a thumb, or with a keyboard alone.

Each thing that he does is counted: a press, a field filled, a choice. Ways of going somewhere
(Tab, scrolling) are not, nor is an address that he has in his menu.
"""

MOST_STOPS = 250
THERE = """(wanted) => document.activeElement === wanted
  || (wanted.matches("a, button, summary, label") && wanted.contains(document.activeElement))"""


class Hands:
    def __init__(self, page, by_keyboard=False):
        page.set_default_timeout(10_000)
        self.page = page
        self.by_keyboard = by_keyboard
        self.done = 0

    def go(self, address):
        self.page.goto(f"/en{address}")

    def press(self, wanted):
        """A link or a button; a tap on a phone."""
        target = self._found(wanted)
        self.done += 1
        if self.by_keyboard:
            self._walk(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()
        self.page.wait_for_load_state()

    def turn_to(self, name):
        """A tab; by keyboard the tabs are one stop, and arrows lead along them."""
        target = self._found(self.page.get_by_role("tab", name=name))
        self.done += 1
        if not self.by_keyboard:
            target.click()
            return
        self._walk(self.page.locator("[role=tab][tabindex='0']").first)
        for _tab in range(20):
            if self.page.evaluate(THERE, target.element_handle()):
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"arrows do not lead to {name}")

    def write(self, wanted, text):
        target = self._found(wanted)
        self.done += 1
        if self.by_keyboard:
            self._walk(target)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        else:
            target.fill(text)

    def tick(self, wanted):
        target = self._found(wanted)
        self.done += 1
        if self.by_keyboard:
            self._walk(target)
            self.page.keyboard.press("Space")
        else:
            target.check()

    def choose(self, wanted, value):
        """Of a plain select box."""
        target = self._found(wanted)
        self.done += 1
        if self.by_keyboard:
            self._walk(target)
        target.select_option(value)

    def look_up(self, box, text):
        """Of Django's own box that looks up while one types: open, type, take the first."""
        target = self._found(box)
        self.done += 3
        if self.by_keyboard:
            self._walk(target)
            if not target.evaluate("(box) => box.matches('input')"):
                self.page.keyboard.press("Space")  # opens what several do not need
        else:
            target.click()
        # Select2 hands the focus on in a timer, and a busy page takes keys before timers.
        self.page.locator(".select2-search__field:focus").wait_for()
        self.page.keyboard.type(text)
        option = self.page.locator(".select2-results__option", has_text=text).first
        option.wait_for()
        if not self.by_keyboard:
            option.click()
            return
        highlighted = ".select2-results__option--highlighted"
        self.page.locator(highlighted, has_text=text).wait_for()
        self.page.keyboard.press("Enter")

    def _found(self, wanted):
        found = self.page.locator(wanted) if isinstance(wanted, str) else wanted
        found = found.locator("visible=true").first
        found.wait_for()
        return found

    def _walk(self, target):
        handle = target.element_handle()
        for _stop in range(MOST_STOPS):
            if self.page.evaluate(THERE, handle):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {handle}")
