// The files of the message that is being written, each with how far it has come.
import type { Attachment } from "./useAttachments";
import { t } from "../i18n";
import { bytes } from "../i18n/format";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";

interface AttachmentListProps {
  attachments: Attachment[];
  onRemove: (key: number) => void;
}

export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  if (attachments.length === 0) return null;
  return (
    <ul className="attachments" aria-label={t.file.attached}>
      {attachments.map((each) => (
        <li key={each.key} className={each.problem === null ? "chip file" : "chip file bad"}>
          <Icon name="file" size={16} />
          <span className="chip-text" dir="auto" title={each.name}>
            {each.name}
          </span>
          <Progress attachment={each} />
          <IconButton icon="x" label={t.file.remove(each.name)} onClick={() => onRemove(each.key)} />
        </li>
      ))}
    </ul>
  );
}

function Progress({ attachment: { file, problem, part, name } }: { attachment: Attachment }) {
  if (problem !== null) return <span role="alert">{problem}</span>;
  if (file !== null) return <span className="dim number">{bytes(file.size)}</span>;
  return <progress aria-label={t.file.sending(name)} value={part} max={1} />;
}
