import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import { bulkTable, insertAll, type RowOf } from "./bulk.ts";
import { journal } from "./schema/index.ts";

const table = bulkTable(journal);

export type JournalRow = RowOf<typeof journal>;

/** What one command of an instance did. */
export interface Entry {
  readonly processInstanceKey: string;
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly command: Command;
  readonly events: readonly Event[];
}

/** The hash before the first row of an instance. */
export const noHash: Buffer = Buffer.alloc(32);

/** The row of an entry. */
export function journalRow(entry: Entry, previousHash: Buffer): JournalRow {
  const { processInstanceKey, revision, at } = entry;
  const actor = storable(entry.actor);
  const command = JSON.stringify(entry.command);
  const events = JSON.stringify(entry.events);
  const row = { processInstanceKey, revision, at, actor, command, events };
  return { ...row, hash: hashOf(row, previousHash) };
}

/** Covers a row and, by its hash, the row before it, so that no row can be changed or left out unseen. */
export function hashOf(row: Omit<JournalRow, "hash">, previousHash: Buffer): Buffer {
  const { processInstanceKey, revision, at, actor, command, events } = row;
  return createHash("sha256")
    .update(previousHash)
    .update(`${processInstanceKey}\n${revision}\n${at.toISOString()}\n${actor}\n${command}\n${events}`)
    .digest();
}

export const writeJournal = (tx: PoolClient, rows: readonly JournalRow[]): Promise<void> => insertAll(tx, table, rows);
