// What Django's lists and rows lack: names for their controls, labels for cards, a foldable filter.

// A list as cards needs the name of its column in each cell.
for (const table of document.querySelectorAll("#result_list")) {
  const labels = [...table.querySelectorAll("thead th")].map((th) =>
    (th.querySelector(".text") ?? th).textContent.trim(),
  );
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, index) => {
      if (cell.tagName === "TD" && !cell.matches(".action-checkbox")) {
        cell.dataset.label = labels[index] ?? "";
      }
    });
  }
}

// On a phone the filters open from their heading.
const heading = document.querySelector("#changelist-filter-header");
if (heading && matchMedia("(max-width: 64rem)").matches) {
  const panel = heading.parentElement;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = heading.textContent;
  const fold = (folded) => {
    panel.toggleAttribute("data-folded", folded);
    button.setAttribute("aria-expanded", !folded);
  };
  button.addEventListener("click", () => fold(!panel.hasAttribute("data-folded")));
  heading.replaceChildren(button);
  fold(true);
}

// Inputs in rows are named by the head of their column.
function nameInputs(root) {
  for (const cell of root.querySelectorAll(".tabular tr:not(.add-row) > td:not([data-label])")) {
    const head = cell.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
    cell.dataset.label = head?.textContent.trim() ?? "";
  }
  const inputs = root.querySelectorAll(
    ".tabular td :is(input:not([type=hidden]), select, textarea)",
  );
  for (const input of inputs) {
    if (input.labels?.length || input.getAttribute("aria-label")) continue;
    const cell = input.closest("td");
    const head = cell.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
    if (head) input.setAttribute("aria-label", head.textContent.trim());
  }
}
nameInputs(document);
document.addEventListener("formset:added", ({ target }) => {
  nameInputs(target);
  target.querySelector(":is(input:not([type=hidden]), select, textarea)")?.focus();
});

// select2 and the two-box widget make controls without names: they get that of their field.
function nameOf(select) {
  const label = select?.labels?.[0];
  if (!label) return null;
  label.id ||= `${select.id}-label`;
  return label.id;
}

function nameControls() {
  for (const field of document.querySelectorAll(".select2-container:not([data-named])")) {
    const select = field.previousElementSibling;
    const label = nameOf(select);
    const box = field.querySelector(".select2-selection");
    const text = field.querySelector(".select2-selection__rendered");
    if (!select || !box) continue;
    field.dataset.named = "";
    if (document.activeElement === select) box.focus(); // Django's first field, which is hidden now
    if (!label) box.setAttribute("aria-label", select.getAttribute("aria-label") ?? "");
    else box.setAttribute("aria-labelledby", text?.id ? `${label} ${text.id}` : label);
    if (label && text?.getAttribute("role") === "textbox") {
      text.setAttribute("aria-labelledby", label);
    }
  }
  for (const field of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const open = document.querySelector(".select2-container--open");
    const select = (open ?? field.closest(".select2-container"))?.previousElementSibling;
    const name = select?.getAttribute("aria-label") ?? select?.labels?.[0]?.textContent;
    field.setAttribute("aria-label", name?.trim() || document.title);
  }
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
    hint.setAttribute("role", "img");
  }
}
nameControls();
new MutationObserver(nameControls).observe(document.body, { childList: true, subtree: true });
