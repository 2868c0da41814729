// Files of a message or a tool: raster images are shown, everything else can be saved.
import type { FileRef } from "../contract.gen";
import { t } from "../i18n";
import { bytes } from "../i18n/format";
import { Icon } from "../ui/Icon";

// The same list as the service's: nothing else is ever shown in the page.
const RASTER = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export function isImage(file: FileRef): boolean {
  return RASTER.has(file.media_type);
}

export function fileAddress(file: FileRef): string {
  return `/api/files/${encodeURIComponent(file.id)}`;
}

export function Files({ files, label }: { files: readonly FileRef[]; label: string }) {
  if (files.length === 0) return null;
  return (
    <ul className="files" aria-label={label}>
      {files.map((file) => (
        <li key={file.id}>{isImage(file) ? <Picture file={file} /> : <FileLink file={file} />}</li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: FileRef }) {
  return (
    <a className="picture" href={fileAddress(file)} target="_blank" rel="noopener noreferrer" title={file.name}>
      <img src={fileAddress(file)} alt={file.name} loading="lazy" decoding="async" />
    </a>
  );
}

export function FileLink({ file }: { file: FileRef }) {
  return (
    <a className="chip file" href={fileAddress(file)} download={file.name} title={t.file.save(file.name)}>
      <Icon name="file" size={16} />
      <span className="chip-text" dir="auto">
        {file.name}
      </span>
      <span className="dim number">{bytes(file.size)}</span>
    </a>
  );
}
