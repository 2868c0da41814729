// A part of the page that is loaded with its first use; asked for again while nobody gives it, and never the end of the page.
import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { backoff } from "../core/backoff";
import { t } from "../i18n";
import { notify } from "./notify";

const SOME = 4; // tries; a service that restarts is back by then

// Every part's own properties: nothing is known of them here.
export function lazily<C extends ComponentType<any>>(load: () => Promise<C>): LazyExoticComponent<C> {
  return lazy(async () => ({ default: await insist(load) }));
}

export async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (let failed = 0; ; failed++) {
    try {
      return await load();
    } catch {
      // Perhaps the page is older than the service, and the part has another name now.
      if (failed === SOME) notify({ text: t.partMissing, action: { label: t.banner.reload, run: reload } });
      await new Promise((resolve) => setTimeout(resolve, backoff(failed)));
    }
  }
}

function reload(): void {
  location.reload();
}
