// The admin pages, in the order of their links.
import { w } from "./words";

export const PLACES = [
  { path: "/admin", name: w.places.overview },
  { path: "/admin/agents", name: w.places.agents },
  { path: "/admin/skills", name: w.places.skills },
  { path: "/admin/mcp", name: w.places.mcp },
  { path: "/admin/models", name: w.places.models },
  { path: "/admin/threads", name: w.places.threads },
  { path: "/admin/live", name: w.places.live },
  { path: "/admin/events", name: w.places.events },
  { path: "/admin/usage", name: w.places.usage },
  { path: "/admin/letters", name: w.places.letters },
  { path: "/admin/deliveries", name: w.places.deliveries },
  { path: "/admin/telegram", name: w.places.telegram },
  { path: "/admin/settings", name: w.places.settings },
] as const;
