// The pages need no script. This adds: "/" goes to the search, Ctrl+Enter runs a query, and the layers of a document stay in the address.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.querySelector("[data-key='/']");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-run]")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

const layers = Array.from(document.querySelectorAll("input.layer"));
const nameOf = (box) => Array.from(box.classList).find((name) => name.startsWith("of-")).slice(3);
const hidden = new URLSearchParams(location.search).get("hide");
if (hidden !== null) {
  for (const box of layers) box.checked = !hidden.split(",").includes(nameOf(box));
}
for (const box of layers) {
  box.addEventListener("change", () => {
    const address = new URL(location.href);
    const off = layers.filter((one) => !one.checked).map(nameOf);
    if (off.length) address.searchParams.set("hide", off.join(","));
    else address.searchParams.delete("hide");
    history.replaceState(null, "", address);
  });
}
