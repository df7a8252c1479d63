import type { JournalEntry } from "../../server/contract.ts";
import type { ModelNames } from "./modelNames.ts";

type JournalEvent = JournalEntry["events"][number];

/** A field of a journal event as text; empty when it is not there. */
export const text = (from: Record<string, unknown>, field: string): string => {
  const value = from[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

/** Which element the keys in a journal belong to: later events name only the key that an earlier one introduced. */
export class Facts {
  readonly names: ModelNames;
  readonly #elementByKey = new Map<string, string>();
  readonly #subscriptions = new Map<string, JournalEvent>();
  readonly #jobs = new Map<string, JournalEvent>();

  constructor(journal: readonly JournalEntry[], names: ModelNames) {
    this.names = names;
    for (const { events } of journal) for (const event of events) this.#learn(event);
  }

  #learn(event: JournalEvent): void {
    const elementId = text(event, "elementId");
    for (const field of ["jobKey", "userTaskKey", "incidentKey", "subscriptionKey"]) {
      const key = text(event, field);
      if (key && elementId) this.#elementByKey.set(key, elementId);
    }
    if (event.type === "elementActivated") this.#elementByKey.set(text(event, "elementKey"), elementId);
    if (event.type === "jobCreated") this.#jobs.set(text(event, "jobKey"), event);
    if (event.type === "subscriptionOpened") this.#subscriptions.set(text(event, "subscriptionKey"), event);
  }

  /** The element that a job, task, incident, subscription or element instance belongs to. */
  elementOf(from: Record<string, unknown>): string {
    const own = text(from, "elementId");
    if (own) return own;
    for (const field of ["jobKey", "userTaskKey", "incidentKey", "subscriptionKey", "elementKey"]) {
      const elementId = this.#elementByKey.get(text(from, field));
      if (elementId) return elementId;
    }
    return "";
  }

  nameOf(from: Record<string, unknown>): string {
    return this.names.nameOf(this.elementOf(from));
  }

  /** Whether the job is a listener's: the element itself goes on with another one, or without. */
  isListener(jobKey: string): boolean {
    return text(this.#jobs.get(jobKey) ?? {}, "kind").endsWith("_LISTENER");
  }

  /** What the subscription waits for: its `wait` as the engine emitted it. */
  waitOf(subscriptionKey: string): Record<string, unknown> {
    const wait = this.#subscriptions.get(subscriptionKey)?.wait;
    return typeof wait === "object" && wait !== null ? (wait as Record<string, unknown>) : {};
  }
}
