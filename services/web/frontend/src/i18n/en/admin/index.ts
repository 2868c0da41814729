// Every word of the admin pages. They are loaded with these pages, so they stand beside the chat's words.
import { agents } from "./agents";
import { deliveries } from "./deliveries";
import { events } from "./events";
import { letters } from "./letters";
import { live } from "./live";
import { mcp } from "./mcp";
import { models } from "./models";
import { overview } from "./overview";
import { settings } from "./settings";
import { shell } from "./shell";
import { skills } from "./skills";
import { telegram } from "./telegram";
import { threads } from "./threads";
import { usage } from "./usage";

export const admin = {
  ...shell,
  agents,
  deliveries,
  events,
  letters,
  live,
  mcp,
  models,
  overview,
  settings,
  skills,
  telegram,
  threads,
  usage,
};

export type AdminWords = typeof admin;
