// How much of a plan of booths is seen: larger and smaller, and the list of who has no place.
// Each drawing of the plan is new; what was zoomed and looked for is put back on it.
let zoom = 0;
let words = "";

function filter(plan) {
  const field = plan.querySelector("#unplaced");
  if (!field) return;
  field.hidden = false;
  field.value = words;
  for (const item of plan.querySelectorAll(".plan__unplaced li"))
    item.hidden = !item.textContent.toLowerCase().includes(words.toLowerCase());
}

function enlarge(plan, by) {
  zoom = Math.min(4, Math.max(0, zoom + by));
  for (const floor of plan.querySelectorAll(".plan__floor")) floor.dataset.zoom = zoom;
}

// The form, the table and the publishing below the plan speak of the same places. Whoever is
// writing there goes on with what he sees.
function renew(fresh) {
  const rest = document.querySelector("#plan-rest:not(:focus-within)");
  rest?.replaceWith(fresh.querySelector("#plan-rest"));
}

function show(plan) {
  plan.querySelector(".plan__zoom").hidden = false;
  enlarge(plan, 0);
  filter(plan);
}

document.addEventListener("plan:shown", (event) => {
  show(event.target);
  if (event.detail) renew(event.detail);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-zoom]");
  if (button) enlarge(button.closest("booth-plan"), Number(button.dataset.zoom));
});
document.addEventListener("input", (event) => {
  if (event.target.id !== "unplaced") return;
  words = event.target.value;
  filter(event.target.closest("booth-plan"));
});
