// <photo-order>: lets the cards of a list be dragged, and sends their new order with its form.
// Without JavaScript, or by keyboard, each card has two buttons that move it by one place.
class PhotoOrder extends HTMLElement {
  connectedCallback() {
    for (const card of this.cards) card.draggable = true;
    this.addEventListener("dragstart", (event) => {
      this.dragged = event.target.closest("[data-photo]");
      this.before = this.keys.join();
      this.dragged?.classList.add("photo-card--dragged");
    });
    this.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-photo]");
      if (!this.dragged) return;
      event.preventDefault();
      if (!over || over === this.dragged) return;
      const box = over.getBoundingClientRect();
      const after = event.clientX > box.left + box.width / 2;
      over[after ? "after" : "before"](this.dragged);
    });
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => {
      this.dragged?.classList.remove("photo-card--dragged");
      this.dragged = null;
      if (this.keys.join() !== this.before) this.send();
    });
  }

  get cards() {
    return [...this.querySelectorAll("[data-photo]")];
  }

  get keys() {
    return this.cards.map((card) => card.dataset.photo);
  }

  send() {
    const form = this.querySelector("[data-order]");
    for (const key of this.keys) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "photo", value: key });
      form.append(input);
    }
    form.requestSubmit();
  }
}
customElements.define("photo-order", PhotoOrder);
