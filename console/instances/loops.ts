import type { JournalEntry } from "../../server/contract.ts";
import { text } from "../words/historyFacts.ts";

/** Which of a repeated activity's instances an element instance is. */
export interface LoopPlace {
  /** From 1. */
  at: number;
  /** How many there are to be; null when a condition decides. */
  count: number | null;
}

/** The place of every inner instance of a repeated activity, by its element instance key. */
export type LoopPlaces = ReadonlyMap<string, LoopPlace>;

export function loopPlaces(journal: readonly JournalEntry[]): LoopPlaces {
  const events = [...journal].sort((a, b) => a.revision - b.revision).flatMap((entry) => entry.events);
  const counts = new Map<string, number | null>();
  const places = new Map<string, LoopPlace>();
  for (const event of events) {
    const key = text(event, "elementKey");
    if (event.type === "loopBegan") counts.set(key, typeof event.count === "number" ? event.count : null);
    if (event.type === "elementActivated" && typeof event.loopIndex === "number")
      places.set(key, { at: event.loopIndex + 1, count: counts.get(text(event, "scopeKey")) ?? null });
  }
  return places;
}

/** `2 of 4`, or `no. 2` when nobody knows how many there will be. */
export const placeWords = ({ at, count }: LoopPlace): string => (count === null ? `no. ${at}` : `${at} of ${count}`);
