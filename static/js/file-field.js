// <file-field>: says the chosen file's name in the page's language, over the browser's own control.
class FileField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const face = this.querySelector(".file-field__face");
    const name = this.querySelector(".file-field__name");
    const none = name.textContent;
    const show = () => {
      name.textContent = [...input.files].map((file) => file.name).join(", ") || none;
    };
    face.hidden = false;
    this.classList.add("file-field--ready");
    input.addEventListener("change", show);
    show();
  }
}
customElements.define("file-field", FileField);
