import type { Evaluation } from "../evaluation.ts";
import { isNumeric, type Numeric } from "../numbers.ts";
import { type Feel, type FeelContext, type FeelList, FunctionValue, isContext, isList, Range } from "../value.ts";

/** What a built-in function wants in one place. */
export interface Parameter<T> {
  readonly name: string;
  /** As messages write it: `a number`. */
  readonly expected: string;
  readonly isOptional: boolean;
  /** Takes all that follow, as the list that one list would be. */
  readonly isRest: boolean;
  readonly accepts: (value: Feel) => boolean;
  /** Never there; carries the type. */
  readonly type?: T;
}

type Arguments<P extends readonly Parameter<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** One way to call a function. `call` gets what it asked for: null is among it only where a parameter accepts it. */
export interface Form {
  readonly parameters: readonly Parameter<unknown>[];
  readonly call: (args: readonly Feel[], run: Evaluation) => Feel;
}

/** The ways to call it by the function's name. The first one that fits is taken. */
export type BuiltIns = Readonly<Record<string, readonly Form[]>>;

export const form = <const P extends readonly Parameter<unknown>[]>(
  parameters: P,
  call: (args: Arguments<P>, run: Evaluation) => Feel,
): Form => ({ parameters, call: call as unknown as Form["call"] });

const parameter =
  <T extends Feel>(expected: string, accepts: (value: Feel) => boolean) =>
  (name: string): Parameter<T> => ({ name, expected, isOptional: false, isRest: false, accepts });

/** Null as well; a singleton list stays one. */
export const anything = parameter<Feel>("anything", () => true);
export const number = parameter<Numeric>("a number", isNumeric);
export const text = parameter<string>("a string", (value) => typeof value === "string");
export const boolean = parameter<boolean>("a boolean", (value) => typeof value === "boolean");
/** What is no list, and not null, is one of itself. */
export const list = parameter<FeelList>("a list", isList);
export const context = parameter<FeelContext>("a context", isContext);
export const range = parameter<Range>("a range", (value) => value instanceof Range);
export const functionValue = parameter<FunctionValue>("a function", (value) => value instanceof FunctionValue);

/** A parameter of a class of its own: `instance("a date", FeelDate)("from")`. */
export const instance = <T extends Feel & object>(expected: string, type: abstract new (...args: never[]) => T) =>
  parameter<T>(expected, (value) => value instanceof type);

/** May be left out, and is null then. */
export const optional = <T>(one: Parameter<T>): Parameter<T | null> => ({ ...one, isOptional: true });

/** Null is a value like others. */
export const orNull = <T>(one: Parameter<T>): Parameter<T | null> => ({
  ...one,
  expected: `${one.expected} or null`,
  accepts: (value) => value === null || one.accepts(value),
});

/** All arguments from here, as one list; must be the last. */
export const rest = <T>({ type: _, ...one }: Parameter<T>): Parameter<readonly T[]> => ({ ...one, isRest: true });
