/** Work that is not deployed yet, kept in this browser: one draft per process version, and one for what is new. */

export interface Draft {
  xml: string;
  /** When it was kept, ISO 8601. */
  at: string;
}

const itemOf = (key: string) => `millrace.draft.${key}`;

/** `order@3`; empty for a process that was never deployed. */
export const draftKey = (processId: string, version: number | null): string =>
  processId ? `${processId}@${version ?? "newest"}` : "";

/** False when the browser has no room: then the person must be warned before leaving. */
export function keepDraft(key: string, xml: string): boolean {
  try {
    localStorage.setItem(itemOf(key), JSON.stringify({ xml, at: new Date().toISOString() } satisfies Draft));
    return true;
  } catch {
    return false;
  }
}

export function draftOf(key: string): Draft | null {
  const kept = localStorage.getItem(itemOf(key));
  if (kept === null) return null;
  try {
    return JSON.parse(kept) as Draft;
  } catch {
    return null;
  }
}

export const dropDraft = (key: string): void => localStorage.removeItem(itemOf(key));
