import type { Evaluation } from "./evaluation.ts";
import { entryOf, type Feel, FunctionValue, isContext, isList, kindOf, Range } from "./value.ts";

/**
 * A type of FEEL or of DMN's item definitions (DMN 1.5 §10.3.1.3, §7.3.3). `context` lists the entries that a value must
 * have; it may have more.
 */
export type FeelType =
  | { readonly kind: "Any" }
  | { readonly kind: "Null" }
  | { readonly kind: "boolean" | "number" | "string" | "date" | "time" | "date and time" }
  | { readonly kind: "days and time duration" | "years and months duration" }
  | { readonly kind: "list"; readonly of: FeelType }
  | { readonly kind: "range"; readonly of: FeelType }
  | { readonly kind: "context"; readonly entries: ReadonlyMap<string, FeelType> }
  | FunctionType
  /** A type with allowed values; `allows` tells whether a value of `base` is one of them. */
  | { readonly kind: "allowed"; readonly base: FeelType; readonly allows: (value: Feel, run: Evaluation) => boolean };

export interface FunctionType {
  readonly kind: "function";
  readonly parameters: readonly FeelType[];
  readonly result: FeelType;
}

export const any: FeelType = { kind: "Any" };

/** Types by the names that FEEL gives them. `list`, `context` and so on alone say nothing about what is in them. */
export const typesByName: ReadonlyMap<string, FeelType> = new Map<string, FeelType>([
  ["Any", any],
  ["any", any],
  ["Null", { kind: "Null" }],
  ...(["boolean", "number", "string", "date", "time", "date and time", "days and time duration"] as const).map(
    (kind) => [kind, { kind }] as const,
  ),
  ["dateTime", { kind: "date and time" }],
  ["dayTimeDuration", { kind: "days and time duration" }],
  ["day-time-duration", { kind: "days and time duration" }],
  ["years and months duration", { kind: "years and months duration" }],
  ["yearMonthDuration", { kind: "years and months duration" }],
  ["year-month-duration", { kind: "years and months duration" }],
  ["list", { kind: "list", of: any }],
  ["context", { kind: "context", entries: new Map() }],
  ["range", { kind: "range", of: any }],
]);

/**
 * Whether a value is of a type, as `instance of` tells (DMN 1.5 §10.3.2.9): null is of no type but `Null`, and every value of
 * a type with allowed ones is an instance of it.
 */
export function isInstance(value: Feel, type: FeelType, run: Evaluation): boolean {
  run.spend(1);
  if (type.kind === "Null") return value === null;
  if (value === null) return false;
  switch (type.kind) {
    case "Any":
      return true;
    case "list":
      return isList(value) && value.every((item) => conforms(item, type.of, run));
    case "range":
      return (
        value instanceof Range &&
        [value.start, value.end].every((end) => end === null || isInstance(end, type.of, run)) &&
        (value.start !== null || value.end !== null || type.of.kind === "Any")
      );
    case "context":
      return (
        isContext(value) &&
        [...type.entries].every(([name, of]) => {
          const entry = entryOf(value, name);
          return entry !== undefined && conforms(entry, of, run);
        })
      );
    case "function":
      return value instanceof FunctionValue && isOfFunction(value, type);
    case "allowed":
      return isInstance(value, type.base, run);
    case "boolean":
    case "number":
    case "string":
    case "date":
    case "time":
    case "date and time":
    case "days and time duration":
    case "years and months duration":
      return kindOf(value) === type.kind;
    default:
      return type satisfies never;
  }
}

/** As {@link isInstance}, where null stands for a value that is not there, and only allowed values are of their type. */
export function conforms(value: Feel, type: FeelType, run: Evaluation): boolean {
  if (type.kind === "allowed") return conforms(value, type.base, run) && type.allows(value, run);
  return value === null || isInstance(value, type, run);
}

/** Parameters may take more than is asked for, results be less than is promised. */
function isOfFunction({ type }: FunctionValue, wanted: FunctionType): boolean {
  return (
    type.parameters.length === wanted.parameters.length &&
    wanted.parameters.every((parameter, at) => isWider(type.parameters[at] ?? any, parameter)) &&
    isWider(wanted.result, type.result)
  );
}

/** Whether every value of `narrow` is one of `wide` (DMN 1.5 §10.3.2.9.2). What is not declared is `Any`. */
export function isWider(wide: FeelType, narrow: FeelType): boolean {
  if (wide.kind === "Any" || narrow.kind === "Any" || narrow.kind === "Null") return true;
  if (narrow.kind === "allowed") return isWider(wide, narrow.base);
  if (wide.kind === "allowed") return isWider(wide.base, narrow);
  if (wide.kind === "list" && narrow.kind === "list") return isWider(wide.of, narrow.of);
  if (wide.kind === "range" && narrow.kind === "range") return isWider(wide.of, narrow.of);
  if (wide.kind === "context" && narrow.kind === "context")
    return [...wide.entries].every(([name, of]) => {
      const other = narrow.entries.get(name);
      return other !== undefined && isWider(of, other);
    });
  if (wide.kind === "function" && narrow.kind === "function")
    return (
      wide.parameters.length === narrow.parameters.length &&
      wide.parameters.every((parameter, at) => isWider(narrow.parameters[at] ?? any, parameter)) &&
      isWider(wide.result, narrow.result)
    );
  return wide.kind === narrow.kind;
}

/** As messages write it: `list<number>`. */
export function typeText(type: FeelType): string {
  switch (type.kind) {
    case "list":
    case "range":
      return type.of.kind === "Any" ? type.kind : `${type.kind}<${typeText(type.of)}>`;
    case "context":
      return type.entries.size === 0
        ? "context"
        : `context<${[...type.entries].map(([name, of]) => `${name}: ${typeText(of)}`).join(", ")}>`;
    case "function":
      return `function<${type.parameters.map(typeText).join(", ")}>->${typeText(type.result)}`;
    case "allowed":
      return `one of the allowed values of ${typeText(type.base)}`;
    default:
      return type.kind;
  }
}
