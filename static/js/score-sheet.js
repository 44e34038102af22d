// <score-sheet data-unsaved="words">: says beside a criterion that it is not saved when sending it
// fails, sends it again when the connection is back, and asks before the page is left.
class ScoreSheet extends HTMLElement {
  connectedCallback() {
    this.unsaved = new Set();
    this.addEventListener("htmx:sendError", ({ target }) => this.mark(target));
    this.addEventListener("htmx:responseError", ({ target }) => this.mark(target));
    this.addEventListener("htmx:afterOnLoad", ({ target, detail }) => {
      if (detail.xhr.status < 400) this.unsaved.delete(this.line(target));
    });
    addEventListener("online", () => this.sendAgain());
    addEventListener("beforeunload", (event) => {
      if (this.unsaved.size && !this.submitting) event.preventDefault();
    });
    this.querySelector("form").addEventListener("submit", () => (this.submitting = true));
  }

  line(target) {
    return target.closest("fieldset");
  }

  mark(target) {
    const line = this.line(target);
    if (!line) return;
    this.unsaved.add(line);
    const status = line.querySelector("[role=status]");
    status.textContent = this.dataset.unsaved;
    status.dataset.unsaved = "";
    status.scrollIntoView({ block: "nearest" });
  }

  sendAgain() {
    for (const line of this.unsaved) line.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("score-sheet", ScoreSheet);
