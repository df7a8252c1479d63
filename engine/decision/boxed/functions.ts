import type { FeelLookup, KnownNames } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import { any, conforms, type FeelType } from "../../feel/types.ts";
import { type Feel, FunctionValue } from "../../feel/value.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "../../model/xml.ts";
import { type Boxed, type Compilation, extended } from "../compilation.ts";
import { describe } from "../findings.ts";
import type { Dialect } from "../model.ts";
import { fitted } from "../types.ts";
import type { Compile } from "./boxed.ts";

export interface FormalParameter {
  readonly name: string;
  readonly type: FeelType;
}

/**
 * DMN 1.5 §10.2.2.8: what gives the function in the scope where it stands. Null after a finding: Java and PMML are not
 * executed, which DMN's dialect takes as null. `declared` is the type that something else says it has.
 */
export function boxedFunction(
  element: XmlElement,
  names: KnownNames,
  compiling: Compilation,
  compile: Compile,
  declared: FeelType = any,
): ((scope: FeelLookup) => FunctionValue) | null {
  const { types, dialect, findings } = compiling;
  const kind = textOf(element, "kind") ?? "FEEL";
  if (kind !== "FEEL") {
    const message = `Expected a function in FEEL at ${describe(element)}, got one in ${kind}, which is not executed.`;
    findings[dialect === "camunda" ? "error" : "warning"]("DECISION_INVALID", element, message);
    return null;
  }
  const parameters = elementsOf(element, "formalParameter").map((parameter) => ({
    name: textOf(parameter, "name") ?? "",
    type: types.of(parameter),
  }));
  const given = Object.fromEntries(parameters.map(({ name, type }) => [name, types.namesOf(type)]));
  const seen = extended(names, given, element, compiling);
  const { logic } = compile(elementOf(element, "body"), seen, compiling);
  const own = types.of(element);
  const result = own.kind === "Any" ? declared : own;
  const resultType = result.kind === "function" ? result.result : result;
  const what = describe(element);
  return (scope) =>
    functionValue(what, parameters, resultType, dialect, (args, run) => {
      const given = new Map(parameters.map(({ name }, at) => [name, args[at] ?? null]));
      const value = logic((name) => (given.has(name) ? given.get(name) : scope(name)), run);
      return fitted(value, resultType, { run, what: `the result of ${what}`, dialect });
    });
}

/** A call that does nothing takes as long as some steps. */
const callSteps = 8;

/** A function of a model: what it is called with is fitted to its parameters, and it is not called with anything else. */
export function functionValue(
  what: string,
  parameters: readonly FormalParameter[],
  result: FeelType,
  dialect: Dialect,
  body: (args: readonly Feel[], run: Evaluation) => Feel,
): FunctionValue {
  const type = { kind: "function", parameters: parameters.map((parameter) => parameter.type), result } as const;
  const names = parameters.map(({ name }) => name);
  return new FunctionValue(names, type, (args, run) => {
    run.spend(callSteps + parameters.length);
    if (args.length !== parameters.length)
      return run.warn(`Expected ${parameters.length} arguments of ${what}, got ${args.length}`);
    const fitting: Feel[] = [];
    for (const [at, { name, type: wanted }] of parameters.entries()) {
      const came = args[at] ?? null;
      const value = fitted(came, wanted, { run, what: `argument "${name}" of ${what}`, dialect });
      if (value === null && came !== null) return null;
      fitting.push(value);
    }
    run.enter();
    try {
      return body(fitting, run);
    } finally {
      run.leave();
    }
  });
}

/** DMN 1.5 §10.2.2.7. */
export function invocation(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const called = compile(elementOf(element, "calledFunction"), names, compiling);
  const what = describe(element);
  const bindings = elementsOf(element, "binding").map((binding) => {
    const parameter = elementOf(binding, "parameter");
    return {
      name: textOf(parameter, "name") ?? "",
      type: compiling.types.of(parameter),
      logic: compile(elementOf(binding, "bindingFormula"), names, compiling).logic,
    };
  });
  return {
    names: {},
    logic: (scope, run) => {
      const callee = called.logic(scope, run);
      if (!(callee instanceof FunctionValue)) return run.warn(`Expected a function to call at ${what}`);
      const given = new Map<string, Feel>();
      for (const { name, type, logic } of bindings) {
        if (!callee.parameters.includes(name))
          return run.warn(`Expected a binding of ${callee.parameters.join(", ")} at ${what}, got "${name}"`);
        const value = logic(scope, run);
        if (!conforms(value, type, run)) run.warn(`Expected another type as binding "${name}" of ${what}`);
        given.set(name, value);
      }
      return callee.invoke(
        callee.parameters.map((name) => given.get(name) ?? null),
        run,
      );
    },
  };
}
