// <shown-briefly seconds hidden-text>: takes its content away after a while, and at once when
// the page is left, so that it is not in the browser's memory of pages either.
class ShownBriefly extends HTMLElement {
  connectedCallback() {
    const hide = () => {
      if (this.dataset.hidden) return;
      this.dataset.hidden = "yes";
      const said = document.createElement("p");
      said.className = "card";
      said.setAttribute("role", "status");
      said.textContent = this.getAttribute("hidden-text");
      this.replaceChildren(said);
    };
    setTimeout(hide, Number(this.getAttribute("seconds")) * 1000);
    window.addEventListener("pagehide", hide);
  }
}
customElements.define("shown-briefly", ShownBriefly);
