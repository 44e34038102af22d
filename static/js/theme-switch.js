// <theme-switch>: three buttons of which one is shown; pressing it goes on to the next.
const ORDER = ["auto", "light", "dark"];

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.show(localStorage.getItem("theme") ?? "auto");
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const next = ORDER[(ORDER.indexOf(button.value) + 1) % ORDER.length];
      this.choose(next);
      this.querySelector(`[value="${next}"]`).focus();
    });
  }

  choose(theme) {
    localStorage.setItem("theme", theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const each of document.querySelectorAll("theme-switch")) each.show(theme);
  }

  show(theme) {
    const shown = ORDER.includes(theme) ? theme : "auto";
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", button.value === shown);
    }
  }
}
customElements.define("theme-switch", ThemeSwitch);
