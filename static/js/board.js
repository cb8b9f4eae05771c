// Cards of a board can be dragged; « Déplacer » on each card does the same by keyboard and without script.
"use strict";

function drop(event) {
  const next = event.item.nextElementSibling;
  const values = { column: event.to.dataset.column, place: "end", csrfmiddlewaretoken: event.to.closest("[data-board]").dataset.token };
  if (next && next.matches("[data-card]")) { values.before = next.dataset.card; }
  window.htmx.ajax("POST", event.item.dataset.move, { values, target: "#tableau", swap: "outerHTML" });
}

function prepare() {
  const board = document.querySelector("[data-board][data-token]");
  if (!board || !window.Sortable || board.dataset.ready) { return; }
  board.dataset.ready = "1";
  for (const list of board.querySelectorAll("[data-column]")) {
    window.Sortable.create(list, { group: "board", draggable: "[data-card]", handle: "[data-handle]", animation: 120, delay: 150, delayOnTouchOnly: true, onEnd: drop });
  }
}

document.addEventListener("htmx:afterSettle", prepare);
prepare();
