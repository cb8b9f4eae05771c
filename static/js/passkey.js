// Passkeys: asks the browser for a new one or for a proof, and posts what it answers. Without a script the buttons stay hidden.
// A form says what it wants by data-passkey (create, get) and where its options are: an address, or a block of JSON on the page.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const REFUSALS = {
  NotAllowedError: "La clé d’accès n’a pas été lue : la demande a été fermée ou a trop attendu. Vous pouvez réessayer.",
  InvalidStateError: "Cet appareil a déjà une clé d’accès pour ce compte : elle sert telle quelle.",
  SecurityError: "Les clés d’accès ne fonctionnent qu’à l’adresse habituelle du site. Vérifiez l’adresse, puis réessayez.",
  NotSupportedError: "Cet appareil ne sait pas vérifier que c’est bien vous. Prenez-en un autre, ou un code du téléphone.",
};
const REFUSED = "La clé d’accès n’a pas pu être lue. Réessayez, ou prenez un autre moyen de vous connecter.";

function readable(options) {
  const asked = structuredClone(options.publicKey);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) { asked.user.id = bytes(asked.user.id); }
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    asked[list] = (asked[list] || []).map((each) => ({ ...each, id: bytes(each.id) }));
  }
  return { publicKey: asked };
}

function postable(made) {
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) { response[part] = text(made.response[part]); }
  }
  if (made.response.getTransports) { response.transports = made.response.getTransports(); }
  return { id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(), response };
}

async function optionsOf(form) {
  if (form.dataset.passkeyOptions) {
    const all = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    return all.creation_options || all.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) { throw new Error(`options refused: ${answer.status}`); }
  return (await answer.json()).request_options;
}

function prepare(form) {
  const button = form.querySelector("[data-passkey-button]");
  const words = form.querySelector("[data-passkey-words]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    words.textContent = "";
    try {
      const options = readable(await optionsOf(form));
      const made = form.dataset.passkey === "create" ? await navigator.credentials.create(options) : await navigator.credentials.get(options);
      form.elements.credential.value = JSON.stringify(postable(made));
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      words.textContent = REFUSALS[error.name] || REFUSED;
      button.disabled = false;
      button.focus();
    }
  });
}

const supported = window.PublicKeyCredential && navigator.credentials;
document.querySelectorAll("form[data-passkey]").forEach((form) => { if (supported) { prepare(form); } });
document.querySelectorAll("[data-passkey-missing]").forEach((note) => { note.hidden = Boolean(supported); });
