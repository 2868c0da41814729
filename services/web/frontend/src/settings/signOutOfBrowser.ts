// Signs out, asking first if something would be lost, and leaves nothing of the person in the page either.
import { attempt } from "../chat/actions";
import { findUnsent, leave } from "../core/leaving";
import { open } from "../help/opened";
import { t } from "../i18n";

export function askToSignOut(): void {
  const { messages, drafts } = findUnsent();
  if (messages + drafts > 0) open("signOut");
  else void signOutOfBrowser();
}

export async function signOutOfBrowser(): Promise<void> {
  const left = await attempt(t.doing.signOut, () => leave().then(() => true));
  // Loaded anew, the page remembers no thread; and the address names none to the next person.
  if (left) location.replace("/");
}
