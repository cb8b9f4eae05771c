// Keeps what is being typed in a long text (textarea[data-draft="<key>"]) in this browser until the server has it.
// The key names the object and its version: a text saved elsewhere meanwhile never comes back over a newer one.
"use strict";

const PREFIX = "draft:";
const KEPT_DAYS = 14;

function read(key) {
  try { return JSON.parse(localStorage.getItem(PREFIX + key) || "null"); } catch { return null; }
}

function write(key, value) {
  try {
    if (value === null) { localStorage.removeItem(PREFIX + key); } else { localStorage.setItem(PREFIX + key, JSON.stringify(value)); }
  } catch { /* a private window keeps nothing */ }
}

function offer(area, draft) {
  const note = document.createElement("div");
  note.className = "note note-warn mb-2";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = `Un brouillon du ${new Date(draft.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" })} est gardé dans ce navigateur. `;
  const take = document.createElement("button");
  const leave = document.createElement("button");
  take.type = leave.type = "button";
  take.className = leave.className = "btn btn-sm me-2";
  take.textContent = "Reprendre le brouillon";
  leave.textContent = "Effacer le brouillon";
  take.addEventListener("click", () => { area.value = draft.text; note.remove(); area.focus(); });
  leave.addEventListener("click", () => { write(area.dataset.draft, null); note.remove(); area.focus(); });
  const foot = document.createElement("div");
  foot.append(take, leave);
  const body = document.createElement("div");
  body.append(text, foot);
  note.append(body);
  area.before(note);
}

for (const area of document.querySelectorAll("textarea[data-draft]")) {
  const key = area.dataset.draft;
  const draft = read(key);
  if (draft && draft.text !== area.value && Date.now() - draft.at < KEPT_DAYS * 86400000) { offer(area, draft); }
  let waiting = 0;
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => write(key, { at: Date.now(), text: area.value }), 400);
  });
}

// The server says which drafts it now holds: <meta name="draft-saved" content="key">.
for (const saved of document.querySelectorAll("meta[name='draft-saved']")) { write(saved.content, null); }
