// <likely-doubles address fields draft>: while somebody types, asks the server for records that
// may be the same, and shows what it answers. `fields` are «name» or «name:as what it is asked».
const PATIENCE = 500;

// What the page came with, for somebody may have typed before this script was there.
const given = (field) =>
  field?.defaultValue ?? [...(field?.options ?? [])].find((each) => each.defaultSelected)?.value;
const now = (field) => field?.value;

class LikelyDoubles extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.names = this.getAttribute("fields").split(" ").map((pair) => pair.split(":"));
    this.asked = JSON.stringify([...this.typed(given)]); // that was looked at before
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.wait());
    globalThis.django?.jQuery(this.form).on("change", () => this.wait()); // of its own select boxes
    this.wait();
  }

  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PATIENCE);
  }

  typed(read = now) {
    const typed = new FormData();
    for (const [name, as = name] of this.names) {
      const value = read(this.form.elements[name])?.trim();
      if (value) typed.set(as, value);
    }
    return typed;
  }

  async ask() {
    const typed = this.typed();
    const asked = JSON.stringify([...typed]);
    if (asked === this.asked) return;
    this.asked = asked;
    if (asked === "[]") {
      this.textContent = "";
      return;
    }
    typed.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    if (this.getAttribute("draft")) typed.set("draft", this.getAttribute("draft"));
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(this.getAttribute("address"), {
        method: "POST",
        body: typed,
        credentials: "same-origin",
        signal: this.request.signal,
      });
      if (answer.ok) this.innerHTML = (await answer.text()).trim();
    } catch {
      this.asked = ""; // no connection, or something newer was typed: asked again next time
    }
  }
}

customElements.define("likely-doubles", LikelyDoubles);
