// Serves the built page under its real policy with a pretended Parley behind it: `npm run build && npm run preview`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createServer as createVite } from "vite";
import { answerApi } from "./routes.mjs";
import { fill } from "./scenes.mjs";
import { takeSocket } from "./wire.mjs";
import { World } from "./world.mjs";

const PORT = Number(process.env.PORT ?? 4173);
const DIST = new URL("../../dist/", import.meta.url).pathname;
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const vite = await createVite({ server: { middlewareMode: true }, logLevel: "error", appType: "custom" });
const { initial, apply } = await vite.ssrLoadModule("/src/core/view.ts");
const { emptyMessage } = await vite.ssrLoadModule("/src/core/message.ts");
const { HOSTILE } = await vite.ssrLoadModule("/tests/md/hostile.ts");
await vite.close();

const world = new World({ initial, apply, empty: emptyMessage });
fill(world, HOSTILE);
let contract = "one";

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://here");
  if (url.pathname === "/preview/contract") contract = "two";
  if (url.pathname.startsWith("/api/")) return answerApi(world, request, response, url);
  await servePage(url.pathname, response);
});

async function servePage(path, response) {
  const file = extname(path) === "" ? "index.html" : normalize(path).slice(1);
  const body = await readFile(join(DIST, file)).catch(() => null);
  response.writeHead(body === null ? 404 : 200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
  });
  response.end(body ?? "");
}

server.on("upgrade", (request, socket) => {
  const watched = new Set();
  const send = takeSocket(
    request,
    socket,
    (text) => hear(JSON.parse(text)),
    () => world.listeners.delete(listen),
  );
  const tell = (frame) => send(JSON.stringify(frame));

  function hear(frame) {
    if (frame.type === "ping") tell({ type: "pong" });
    if (frame.type === "unwatch") watched.delete(frame.thread_id);
    if (frame.type === "watch") watch(frame);
  }
  function watch({ thread_id: threadId, since }) {
    const place = world.threads.get(threadId);
    if (!place)
      return tell({ type: "error", code: "thread_not_found", message: "", thread_id: threadId, message_id: null });
    watched.add(threadId);
    if (typeof since === "number") {
      for (const event of place.events) if (event.seq > since) tell({ type: "event", event });
      return;
    }
    const messages = place.view.visible_messages;
    const view = {
      ...place.view,
      visible_messages: messages.slice(-50),
      metadata: { ...place.view.metadata, has_earlier: messages.length > 50 },
    };
    tell({ type: "snapshot", thread_id: threadId, seq: place.view.seq, view });
  }
  function listen(threadId, event, durable) {
    if (watched.has(threadId)) tell({ type: "event", event });
    if (durable) tell({ type: "threads", rows: [world.row(threadId)], gone: [] });
  }
  world.listeners.add(listen);
  tell({ type: "hello", contract, server: "preview", viewer_id: "v1" });
});

server.listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/#token=preview`));
