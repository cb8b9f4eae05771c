// The shell of staff pages: Ctrl+K, the current tab, the look, « Annuler », local drafts. Everything works without it.
"use strict";

// Ctrl+K goes to the search box.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") { return; }
  const box = document.querySelector("[data-shortcut='k']");
  if (!box) { return; }
  event.preventDefault();
  box.focus();
  box.select();
});

// The current tab is brought into view on a narrow screen.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.closest(".tabs");
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}

// A tab that the keyboard reaches is shown whole: a browser leaves it where it is when a sliver of it can be seen. Not under a finger,
// which would then leave something else than it pressed.
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".tabs a:focus-visible")) { event.target.scrollIntoView({ block: "nearest", inline: "nearest" }); }
});

// The theme and the height of rows change at once; the server reads the cookies at the next page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-look]");
  const button = event.submitter;
  if (!form || !button) { return; }
  event.preventDefault();
  const root = document.documentElement;
  const attribute = button.name === "theme" ? "data-bs-theme" : "data-rows";
  const kept = ["light", "dark", "compact"].includes(button.value);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${button.name}=${kept ? button.value : ""}; Path=/; SameSite=Lax; Max-Age=${kept ? 31536000 : 0}${secure}`;
  if (kept) { root.setAttribute(attribute, button.value); } else { root.removeAttribute(attribute); }
  if (button.name === "theme") {
    for (const other of form.querySelectorAll("[name='theme']")) { other.removeAttribute("aria-current"); }
    button.setAttribute("aria-current", "true");
  } else {
    button.value = kept ? "comfort" : "compact";
    button.textContent = kept ? "Lignes espacées" : "Lignes serrées";
  }
});

// « Annuler » floats for fifteen seconds, longer while it is pointed at or focused.
for (const toast of document.querySelectorAll("[data-undo]")) {
  toast.classList.add("toast-float");
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) { setTimeout(leave, 3000); } else { toast.remove(); }
  };
  setTimeout(leave, 15000);
}
