/**
 * A column of values as a Postgres array in text form. The driver's own encoder goes through every value several
 * times, and this is a seventh of what a batch costs this process.
 *
 * `isArray` for a column whose values are arrays themselves: each travels as the text of an array.
 */
export function arrayText(values: readonly unknown[], isArray: boolean): string {
  return `{${values.map((value) => (isArray && Array.isArray(value) ? quoted(arrayText(value, false)) : elementText(value))).join(",")}}`;
}

/** A column of whole numbers, which need no quotation marks. */
export const digitsText = (values: readonly unknown[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

function elementText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(storable(value));
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return objectText(value);
  }
}

function objectText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Date) return instantText(value);
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString("hex")}"`;
  throw new Error(`Defect: a ${typeof value} cannot be written into a column`);
}

/** The instants of a batch are mostly one. */
let lastInstant = { ms: Number.NaN, text: "" };

function instantText(instant: Date): string {
  const ms = instant.getTime();
  if (ms !== lastInstant.ms) lastInstant = { ms, text: `"${instant.toISOString()}"` };
  return lastInstant.text;
}

const quoted = (text: string) =>
  text.includes('"') || text.includes("\\") ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;

/** The text as a column can hold it. Postgres has no null character: one would undo the batch that it is in. */
export const storable = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text);
