// The plan of booths by keyboard: arrows go from booth to booth as they lie, Enter chooses and
// places, Delete takes off, Ctrl+Z undoes.
function nearest(plan, from, key) {
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const forward = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  const middle = (booth) => {
    const box = booth.querySelector("rect").getBBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(from);
  let found = null;
  let least = Infinity;
  for (const other of plan.booths) {
    const [left, top] = middle(other);
    const ahead = (across ? left - x : top - y) * forward;
    const aside = Math.abs(across ? top - y : left - x);
    if (other !== from && ahead > 1 && ahead + aside * 3 < least) {
      least = ahead + aside * 3;
      found = other;
    }
  }
  return found;
}

function pressed(event) {
  const plan = event.target.closest?.("booth-plan[data-keeps]");
  if (!plan) return;
  const booth = event.target.closest(".booth");
  const inField = event.target.matches("input, select, textarea");
  if (!inField && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    plan.send({ deed: event.shiftKey ? "redo" : "undo" });
  } else if (event.key === "Escape" && plan.chosen) plan.choose(plan.chosen);
  else if (booth && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    plan.activate(booth);
  } else if (booth?.dataset.participation && event.key === "Delete") {
    plan.wanted = booth.id;
    plan.send({ deed: "off", participation: booth.dataset.participation });
  } else if (booth && event.key.startsWith("Arrow")) {
    event.preventDefault();
    const next = nearest(plan, booth, event.key);
    if (next) plan.rove(next);
    next?.focus();
  }
}
document.addEventListener("keydown", pressed);
