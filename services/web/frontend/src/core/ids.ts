// Ids are made by whoever says a thing first: what a browser says twice is recognised.

let lastTime = 0;
let counter = 0;

/** A new UUIDv7 (RFC 9562); ids of one page sort in the order they were made. */
export function uuid7(): string {
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastTime++;
    counter = 0;
  }
  const random = crypto.getRandomValues(new Uint8Array(8));
  const time = lastTime.toString(16).padStart(12, "0");
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = ((random[0] ?? 0) & 0x3f) | 0x80;
  const sequence = counter.toString(16).padStart(3, "0");
  const node = tail.slice(4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant.toString(16)}${tail.slice(2, 4)}-${node}`;
}

/** Whether the service would take it as an id at all. */
export function isId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}
