// Files that are dragged onto the page: whether some are over it, and which were let go.
import { useEffect, useRef, useState } from "react";

export function useDrop(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useRef(onFiles);
  drop.current = onFiles;

  useEffect(() => {
    let depth = 0; // of the elements the pointer has entered
    const count = (by: number) => (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const enter = count(1);
    const leave = count(-1);
    const allow = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const take = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // or the browser would open the file instead of this page
      depth = 0;
      setOver(false);
      drop.current([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", allow);
    addEventListener("drop", take);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", allow);
      removeEventListener("drop", take);
    };
  }, []);

  return over;
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
