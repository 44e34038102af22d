// The parts of a change form as tabs. Without JavaScript every part is shown.
const PARTS = "fieldset.module, .inline-group";
const form = document.querySelector(".change-form #content-main form");

function partsOf(form) {
  const within = (part) => part.parentElement.closest(PARTS) !== null;
  return [...form.querySelectorAll(PARTS)].filter((part) => part.querySelector("h2") && !within(part));
}

function countOf(part) {
  const errors = part.querySelectorAll(".errorlist").length;
  if (errors) return { text: errors, tone: "badge--bad" };
  const rows = part.matches(".inline-group") ? part.querySelectorAll("tr.has_original").length : 0;
  return rows ? { text: rows, tone: "" } : null;
}

function tabFor(part, index) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `tab-${index}`;
  tab.setAttribute("form", ""); // no control of the form: Django puts the cursor into the first one
  tab.setAttribute("role", "tab");
  const panel = document.createElement("div");
  panel.className = "admin-panel";
  panel.id = `panel-${index}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  tab.setAttribute("aria-controls", panel.id);
  part.before(panel);
  panel.append(part);
  tab.append(part.querySelector("h2").textContent.trim());
  const count = countOf(part);
  if (count) {
    const badge = document.createElement("span");
    badge.className = `badge ${count.tone}`;
    badge.textContent = count.text;
    tab.append(badge);
  }
  return tab;
}

function setUp(form) {
  const parts = partsOf(form);
  if (parts.length < 2) return;
  const remembered = `tab:${location.pathname}`;
  const here = document.activeElement; // Django's first field, which loses the focus when it is moved
  const bar = document.createElement("div");
  bar.className = "tabs admin-tabs";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", document.querySelector("h1")?.textContent.trim() ?? "");
  const tabs = parts.map(tabFor);
  bar.append(...tabs);

  const show = (index) => {
    parts.forEach((part, each) => {
      part.parentElement.hidden = each !== index;
      tabs[each].setAttribute("aria-selected", each === index);
      tabs[each].tabIndex = each === index ? 0 : -1;
    });
    sessionStorage.setItem(remembered, index);
  };
  bar.addEventListener("click", ({ target }) => {
    const index = tabs.indexOf(target.closest("button"));
    if (index >= 0) show(index);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const index = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    show(index);
    tabs[index].focus();
  });

  parts[0].parentElement.before(bar);
  const faulty = parts.findIndex((part) => part.querySelector(".errorlist"));
  const adding = location.pathname.endsWith("/add/"); // the next one begins at its beginning
  const last = (!adding && Number(sessionStorage.getItem(remembered))) || 0;
  show(faulty >= 0 ? faulty : Math.min(last, parts.length - 1));
  if (faulty >= 0) tabs[faulty].focus();
  else if (form.contains(here)) here.focus();
}

if (form) setUp(form);
