/** Addresses of the console. Everything visible is in them: filter, selection, tab. */

export type PageName =
  | "home"
  | "start"
  | "inbox"
  | "processes"
  | "decisions"
  | "decision"
  | "instances"
  | "instance"
  | "incidents"
  | "modeler"
  | "retention"
  | "missing";

export interface Route {
  page: PageName;
  /** The part of the path that names one object; empty where the page shows none. */
  id: string;
  query: URLSearchParams;
}

const patterns: [RegExp, PageName][] = [
  [/^\/$/, "home"],
  [/^\/start$/, "start"],
  [/^\/inbox(?:\/([^/]+))?$/, "inbox"],
  [/^\/processes(?:\/([^/]+))?$/, "processes"],
  [/^\/decisions$/, "decisions"],
  [/^\/decisions\/([^/]+)$/, "decision"],
  [/^\/instances$/, "instances"],
  [/^\/instances\/([^/]+)$/, "instance"],
  [/^\/incidents(?:\/([^/]+))?$/, "incidents"],
  [/^\/modeler$/, "modeler"],
  [/^\/retention$/, "retention"],
];

/** Paths of this origin that the server answers itself. */
const foreignPaths = /^\/(docs|api|v2|openapi)(\/|$|\.)/;

const listeners = new Set<(route: Route) => void>();

export function currentRoute(): Route {
  const path = location.pathname.length > 1 ? location.pathname.replace(/\/$/, "") : location.pathname;
  const query = new URLSearchParams(location.search);
  for (const [pattern, page] of patterns) {
    const match = pattern.exec(path);
    if (match) return { page, id: decodeURIComponent(match[1] ?? ""), query };
  }
  return { page: "missing", id: path, query };
}

/** Goes to a path of the console; `replace` leaves no step for the back button. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  isFromHistory = false;
  publish();
}

let isFromHistory = false;

/** Whether the back or forward button led to the address that is shown. */
export const cameByHistory = (): boolean => isFromHistory;

/** Changes parameters of the current address; null or "" removes one. Replaces by default: a filter is no step back. */
export function setQuery(changes: Record<string, string | null>, options: { push?: boolean } = {}): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  navigate(withQuery(location.pathname, query), { replace: !options.push });
}

export function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export function onRoute(listener: (route: Route) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Links of this origin change the page without loading it again; call once. */
export function startRouter(): void {
  window.addEventListener("popstate", () => {
    isFromHistory = true;
    publish();
  });
  document.addEventListener("click", (event) => {
    const path = linkedPath(event);
    if (path === null) return;
    event.preventDefault();
    navigate(path);
  });
}

function linkedPath(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link?.href || link.target || link.hasAttribute("download") || link.origin !== location.origin) return null;
  if (foreignPaths.test(link.pathname)) return null;
  return link.pathname + link.search;
}

function publish(): void {
  const route = currentRoute();
  for (const listener of [...listeners]) listener(route);
}

/** The tab's title: what is shown, the product, and the environment unless it is production. */
export function setTitle(shown: string): void {
  title = shown;
  const parts = [shown, "Millrace", environment === "production" ? "" : environment].filter(Boolean);
  document.title = parts.join(" · ");
}

let title = "";
let environment = "";

export function setEnvironment(name: string): void {
  environment = name;
  setTitle(title);
}
