import type { Evaluation } from "./evaluation.ts";
import { isNumeric, type Numeric } from "./numbers.ts";
import type { FunctionType } from "./types.ts";

/**
 * A FEEL value (DMN 1.5 §10.3.2.2). Lists and contexts are those of JSON, so variables are read without a copy; nothing
 * here ever changes one. What JSON does not have is a {@link Temporal}, a {@link Range} or a {@link FunctionValue}.
 */
export type Feel = null | boolean | Numeric | string | Temporal | Range | FunctionValue | FeelList | FeelContext;

export type FeelList = readonly Feel[];

/** Entries by name. Read with {@link entryOf}: names of variables may be those of an object's own functions. */
export interface FeelContext {
  readonly [name: string]: Feel;
}

/** Names as messages, `instance of` and DMN write them. */
export type Kind = "null" | "boolean" | "number" | "string" | "list" | "context" | "range" | "function" | TemporalKind;

export type TemporalKind = "date" | "time" | "date and time" | "days and time duration" | "years and months duration";

/** Dates, times and durations (DMN 1.5 §10.3.2.3.4 to 10.3.2.3.8). Immutable. */
export abstract class Temporal {
  abstract readonly kind: TemporalKind;
  /** ISO 8601, as `string()` writes it. */
  abstract toString(): string;
  /** Null when the two cannot be compared: other kinds, a local time and one with a zone. */
  abstract equals(other: Feel): boolean | null;
  /** Negative, zero or positive; null as for {@link equals}. */
  abstract compareTo(other: Feel): number | null;
  /** `year`, `time offset`, `days` …; undefined when the kind has no such property. */
  abstract property(name: string): Feel | undefined;
  /** Null where FEEL defines no such operation. */
  abstract plus(other: Feel): Feel;
  abstract minus(other: Feel): Feel;
  /** Durations by numbers; a duration by a duration of its kind. */
  abstract times(other: Feel): Feel;
  abstract dividedBy(other: Feel): Feel;
  /** Durations only. */
  abstract negated(): Feel;

  toJSON(): string {
    return this.toString();
  }
}

/** Which ends of a range are in it; null says that there is no such end, as in `> 5`. */
export interface Included {
  readonly start: boolean | null;
  readonly end: boolean | null;
}

/** `[1..5)`; an end that is not there is null (DMN 1.5 §10.3.2.7). */
export class Range {
  readonly start: Feel;
  readonly end: Feel;
  readonly isStartIncluded: boolean;
  readonly isEndIncluded: boolean;
  /** False for `< 5`. An end that is there and null is one that nobody knows. */
  readonly hasStart: boolean;
  readonly hasEnd: boolean;

  constructor(start: Feel, end: Feel, included: Included) {
    this.start = start;
    this.end = end;
    this.isStartIncluded = included.start === true;
    this.isEndIncluded = included.end === true;
    this.hasStart = included.start !== null;
    this.hasEnd = included.end !== null;
  }
}

/** A function that an expression defines, or a built-in one that it names. */
export class FunctionValue {
  /** Names, in their order; of a built-in function those of its first form. */
  readonly parameters: readonly string[];
  readonly type: FunctionType;
  /** Missing arguments are null. Whoever calls it says in which evaluation. */
  readonly invoke: (args: readonly Feel[], run: Evaluation) => Feel;
  /** Such a function counts its arguments itself: it may have several forms. */
  readonly isBuiltIn: boolean;

  constructor(
    parameters: readonly string[],
    type: FunctionType,
    invoke: FunctionValue["invoke"],
    { isBuiltIn } = { isBuiltIn: false },
  ) {
    this.parameters = parameters;
    this.type = type;
    this.invoke = invoke;
    this.isBuiltIn = isBuiltIn;
  }
}

export const isList = (value: Feel): value is FeelList => Array.isArray(value);

export const isContext = (value: Feel): value is FeelContext =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Temporal || value instanceof Range || value instanceof FunctionValue) &&
  !isNumeric(value);

/** Undefined when the context has no such entry. */
export const entryOf = (context: FeelContext, name: string): Feel | undefined =>
  Object.hasOwn(context, name) ? context[name] : undefined;

/** A context of entries; the last one of a name stays. Any name is one, `__proto__` too. */
export const contextOf = (entries: Iterable<readonly [name: string, value: Feel]>): FeelContext =>
  Object.fromEntries(entries);

export function kindOf(value: Feel): Kind {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return typeof value as "boolean" | "number" | "string";
  if (isList(value)) return "list";
  if (value instanceof Temporal) return value.kind;
  if (value instanceof Range) return "range";
  if (value instanceof FunctionValue) return "function";
  return isNumeric(value) ? "number" : "context";
}
