// <confirm-dialog>: asks before its button submits the form around it.
// Without JavaScript the button submits at once, and the server may ask on a page of its own.
class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.value === "cancel") dialog.close();
      else if (!dialog.contains(button)) {
        event.preventDefault();
        dialog.showModal();
      }
    });
  }
}
customElements.define("confirm-dialog", ConfirmDialog);
