// A QR code: always dark on light, for cameras.
import { useMemo } from "react";
import { drawQr } from "./qrCode";

export default function QrImage({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawQr(text), [text]);
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
