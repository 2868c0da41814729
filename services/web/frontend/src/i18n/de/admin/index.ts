// Deutsch für die Verwaltung: dieselben Wörter in derselben Ordnung wie das Englische.
import type { AdminWords } from "../../en/admin";
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

export const admin: AdminWords = {
  ...shell,
  ...{ agents, deliveries, events, letters, live, mcp, models, overview, settings, skills, telegram, threads, usage },
};
