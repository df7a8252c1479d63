import type { Evaluation } from "../evaluation.ts";
import { entryOf, type Feel, isContext } from "../value.ts";

/** Looks a variable up; undefined when there is none. Unary tests ask for `?`, the value that is tested. */
export type FeelLookup = (name: string) => Feel | undefined;

/** The values that an expression binds itself, from the inside out; what it does not bind is looked up. */
export interface Frame {
  readonly run: Evaluation;
  readonly lookup: FeelLookup;
  readonly values: Feel[];
  readonly outer: Frame | null;
}

/** A compiled part of an expression. */
export type Code = (frame: Frame) => Feel;

/**
 * What is bound at a place of the text; each has a {@link Frame} when that place is evaluated. In a filter the entries of
 * the item are names as well, which only the item knows.
 */
export interface Scope {
  readonly kind: "names" | "item";
  /** By name, the place in the frame's values. */
  readonly places: ReadonlyMap<string, number>;
  /** Those of the names that are surely no functions. */
  readonly values: ReadonlySet<string>;
  readonly outer: Scope | null;
}

const none: ReadonlySet<string> = new Set();

export const namesScope = (names: readonly string[], outer: Scope | null, values = none): Scope => ({
  kind: "names",
  places: new Map(names.map((name, place) => [name, place])),
  values,
  outer,
});

export const itemScope = (outer: Scope | null): Scope => ({
  kind: "item",
  places: new Map([["item", 0]]),
  values: none,
  outer,
});

/** A frame within another one. */
export const within = (outer: Frame, values: Feel[]): Frame => ({
  run: outer.run,
  lookup: outer.lookup,
  values,
  outer,
});

/** Whether a name is bound to what may be a function; entries of a filter's items are data. */
export function isCallable(name: string, scope: Scope | null): boolean {
  for (let at = scope; at; at = at.outer) if (at.places.has(name) && !at.values.has(name)) return true;
  return false;
}

/** Reads a variable; `free` is what reads it where nothing binds it. */
export function readVariable(name: string, scope: Scope | null, free: () => Code): Code {
  return readAt(name, scope, 0, free);
}

function readAt(name: string, scope: Scope | null, depth: number, free: () => Code): Code {
  if (!scope) return free();
  const place = scope.places.get(name);
  if (scope.kind === "names")
    return place === undefined ? readAt(name, scope.outer, depth + 1, free) : readPlace(depth, place);
  const otherwise = place === undefined ? readAt(name, scope.outer, depth + 1, free) : readPlace(depth, place);
  return (frame) => {
    const item = valueAt(frame, depth, 0);
    const entry = isContext(item) ? entryOf(item, name) : undefined;
    return entry === undefined ? otherwise(frame) : entry;
  };
}

const readPlace =
  (depth: number, place: number): Code =>
  (frame) =>
    valueAt(frame, depth, place);

function valueAt(frame: Frame, depth: number, place: number): Feel {
  let at: Frame | null = frame;
  for (let left = depth; left > 0; left--) at = at?.outer ?? null;
  return at?.values[place] ?? null;
}
