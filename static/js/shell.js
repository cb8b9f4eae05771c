// The shell of staff pages: Ctrl+K goes to the search box, the current tab is brought into view.
"use strict";

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") { return; }
  const box = document.querySelector("[data-shortcut='k']");
  if (!box) { return; }
  event.preventDefault();
  box.focus();
  box.select();
});

for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.closest(".tabs");
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}
