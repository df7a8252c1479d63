/** What a person chose in this browser. Nothing here leaves it except the user's name. */

export type Theme = "system" | "light" | "dark";

const keys = { user: "millrace.user", theme: "millrace.theme", singleKeys: "millrace.singleKeys" } as const;

/** The name that claims tasks and stands in the journal, until there is authentication. */
export const userName = (): string => localStorage.getItem(keys.user) || "demo";

export function setUserName(name: string): void {
  localStorage.setItem(keys.user, name.trim() || "demo");
  window.dispatchEvent(new Event("preferences-change"));
}

export function theme(): Theme {
  const stored = localStorage.getItem(keys.theme);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function setTheme(chosen: Theme): void {
  if (chosen === "system") {
    localStorage.removeItem(keys.theme);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(keys.theme, chosen);
    document.documentElement.dataset.theme = chosen;
  }
  window.dispatchEvent(new Event("preferences-change"));
}

/** Single-letter keys can be switched off (WCAG 2.1.4). */
export const hasSingleKeys = (): boolean => localStorage.getItem(keys.singleKeys) !== "off";

export function setSingleKeys(isOn: boolean): void {
  localStorage.setItem(keys.singleKeys, isOn ? "on" : "off");
  window.dispatchEvent(new Event("preferences-change"));
}

/** Width or height in pixels that a person gave a panel; null when never dragged. */
export function panelSize(name: string): number | null {
  const stored = Number(localStorage.getItem(`millrace.panel.${name}`));
  return Number.isFinite(stored) && stored > 0 ? stored : null;
}

export function setPanelSize(name: string, pixels: number | null): void {
  if (pixels === null) localStorage.removeItem(`millrace.panel.${name}`);
  else localStorage.setItem(`millrace.panel.${name}`, String(Math.round(pixels)));
}

/** Two letters for a round picture: of the first and last word, or the first two of one word. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const [first = "?", ...rest] = words;
  const last = rest.at(-1);
  return (last ? first.slice(0, 1) + last.slice(0, 1) : first.slice(0, 2)).toUpperCase();
}
