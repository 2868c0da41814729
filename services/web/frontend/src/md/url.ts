// What a model may make us link to or load. Anything else is shown as text.

const LINKABLE = new Set(["https:", "http:", "mailto:", "tel:"]);
const OWN_FILE = /^\/api\/files\/[A-Za-z0-9_-]+$/;

/** A whole address outside Parley, or null: what our own API offers is not the model's to hand out. */
export function safeLink(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // "https://bank.example@evil.example" reads like the bank: an address with a user in it is refused.
  if (!LINKABLE.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  return url.origin === location.origin ? null : url.href;
}

/** Only a file Parley keeps. A remote image is a beacon: it is offered as a link, never fetched. */
export function safeImage(address: string): string | null {
  return OWN_FILE.test(address) ? address : null;
}
