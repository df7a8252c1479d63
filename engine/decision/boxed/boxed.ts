import type { KnownNames } from "../../feel/compile.ts";
import { elementOf, type XmlElement } from "../../model/xml.ts";
import { type Boxed, type Compilation, literalExpression, nothing } from "../compilation.ts";
import { describe } from "../findings.ts";
import type { DecisionType } from "../model.ts";
import { readTable } from "../table/read.ts";
import { evaluateTable } from "../table/table.ts";
import { fitted } from "../types.ts";
import { context, list, relation } from "./collections.ts";
import { boxedFunction, invocation } from "./functions.ts";
import { conditional, filter, iteration, quantified } from "./iterations.ts";

/** Compiles one boxed expression. Those inside it are compiled by the same function. */
export type Compile = (element: XmlElement | undefined, names: KnownNames, compiling: Compilation) => Boxed;

/** How an expression of a type is compiled, `names` being what it can see (DMN 1.5 §10.2). */
type Rule = (element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile) => Boxed;

const rules: Readonly<Record<string, { readonly type: DecisionType; readonly rule: Rule }>> = {
  "dmn:LiteralExpression": { type: "LITERAL_EXPRESSION", rule: literalExpression },
  "dmn:DecisionTable": { type: "DECISION_TABLE", rule: decisionTable },
  "dmn:Context": { type: "CONTEXT", rule: context },
  "dmn:List": { type: "LIST", rule: list },
  "dmn:Relation": { type: "RELATION", rule: relation },
  "dmn:Invocation": { type: "INVOCATION", rule: invocation },
  "dmn:FunctionDefinition": { type: "FUNCTION_DEFINITION", rule: functionDefinition },
  "dmn:Conditional": { type: "CONDITIONAL", rule: conditional },
  "dmn:Filter": { type: "FILTER", rule: filter },
  "dmn:For": { type: "FOR", rule: iteration },
  "dmn:Some": { type: "SOME", rule: quantified },
  "dmn:Every": { type: "EVERY", rule: quantified },
};

export const typeOfLogic = (element: XmlElement | undefined): DecisionType =>
  rules[element?.$type ?? ""]?.type ?? "UNSPECIFIED";

/** A boxed expression of its own `typeRef`; what is not there gives null. */
export const compileBoxed: Compile = (element, names, compiling) => {
  if (!element) return { logic: nothing, names: {} };
  const found = rules[element.$type];
  if (!found) {
    compiling.findings.error("DECISION_INVALID", element, `Expected a boxed expression, got ${describe(element)}.`);
    return { logic: nothing, names: {} };
  }
  const boxed = found.rule(element, names, compiling, compileBoxed);
  return found.type === "LITERAL_EXPRESSION" ? boxed : ofItsType(boxed, element, compiling);
};

function ofItsType({ logic, names }: Boxed, element: XmlElement, { types, dialect }: Compilation): Boxed {
  const type = types.of(element);
  if (type.kind === "Any" || element.$type === "dmn:FunctionDefinition") return { logic, names };
  const what = `the value of ${describe(element)}`;
  return {
    logic: (scope, run) => fitted(logic(scope, run), type, { run, what, dialect }),
    names: { ...names, ...types.namesOf(type) },
  };
}

function decisionTable(element: XmlElement, names: KnownNames, compiling: Compilation): Boxed {
  const { table, names: known } = readTable(element, names, compiling);
  return { logic: (scope, run) => evaluateTable(table, scope, run).output, names: known };
}

function functionDefinition(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const make = boxedFunction(element, names, compiling, compile);
  return { logic: make ?? nothing, names: {} };
}

/** The expression within an `if`, an `in` and so on. */
export const childOf = (element: XmlElement, property: string): XmlElement | undefined =>
  elementOf(elementOf(element, property), "value");
