// Every word of the admin pages. They are loaded with these pages, so they stand beside the chat's words.
import { agents } from "./agents";
import { shell } from "./shell";

export const admin = { ...shell, agents };

export type AdminWords = typeof admin;
