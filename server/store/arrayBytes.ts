import { storable } from "./arrayText.ts";

/** Postgres' numbers of its types. */
const oids = { text: 25, bytea: 17 } as const;

const headerBytes = 20;

/**
 * A column of long texts or bytes as a Postgres array in binary form. In text form every quotation mark of a JSON text
 * is escaped here and read again there, and bytes travel as twice as many digits: a fifth of what a batch writes.
 */
export function arrayBytes(values: readonly unknown[], type: keyof typeof oids): Buffer {
  const items = values.map((value) => itemOf(value));
  const size = items.reduce((sum, item) => sum + 4 + sizeOf(item), headerBytes);
  const bytes = Buffer.allocUnsafe(size);
  // One dimension, with nulls perhaps, that counts from 1.
  for (const [at, number] of [1, 1, oids[type], items.length, 1].entries()) bytes.writeInt32BE(number, 4 * at);
  let at = headerBytes;
  for (const item of items) {
    if (item === null) {
      at = bytes.writeInt32BE(-1, at);
      continue;
    }
    const written = typeof item === "string" ? bytes.write(item, at + 4, "utf8") : item.copy(bytes, at + 4);
    bytes.writeInt32BE(written, at);
    at += 4 + written;
  }
  return bytes;
}

type Item = string | Buffer | null;

const sizeOf = (item: Item): number =>
  item === null ? 0 : typeof item === "string" ? Buffer.byteLength(item, "utf8") : item.length;

function itemOf(value: unknown): Item {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return storable(value);
  if (Buffer.isBuffer(value)) return value;
  throw new Error(`Defect: a ${typeof value} cannot be written as text or bytes`);
}
