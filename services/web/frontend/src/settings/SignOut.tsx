// Asks before a sign-out that would lose what was written here and never sent.
import { useState } from "react";
import { findUnsent } from "../core/leaving";
import { t } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { signOutOfBrowser } from "./signOutOfBrowser";

export function SignOut({ onClose }: { onClose: () => void }) {
  const [{ messages, drafts }] = useState(findUnsent);
  return (
    <Confirm
      title={t.signOut.title}
      lead={t.signOut.lead(messages, drafts)}
      yes={t.signOut.yes}
      onYes={signOutOfBrowser}
      onClose={onClose}
    />
  );
}
