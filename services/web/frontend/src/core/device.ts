// What this browser is called among the viewers of a thread: "Firefox on macOS".
import { t } from "../i18n";

// The first that fits: the later ones' names stand in the earlier ones' descriptions too.
const BROWSERS: [mark: RegExp, name: string][] = [
  [/Edg/, "Edge"],
  [/OPR/, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];
const SYSTEMS: [mark: RegExp, name: string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Mac OS X/, "macOS"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** "" where nothing is recognised: then the service names it. */
export function nameDevice(description: string): string {
  const find = (names: [RegExp, string][]) => names.find(([mark]) => mark.test(description))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  return browser && system ? t.device(browser, system) : (browser ?? "");
}
