import type { Evaluation } from "../evaluation.ts";
import { any } from "../types.ts";
import { type Feel, FunctionValue, isList, kindOf } from "../value.ts";
import type { Form, Parameter } from "./form.ts";

/** Arguments as a form wants them, or what is wrong with them. */
type Fitted = { readonly args: readonly Feel[] } | { readonly misfit: string };

/** Calls the first form that the arguments fit; null with a warning when there is none. */
export function invokeBuiltIn(name: string, forms: readonly Form[], args: readonly Feel[], run: Evaluation): Feel {
  let misfit: string | null = null;
  for (const form of forms) {
    if (!takes(form, args.length)) continue;
    const fitted = fitInto(form, args, run);
    if ("args" in fitted) return form.call(fitted.args, run);
    misfit = fitted.misfit;
  }
  const came = misfit ?? `expected ${arities(forms)} arguments, got ${args.length}`;
  return run.warn(`Function "${name}": ${came}`);
}

/** As {@link invokeBuiltIn}, with arguments by the names of parameters. */
export function invokeBuiltInByName(
  name: string,
  forms: readonly Form[],
  named: ReadonlyMap<string, Feel>,
  run: Evaluation,
): Feel {
  let misfit: string | null = null;
  for (const form of forms) {
    const args = positional(form, named);
    if (!args) continue;
    const fitted = fitInto(form, args, run);
    if ("args" in fitted) return form.call(fitted.args, run);
    misfit = fitted.misfit;
  }
  const came = misfit ?? `it has no form with the parameters ${[...named.keys()].join(", ")}`;
  return run.warn(`Function "${name}": ${came}`);
}

/** A built-in function as a value, for `sort(list, …)` and contexts. */
export const functionOf = (name: string, forms: readonly Form[]): FunctionValue => {
  const parameters = forms[0]?.parameters ?? [];
  const type = { kind: "function", parameters: parameters.map(() => any), result: any } as const;
  return new FunctionValue(
    parameters.map((parameter) => parameter.name),
    type,
    (args, run) => invokeBuiltIn(name, forms, args, run),
    { isBuiltIn: true },
  );
};

function takes({ parameters }: Form, count: number): boolean {
  const required = parameters.filter(({ isOptional, isRest }) => !isOptional && !isRest).length;
  return count >= required && (count <= parameters.length || parameters.at(-1)?.isRest === true);
}

function arities(forms: readonly Form[]): string {
  const counts = forms.map(({ parameters }) => {
    const required = parameters.filter(({ isOptional, isRest }) => !isOptional && !isRest).length;
    if (parameters.at(-1)?.isRest) return `at least ${required}`;
    return required === parameters.length ? `${required}` : `${required} to ${parameters.length}`;
  });
  return [...new Set(counts)].join(" or ");
}

function positional({ parameters }: Form, named: ReadonlyMap<string, Feel>): Feel[] | null {
  const names = new Set(parameters.map(({ name }) => name));
  for (const name of named.keys()) if (!names.has(name)) return null;
  if (parameters.some(({ name, isOptional, isRest }) => !isOptional && !isRest && !named.has(name))) return null;
  const args = parameters.map(({ name }) => named.get(name) ?? null);
  // What follows the last argument was not given at all, and is not the same as null.
  const last = parameters.findLastIndex(({ name }) => named.has(name));
  return args.slice(0, last + 1);
}

function fitInto({ parameters }: Form, args: readonly Feel[], run: Evaluation): Fitted {
  const [first] = parameters;
  if (first?.isRest && args.length === 1 && isOneList(first, args[0] ?? null)) return fitRest([], first, args[0], run);
  const fitted: Feel[] = [];
  for (const [at, parameter] of parameters.entries()) {
    if (parameter.isRest) return fitRest(fitted, parameter, args.slice(at), run);
    const value = args[at];
    if (value === undefined) {
      fitted.push(null);
      continue;
    }
    const one = adapted(value, parameter);
    if (one === undefined) return misfitOf(parameter, value);
    fitted.push(one);
  }
  return { args: fitted };
}

/** `min([1, 2])` is `min(1, 2)`; what wants lists takes one as the first of them. */
const isOneList = (parameter: Parameter<unknown>, value: Feel) => isList(value) && parameter.expected !== "a list";

function fitRest(
  before: readonly Feel[],
  parameter: Parameter<unknown>,
  items: Feel | undefined,
  run: Evaluation,
): Fitted {
  const list = items && isList(items) ? items : [];
  run.spend(list.length / 2);
  run.take(8 * list.length);
  const fitted: Feel[] = [];
  for (const item of list) {
    const one = adapted(item, parameter);
    if (one === undefined) return misfitOf(parameter, item);
    fitted.push(one);
  }
  return { args: [...before, fitted] };
}

const misfitOf = (parameter: Parameter<unknown>, value: Feel): Fitted => ({
  misfit: `expected ${parameter.expected} for "${parameter.name}", got ${kindOf(value)}`,
});

/** Undefined when it does not fit. Lists and items stand for each other where only one of them does (DMN 1.5 §10.3.2.9.4). */
function adapted(value: Feel, parameter: Parameter<unknown>): Feel | undefined {
  if (parameter.accepts(value)) return value;
  if (value === null) return undefined;
  if (isList(value)) {
    const [only] = value;
    return value.length === 1 && only !== undefined && parameter.accepts(only) ? only : undefined;
  }
  return parameter.accepts([value]) ? [value] : undefined;
}
