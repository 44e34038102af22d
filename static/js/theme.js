// Before the first paint: the theme that was chosen here, else the system's.
// The admin's own pages keep it under the same name.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") {
  document.documentElement.dataset.theme = chosen;
}
