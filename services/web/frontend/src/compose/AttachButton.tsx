// Picks files from this device.
import { useRef } from "react";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";

export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t.file.pick}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = ""; // the same file can be picked again
        }}
      />
      <IconButton icon="clip" label={t.file.attach} onClick={() => picker.current?.click()} />
    </>
  );
}
