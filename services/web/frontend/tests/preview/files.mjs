// The pretended Parley's files: whatever is sent is taken, every picture is a small green one.
import { deflateSync } from "node:zlib";

const SIDE = 240; // pixels

export function answerFile(request, response, id, bytes, query) {
  if (request.method === "POST") {
    const file = {
      id: query.get("id"),
      name: query.get("name"),
      media_type: request.headers["content-type"] ?? "application/octet-stream",
      size: bytes.length,
      sha256: "0",
    };
    response.writeHead(201, { "Content-Type": "application/json" });
    return response.end(JSON.stringify(file));
  }
  response.writeHead(200, { "Content-Type": "image/png" });
  response.end(picture(id.length));
}

/** A PNG without its checksums being looked at by anybody but the browser, so they are right. */
function picture(hue) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(SIDE * 3, Buffer.from([90, 130 + hue * 8, 110]))]);
  const rows = Buffer.concat(Array.from({ length: SIDE }, () => row));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, part("IHDR", head), part("IDAT", deflateSync(rows)), part("IEND", Buffer.alloc(0))]);
}

function part(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
