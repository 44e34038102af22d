// The plan of booths by mouse or pen: an exhibitor is dragged onto a booth, or off the plan.
const A_DRAG = 6; // pixels before a press becomes a drag
let drag = null;

function grabbed(event) {
  const plan = event.target.closest?.("booth-plan[data-keeps]");
  const source = plan && event.target.closest("[data-participation]");
  if (!source || event.button !== 0 || event.pointerType === "touch") return;
  drag = { plan, source, x: event.clientX, y: event.clientY };
}

function lift() {
  drag.plan.isDragged = true;
  drag.ghost = document.createElement("div");
  drag.ghost.className = "plan-ghost";
  drag.ghost.textContent = drag.source.dataset.name;
  document.body.append(drag.ghost);
}

function dragged(event) {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= A_DRAG;
  if (!drag.ghost && far) lift();
  if (!drag.ghost) return;
  drag.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const target = under?.closest?.(".booth, [data-off]");
  if (target === drag.target) return;
  drag.target?.classList.remove("is-target");
  target?.classList.add("is-target");
  drag.target = target;
}

function released(event) {
  const done = drag;
  drag = null;
  if (!done?.ghost) return;
  done.plan.isDragged = false;
  done.ghost.remove();
  done.target?.classList.remove("is-target");
  const swallow = (click) => {
    click.stopPropagation();
    click.preventDefault();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  if (event.type === "pointerup" && done.target) done.plan.place(done.source, done.target);
}

document.addEventListener("pointerdown", grabbed);
addEventListener("pointermove", dragged);
addEventListener("pointerup", released);
addEventListener("pointercancel", released);
