import { builtIns, dmnBuiltIns } from "../../../engine/feel/builtins/index.ts";
import { invokeBuiltIn, invokeBuiltInByName } from "../../../engine/feel/builtins/invoke.ts";
import { Evaluation, type Limits } from "../../../engine/feel/evaluation.ts";
import { isNumeric, numberText } from "../../../engine/feel/numbers.ts";
import { type Feel, FunctionValue } from "../../../engine/feel/value.ts";

/** A row of a table: the arguments, and what comes out. A number of more digits than JavaScript has is their text. */
export type Row = readonly [args: readonly Feel[], expected: Feel];

export interface Called {
  readonly value: Feel;
  readonly warnings: readonly string[];
}

/** Chance is always a half. */
export const evaluation = (limits?: Limits): Evaluation =>
  new Evaluation({ nowMs: 0, random: () => 0.5, ...(limits ? { limits } : {}) });

export function called(name: string, args: readonly Feel[], dialect: "camunda" | "dmn" = "camunda"): Called {
  const run = evaluation();
  const value = invokeBuiltIn(name, formsOf(name, dialect), args, run);
  return { value: plain(value), warnings: run.warnings.map(({ message }) => message) };
}

export function calledByName(name: string, args: Readonly<Record<string, Feel>>): Called {
  const run = evaluation();
  const value = invokeBuiltInByName(name, formsOf(name, "camunda"), new Map(Object.entries(args)), run);
  return { value: plain(value), warnings: run.warnings.map(({ message }) => message) };
}

export function formsOf(name: string, dialect: "camunda" | "dmn") {
  const forms = (dialect === "camunda" ? builtIns : dmnBuiltIns)[name];
  if (!forms) throw new Error(`no function "${name}"`);
  return forms;
}

const plain = (value: Feel): Feel => (isNumeric(value) && typeof value !== "number" ? numberText(value) : value);

/** A function of FEEL that is one of JavaScript. */
export const functionOf = (parameters: readonly string[], call: (...args: Feel[]) => Feel): FunctionValue => {
  const any = { kind: "Any" } as const;
  const type = { kind: "function", parameters: parameters.map(() => any), result: any } as const;
  return new FunctionValue(parameters, type, (args) => call(...args));
};
