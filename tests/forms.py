"""What a browser would send back of a form, if nobody typed anything."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, marker):
        super().__init__()
        self.marker, self.inside, self.data = marker, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        if tag == "form":
            self.inside = self.marker in fields.items()
        if not self.inside:
            return
        name = fields.get("name")
        if tag == "input" and name and self.is_sent(fields):
            self.data.setdefault(name, []).append(fields.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = [""]
        elif tag == "option" and "selected" in fields:
            self.data.setdefault(self.select, []).append(fields.get("value") or "")

    @staticmethod
    def is_sent(fields):
        kind = fields.get("type", "text")
        if kind in {"checkbox", "radio"}:
            return "checked" in fields
        return kind not in {"submit", "button", "file", "reset"}

    def handle_data(self, data):
        if self.inside and self.textarea:
            self.data[self.textarea][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            self.data[self.textarea] = [self.data[self.textarea][0].removeprefix("\n")]
            self.textarea = None
        if tag == "form":
            self.inside = False


def form_of(response, **marker):
    """The fields of one form of a page, found by an attribute: id="person_form"."""
    parser = _Form(next(iter((marker or {"method": "post"}).items())))
    parser.feed(response.content.decode())
    return parser.data
