"""Walks the portal as a browser without JavaScript would, each kind of page a few times."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

SILENT = {"script", "style", "svg", "code", "template"}
SPOKEN_ATTRIBUTES = ("title", "placeholder", "aria-label", "alt")
VISITS_OF_A_KIND = 2
LARGEST_WALK = 400


@dataclass
class Page(HTMLParser):
    """What a page says and where it leads."""

    texts: list = field(default_factory=list)
    links: list = field(default_factory=list)
    languages: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in VOID:
            silent = tag in SILENT or attributes.get("lang", "") not in (
                "",
                self.language,
            )
            self.languages.append((tag, silent))
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if not self.silent:
            self.texts += [
                attributes[name] for name in SPOKEN_ATTRIBUTES if attributes.get(name)
            ]
            if tag == "input" and attributes.get("type") in ("submit", "button"):
                self.texts.append(attributes.get("value", ""))

    language = ""

    @property
    def silent(self):
        return any(silent for _tag, silent in self.languages)

    def handle_endtag(self, tag):
        while self.languages and tag in {name for name, _silent in self.languages}:
            name, _silent = self.languages.pop()
            if name == tag:
                break

    def handle_data(self, data):
        if data.strip() and not self.silent:
            self.texts.append(" ".join(data.split()))


VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
}


def walk(client, *starts):
    """Every page reached from `starts` by links: (address, response, Page)."""
    queue, seen, kinds = deque(starts), set(starts), Counter()
    while queue and len(seen) < LARGEST_WALK:
        address = queue.popleft()
        response = client.get(address, follow=True)
        yield address, response, (page := read(response))
        for link in page.links:
            target = urlsplit(urljoin(address, link))
            inside = target.netloc in ("", "testserver") and target.scheme in (
                "",
                "http",
            )
            path = target.path + (f"?{target.query}" if target.query else "")
            if (
                inside
                and path not in seen
                and kinds[kind(target.path)] < VISITS_OF_A_KIND
            ):
                seen.add(path)
                kinds[kind(target.path)] += 1
                queue.append(path)


def read(response):
    page = Page()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        page.feed(response.content.decode())
    return page


def kind(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return path
