// <filter-panel>: open beside the list on a wide screen, closed above it on a phone.
// Arrows choose each place that they pass. Were it asked for at once, the list would change under
// them and most places could not be reached: what they choose waits for Enter, or the button.
class FilterPanel extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const phone = matchMedia("(max-width: 60rem)");
    const fit = () => {
      details.open = !phone.matches;
    };
    fit();
    phone.addEventListener("change", fit);

    let passing = false;
    this.addEventListener("keydown", ({ key }) => {
      passing = key.startsWith("Arrow");
    });
    this.addEventListener("pointerdown", () => {
      passing = false;
    });
    const wait = (event) => {
      if (!passing || event.target.type !== "radio") return;
      event.stopPropagation();
      const hint = event.target.closest("fieldset")?.querySelector("[data-waits]");
      if (hint) hint.hidden = false;
    };
    this.addEventListener("change", wait, true);
  }
}
customElements.define("filter-panel", FilterPanel);

// Where fewer places are left above it, what has the focus moved up: it stays in sight.
document.addEventListener("htmx:afterSettle", () => {
  const here = document.activeElement;
  if (here?.closest("filter-panel")) here.scrollIntoView({ block: "nearest" });
});

// The page in the other language is narrowed as this one is now.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
});
