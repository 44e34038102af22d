// The menus of a phone are <details>: Escape closes the one that is open, as it does dialogs.
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  const menu = target.closest(".site-menu[open], .staff-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
