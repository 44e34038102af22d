// <kept-form save="address">: keeps what is typed on the server each time a field is left, and
// holds the form back while there is no connection, so that nothing is lost on the way.
class KeptForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.notice = this.querySelector("[data-offline]");
    this.form.addEventListener("change", () => this.keep());
    this.form.addEventListener("submit", (event) => this.hold(event));
    addEventListener("online", () => this.keep());
    addEventListener("offline", () => this.tell(true));
  }

  async keep() {
    try {
      const answer = await fetch(this.getAttribute("save"), {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
      });
      this.tell(!answer.ok);
    } catch {
      this.tell(true);
    }
  }

  hold(event) {
    if (navigator.onLine) return;
    event.preventDefault();
    this.tell(true);
  }

  tell(offline) {
    this.notice.hidden = !offline;
  }
}

customElements.define("kept-form", KeptForm);
