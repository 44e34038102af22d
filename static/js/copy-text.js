// Buttons that copy the text of another element: <button data-copies="its id" hidden>.
// They are shown only where the browser can; a moment long they say that it is done.
const PATIENCE = 2000;

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const words = button.querySelector("[data-said]");
  const before = words.textContent;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies).textContent.trim();
    await navigator.clipboard.writeText(text);
    words.textContent = words.dataset.said;
    setTimeout(() => { words.textContent = before; }, PATIENCE);
  });
}
