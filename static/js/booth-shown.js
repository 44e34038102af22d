// The booth that an address points at, brought into the part of the plan that is seen.
const chosen = document.querySelector(".booth--chosen");
const frame = chosen?.closest(".plan__scroll");
if (frame) {
  const box = chosen.getBoundingClientRect();
  const seen = frame.getBoundingClientRect();
  frame.scrollLeft += box.left + box.width / 2 - (seen.left + seen.width / 2);
}
