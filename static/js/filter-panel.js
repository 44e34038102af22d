// <filter-panel>: open beside the list on a wide screen, closed above it on a phone.
class FilterPanel extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const phone = matchMedia("(max-width: 60rem)");
    const fit = () => {
      details.open = !phone.matches;
    };
    fit();
    phone.addEventListener("change", fit);
  }
}
customElements.define("filter-panel", FilterPanel);
