import { expect } from "vitest";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { journalRow } from "../../server/store/journal.ts";
import type { Store } from "../../server/store/store.ts";
import { rowsOf } from "./openStores.ts";

export interface JournalEntry {
  readonly processInstanceKey: string;
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly command: Command;
  readonly events: readonly Event[];
  readonly hash: Buffer;
}

/** The journals of these instances, oldest entry first. */
export async function journalsOf(store: Store, keys: readonly string[]): Promise<Map<string, JournalEntry[]>> {
  const rows = await rowsOf<Omit<JournalEntry, "command" | "events"> & { command: string; events: string }>(
    store,
    `select process_instance_key as "processInstanceKey", revision, at, actor, command, events, hash
     from millrace.journal where process_instance_key = any($1) order by process_instance_key, revision`,
    keys,
  );
  const entries = rows.map((row) => ({
    ...row,
    command: parseJson<Command>(row.command),
    events: parseJson<Event[]>(row.events),
  }));
  return Map.groupBy(entries, ({ processInstanceKey }) => processInstanceKey);
}

/** Every entry's hash covers it and the entry before, the revisions count from 1, and the instance has the last hash. */
export async function expectIntact(store: Store, keys: readonly string[]): Promise<void> {
  const instances = await rowsOf<{ key: string; revision: number; hash: Buffer }>(
    store,
    "select key, revision, journal_hash as hash from millrace.process_instance where key = any($1)",
    keys,
  );
  const journals = await journalsOf(store, keys);
  expect(instances).toHaveLength(keys.length);
  for (const { key, revision, hash } of instances) {
    const entries = journals.get(key) ?? [];
    expect(entries.map((entry) => entry.revision)).toEqual(Array.from({ length: revision }, (_, n) => n + 1));
    expect(brokenAt(entries)).toBeNull();
    expect(entries.at(-1)?.hash).toEqual(hash);
  }
}

/** The revision of the first entry whose hash does not fit; null when all do. */
export function brokenAt(entries: readonly JournalEntry[]): number | null {
  let previous: Buffer = Buffer.alloc(32);
  for (const entry of entries) {
    if (!journalRow(entry, previous).hash.equals(entry.hash)) return entry.revision;
    previous = entry.hash;
  }
  return null;
}
