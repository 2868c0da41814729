// Below an attempt that left nothing: only another one can be asked for.
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { answerAgain } from "./actions";
import { Siblings, type SiblingsProps } from "./Siblings";

export function FailedActs({ message, siblings, onChoose }: SiblingsProps) {
  const asked = message.reply_to;
  return (
    <div className="acts">
      <Siblings message={message} siblings={siblings} onChoose={onChoose} />
      {asked !== null && <IconButton icon="retry" label={t.turn.retry} onClick={() => void answerAgain(asked, null)} />}
    </div>
  );
}
