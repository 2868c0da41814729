// A text as the dark squares of a QR code, written as one path of an SVG.
import encodeQR from "qr";

export interface QrCode {
  /** Squares on a side, with the quiet border that a camera needs. */
  size: number;
  path: string;
}

const BORDER = 4; // squares, as the standard wants

export function drawQr(text: string): QrCode {
  const rows = encodeQR(text, "raw", { border: BORDER });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size: rows.length, path };
}
