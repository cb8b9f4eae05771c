// A list page: the count of the selection, « tout sélectionner », and short addresses (empty fields are left out).
"use strict";

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-list]")) { return; }
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === "") { event.formData.delete(name); }
  }
});

function tally(form) {
  const boxes = [...form.querySelectorAll("tbody input[name='id']")];
  const ticked = boxes.filter((box) => box.checked).length;
  const shown = form.querySelector("[data-selected]");
  if (shown) { shown.textContent = String(ticked); }
  const all = form.querySelector("[data-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-bulk]");
  if (!form) { return; }
  if (event.target.matches("[data-all]")) {
    for (const box of form.querySelectorAll("tbody input[name='id']")) { box.checked = event.target.checked; }
  }
  tally(form);
});

document.addEventListener("htmx:afterSettle", () => {
  const results = document.getElementById("results");
  const main = document.querySelector("main[data-count]");
  if (results && main) { main.dataset.count = results.dataset.count; }
});

for (const form of document.querySelectorAll("[data-bulk]")) { tally(form); }
