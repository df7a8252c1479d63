import { equal } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { isNumeric } from "../numbers.ts";
import { type Feel, FunctionValue, isContext, isList, Range } from "../value.ts";

interface Counted {
  readonly value: Feel;
  count: number;
}

/**
 * Values by what they are equal to (DMN 1.5 §10.3.2.13). Two that are equal have the same {@link digestOf}, so each is
 * compared with few others.
 */
export class ValueCounts {
  readonly #run: Evaluation;
  /** By themselves: what JavaScript compares as FEEL does. */
  readonly #plain = new Map<Feel, number>();
  readonly #buckets = new Map<string, Counted[]>();

  constructor(run: Evaluation) {
    this.#run = run;
  }

  /** How often it came, this time included. */
  add(value: Feel): number {
    this.#run.spend(4);
    this.#run.take(40);
    return isPlain(value) ? this.#addPlain(value) : this.#addDigested(value);
  }

  #addPlain(value: Feel): number {
    if (typeof value === "string") this.#run.spend(value.length / 32);
    const count = (this.#plain.get(value) ?? 0) + 1;
    this.#plain.set(value, count);
    return count;
  }

  #addDigested(value: Feel): number {
    const digest = digestOf(value, this.#run);
    const bucket = this.#buckets.get(digest) ?? [];
    if (bucket.length === 0) this.#buckets.set(digest, bucket);
    this.#run.spend(bucket.length * (1 + digest.length / 64));
    const known = bucket.find((one) => equal(one.value, value, this.#run) === true);
    if (!known) bucket.push({ value, count: 1 });
    else known.count += 1;
    return known?.count ?? 1;
  }
}

/** The engine's own tables look at the length of longer texts only, so many of one length would all be compared. */
const plainLengthMax = 1_000;

const isPlain = (value: Feel) =>
  value === null ||
  typeof value === "boolean" ||
  typeof value === "number" ||
  (typeof value === "string" && value.length <= plainLengthMax);

/** Longer texts are in a digest by their hash. */
const digestedLengthMax = 64;

/** What is temporal has several texts for one instant, and only its kind in here. */
function digestOf(value: Feel, run: Evaluation): string {
  const digest = digestOfKind(value, run);
  // Those of items are joined again in that of their list.
  run.spend(digest.length / 64);
  run.take(2 * digest.length);
  return digest;
}

function digestOfKind(value: Feel, run: Evaluation): string {
  run.spend(4);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return `"${value.length <= digestedLengthMax ? value : hashOf(value, run)}`;
  if (isNumeric(value)) return typeof value === "number" ? String(value) : value.toExponential();
  run.spend(4);
  if (isList(value)) return `[${value.map((item) => digestOf(item, run)).join("\u0000,")}]`;
  if (value instanceof Range) return `range ${digestOf(value.start, run)}\u0000..${digestOf(value.end, run)}`;
  if (value instanceof FunctionValue) return "function";
  if (!isContext(value)) return value.kind;
  const names = Object.keys(value).sort();
  run.spend(2 * names.length);
  return `{${names.map((name) => `${name}\u0000:${digestOf(value[name] ?? null, run)}`).join("\u0000,")}}`;
}

/** Fowler, Noll and Vo's hash of 32 bits. */
function hashOf(text: string, run: Evaluation): string {
  run.spend(text.length / 16);
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}/${hash}`;
}
