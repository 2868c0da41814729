// The admin pages, in the order of their links.
import { w } from "./words";

export const PLACES = [
  { path: "/admin/agents", name: w.places.agents },
] as const;
