// The words of the admin pages: loaded with them, not with the chat.
import { admin } from "../i18n/en/admin";

export const w = admin;
