// One formula; its source until KaTeX has drawn it, and for good when KaTeX cannot read it.
import { useEffect, useRef, useState } from "react";

const GIVE_UP = 1000; // ms; while a formula streams in, half of it may be unreadable for a moment

export function Tex({ value, display }: { value: string; display: boolean }) {
  const element = useRef<HTMLSpanElement>(null);
  const [drawn, setDrawn] = useState(false);

  useEffect(() => {
    let current = true;
    let timer: number | undefined;
    import("./math")
      .then(({ drawTex }) => {
        if (!current || element.current === null) return;
        const fresh = document.createElement("span");
        drawTex(value, fresh, display);
        element.current.replaceChildren(fresh);
        setDrawn(true);
      })
      .catch(() => {
        // What could be drawn of it so far stays for a moment, so that it does not flicker.
        if (current) timer = window.setTimeout(setDrawn, GIVE_UP, false);
      });
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [value, display]);

  return (
    <>
      <span ref={element} className={display ? "math display" : "math"} dir="ltr" hidden={!drawn} />
      {!drawn && <code>{value}</code>}
    </>
  );
}
