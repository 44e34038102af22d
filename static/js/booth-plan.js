// <booth-plan>: a plan of booths made live; the server keeps and redraws. Choosing and placing
// by click are here, arrows and dragging in booth-keys.js and booth-drag.js.
// Every deed is one request that names what was seen; its answer is the plan as it now is.
const ASK_EVERY = 4000;

class BoothPlan extends HTMLElement {
  connectedCallback() {
    this.dispatchEvent(new CustomEvent("plan:shown", { bubbles: true }));
    this.timer = setInterval(() => this.look(), ASK_EVERY);
    if (!("keeps" in this.dataset)) return;
    this.addEventListener("click", (event) => this.activate(event.target, event.detail === 0));
    this.addEventListener("submit", (event) => this.submitted(event));
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  get canvas() {
    return this.querySelector("#plan-canvas");
  }

  get booths() {
    return [...this.querySelectorAll(".booth")];
  }

  say(text) {
    this.querySelector("[role=status]").textContent = text;
  }

  async send(values) {
    const body = new URLSearchParams({
      ...values,
      seen: this.canvas.dataset.seen,
      warna: this.canvas.dataset.by,
    });
    const headers = { "HX-Request": "true", "X-CSRFToken": this.dataset.csrf };
    try {
      const answer = await fetch(this.dataset.change, { method: "POST", body, headers });
      if (!answer.ok) throw new Error(answer.status);
      this.show(await answer.text());
    } catch {
      this.say(this.dataset.failed);
    }
  }

  async look() {
    if (document.hidden || this.isDragged) return;
    const { by } = this.canvas.dataset;
    const { seen } = (document.querySelector("#plan-rest:not(:focus-within)") ?? this.canvas).dataset;
    const address = `${this.dataset.canvas}?${new URLSearchParams({ seen, warna: by })}`;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      const shown = this.canvas.dataset.seen;
      const html = answer.status === 200 ? await answer.text() : "";
      if (html && this.canvas.dataset.seen === shown) this.show(html);
    } catch {
      // The next look comes in four seconds.
    }
  }

  show(html) {
    const focused = document.activeElement?.id;
    const scrolled = [...this.querySelectorAll(".plan__scroll")].map((each) => each.scrollLeft);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    this.canvas.replaceWith(fresh.querySelector("#plan-canvas"));
    this.dispatchEvent(new CustomEvent("plan:shown", { bubbles: true, detail: fresh }));
    this.querySelectorAll(".plan__scroll").forEach((each, place) => {
      each.scrollLeft = scrolled[place] ?? 0;
    });
    const again = document.getElementById(this.wanted ?? focused);
    this.wanted = null;
    if (again?.matches(".booth")) this.rove(again);
    again?.focus({ preventScroll: true });
    if (focused && document.activeElement === document.body)
      this.canvas.querySelector("button:enabled, .plan__scroll").focus({ preventScroll: true });
    this.chosen = null;
  }

  rove(booth) {
    for (const each of this.booths) each.setAttribute("tabindex", each === booth ? 0 : -1);
  }

  choose(element) {
    const before = this.chosen;
    before?.classList.remove("is-chosen");
    before?.removeAttribute("aria-pressed");
    this.chosen = element === before ? null : element;
    this.chosen?.classList.add("is-chosen");
    this.chosen?.setAttribute("aria-pressed", "true");
    const { chosen, dropped } = this.dataset;
    this.say(this.chosen ? chosen.replace("{name}", this.chosen.dataset.name) : dropped);
  }

  place(source, target) {
    const participation = source.dataset.participation;
    if (target.dataset.booth === undefined) return this.send({ deed: "off", participation });
    if (target.dataset.booth === source.dataset.booth) return undefined;
    this.wanted = target.id;
    return this.send({ deed: "place", participation, booth: target.dataset.booth });
  }

  activate(element, byKey = false) {
    const booth = element.closest(".booth");
    const source = element.closest("[data-participation]");
    if (this.chosen && booth && booth !== this.chosen) this.place(this.chosen, booth);
    else if (source) {
      this.choose(source);
      // From the list the arrows go on among the booths.
      if (byKey && this.chosen && !booth) this.querySelector('.booth[tabindex="0"]')?.focus();
    }
  }

  submitted(event) {
    if (!event.submitter?.name) return;
    event.preventDefault();
    this.send({ deed: event.submitter.value });
  }
}
customElements.define("booth-plan", BoothPlan);
