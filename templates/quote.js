// Escape closes the note of a number until the pointer or the focus moves on.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("quiet");
});
for (const kind of ["pointermove", "focusin"]) {
  document.addEventListener(kind, () => document.body.classList.remove("quiet"));
}
