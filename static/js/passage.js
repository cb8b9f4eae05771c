// Takes the words selected in the text on the left into the field of the extract; without a script they are copied by hand.
"use strict";

(() => {
  const source = document.querySelector("[data-passage-from]");
  const take = document.querySelector("[data-passage-take]");
  const target = document.getElementById("id_text");
  if (!source || !take || !target) { return; }
  take.hidden = false;
  take.addEventListener("click", () => {
    const words = source.value.slice(source.selectionStart, source.selectionEnd).trim();
    if (words) { target.value = words; }
    target.focus();
  });
})();
