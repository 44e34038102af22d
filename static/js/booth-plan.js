// <booth-plan>: a plan of booths made live: drag, tap or keys; the server keeps and redraws.
// Every deed is one request that names what was seen; its answer is the plan as it now is.
const ASK_EVERY = 4000;
const A_DRAG = 6; // pixels before a press becomes a drag

class BoothPlan extends HTMLElement {
  connectedCallback() {
    this.zoom = 1;
    this.ready();
    this.timer = setInterval(() => this.look(), ASK_EVERY);
    this.addEventListener("change", (event) => {
      if (event.target.id === "warna") event.target.form.requestSubmit();
    });
    this.addEventListener("input", (event) => {
      if (event.target.id === "unplaced") this.filter(event.target.value);
    });
    this.addEventListener("click", (event) => this.clicked(event));
    if (!("keeps" in this.dataset)) return;
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("pointerdown", (event) => this.grabbed(event));
    addEventListener("pointermove", (event) => this.dragged(event));
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, (event) => this.release(event));
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

  ready() {
    this.querySelector(".plan__zoom").hidden = false;
    const filter = this.querySelector("#unplaced");
    if (filter) filter.hidden = false;
    this.enlarge(0);
  }

  say(text) {
    this.querySelector("[role=status]").textContent = text;
  }

  // --- asking the server

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
    if (document.hidden || this.drag) return;
    const { seen, by } = this.canvas.dataset;
    const address = `${this.dataset.canvas}?${new URLSearchParams({ seen, warna: by })}`;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.status === 200 && this.canvas.dataset.seen === seen) this.show(await answer.text());
    } catch {
      // The next look comes in four seconds.
    }
  }

  show(html) {
    const focused = document.activeElement?.id;
    const scrolled = [...this.querySelectorAll(".plan__scroll")].map((each) => each.scrollLeft);
    const words = this.querySelector("#unplaced")?.value;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    this.canvas.replaceWith(fresh.querySelector("#plan-canvas"));
    this.ready();
    this.querySelectorAll(".plan__scroll").forEach((each, place) => {
      each.scrollLeft = scrolled[place] ?? 0;
    });
    if (words) {
      this.querySelector("#unplaced").value = words;
      this.filter(words);
    }
    const again = document.getElementById(this.wanted ?? focused);
    this.wanted = null;
    if (again?.matches(".booth")) this.rove(again);
    again?.focus({ preventScroll: true });
    this.chosen = null;
  }

  filter(words) {
    for (const item of this.querySelectorAll(".plan__unplaced li"))
      item.hidden = !item.textContent.toLowerCase().includes(words.toLowerCase());
  }

  enlarge(by) {
    this.zoom = Math.min(4, Math.max(1, this.zoom * 1.4 ** by));
    for (const floor of this.querySelectorAll(".plan__floor"))
      floor.setAttribute("data-zoom", Math.round(Math.log(this.zoom) / Math.log(1.4)));
  }

  // --- choosing, then placing

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

  activate(element) {
    const booth = element.closest(".booth");
    const source = element.closest("[data-participation]");
    if (this.chosen && booth && booth !== this.chosen) this.place(this.chosen, booth);
    else if (source) this.choose(source);
  }

  clicked(event) {
    const zoom = event.target.closest("[data-zoom]");
    if (zoom?.matches("button")) this.enlarge(Number(zoom.dataset.zoom));
    else if ("keeps" in this.dataset) this.activate(event.target);
  }

  submitted(event) {
    if (!event.submitter?.name) return;
    event.preventDefault();
    this.send({ deed: event.submitter.value });
  }

  // --- by keyboard: arrows go from booth to booth as they lie

  rove(booth) {
    for (const each of this.booths) each.setAttribute("tabindex", each === booth ? 0 : -1);
  }

  pressed(event) {
    const booth = event.target.closest?.(".booth");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.send({ deed: event.shiftKey ? "redo" : "undo" });
    } else if (event.key === "Escape" && this.chosen) this.choose(this.chosen);
    else if (!booth) return;
    else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.activate(booth);
    } else if (event.key === "Delete" && booth.dataset.participation) {
      this.wanted = booth.id;
      this.send({ deed: "off", participation: booth.dataset.participation });
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      this.step(booth, event.key);
    }
  }

  step(from, key) {
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const forward = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const middle = (booth) => {
      const box = booth.querySelector("rect").getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(from);
    let nearest = null;
    let least = Infinity;
    for (const other of this.booths) {
      const [left, top] = middle(other);
      const ahead = (across ? left - x : top - y) * forward;
      const aside = Math.abs(across ? top - y : left - x);
      if (other !== from && ahead > 1 && ahead + aside * 3 < least) {
        least = ahead + aside * 3;
        nearest = other;
      }
    }
    if (nearest) {
      this.rove(nearest);
      nearest.focus();
    }
  }

  // --- by pointer

  grabbed(event) {
    const source = event.target.closest("[data-participation]");
    if (!source || event.button !== 0 || event.pointerType === "touch") return;
    this.drag = { source, x: event.clientX, y: event.clientY };
  }

  dragged(event) {
    const drag = this.drag;
    if (!drag) return;
    if (!drag.ghost) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < A_DRAG) return;
      drag.ghost = document.createElement("div");
      drag.ghost.className = "plan-ghost";
      drag.ghost.textContent = drag.source.dataset.name;
      document.body.append(drag.ghost);
    }
    drag.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const target = under?.closest?.(".booth, [data-off]");
    if (target === drag.target) return;
    drag.target?.classList.remove("is-target");
    target?.classList.add("is-target");
    drag.target = target;
  }

  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (!drag?.ghost) return;
    drag.ghost.remove();
    drag.target?.classList.remove("is-target");
    const swallow = (click) => {
      click.stopPropagation();
      click.preventDefault();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    if (event.type === "pointerup" && drag.target) this.place(drag.source, drag.target);
  }
}
customElements.define("booth-plan", BoothPlan);
