import type { KnownNames } from "../../feel/compile.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "../../model/xml.ts";
import {
  type Compilation,
  expressionOf,
  extended,
  isInFeel,
  literalExpression,
  newlyRepeated,
  nothing,
  testsOf,
} from "../compilation.ts";
import { describe } from "../findings.ts";
import type { Logic } from "../model.ts";
import { literalTests, literalValue } from "./cells.ts";
import { columnIndex } from "./column.ts";
import { sideBySide } from "./sideBySide.ts";
import type { Aggregation, DecisionTable, Entry, HitPolicy, TableInput, TableOutput, TableRule } from "./table.ts";

/** The entry `-`. */
const anything: Entry = { literals: null, tests: null };

const hitPolicies: readonly HitPolicy[] = [
  "UNIQUE",
  "ANY",
  "PRIORITY",
  "FIRST",
  "COLLECT",
  "RULE ORDER",
  "OUTPUT ORDER",
];
const aggregations: readonly Aggregation[] = ["SUM", "COUNT", "MIN", "MAX"];

/** Compiles a decision table (DMN 1.5 §8.3), and tells the names that are known in what it gives. */
export function readTable(
  element: XmlElement,
  names: KnownNames,
  compiling: Compilation,
): { readonly table: DecisionTable; readonly names: KnownNames } {
  const drawn = elementsOf(element, "input");
  const clauses = elementsOf(element, "output");
  const outputs = clauses.map((clause) => readOutput(clause, names, compiling));
  const variables = Object.fromEntries(drawn.flatMap(variablesOf).map((name) => [name, {}]));
  const seen = extended(names, variables, element, compiling);
  const repeating = { ...compiling, repeated: newlyRepeated() };
  const rules = elementsOf(element, "rule").map((rule) => readRule(rule, drawn, clauses, seen, repeating));
  const table: DecisionTable = {
    what: describe(element),
    dialect: compiling.dialect,
    hitPolicy: oneOf(element, "hitPolicy", hitPolicies, compiling) ?? "UNIQUE",
    aggregation: oneOf(element, "aggregation", aggregations, compiling),
    inputs: drawn.map((input, at) => readInput(input, at, rules, names, compiling)),
    outputs,
    rules,
  };
  checkOutputs(element, table, compiling);
  const [only] = outputs;
  const known =
    outputs.length === 1 && only
      ? compiling.types.namesOf(only.type)
      : Object.fromEntries(outputs.map(({ name, type }) => [name ?? "", compiling.types.namesOf(type)]));
  return { table, names: known };
}

function oneOf<T extends string>(
  element: XmlElement,
  property: string,
  known: readonly T[],
  { findings }: Compilation,
): T | null {
  const text = textOf(element, property);
  const found = known.find((one) => one === text);
  if (text === undefined || found) return found ?? null;
  const message = `Expected ${known.join(", ")} as ${property} of ${describe(element)}, got "${text}".`;
  findings.error("DECISION_TABLE_INVALID", element, message);
  return null;
}

/** Camunda 7's name of the value, `cellInput` when the model gives none. */
const variablesOf = (input: XmlElement): string[] => {
  const attributes = input.$attrs as Readonly<Record<string, string>> | undefined;
  const variable = attributes?.["camunda:inputVariable"];
  return variable === undefined ? [] : [variable === "" ? "cellInput" : variable];
};

function readInput(
  input: XmlElement,
  at: number,
  rules: readonly TableRule[],
  names: KnownNames,
  compiling: Compilation,
): TableInput {
  const expression = elementOf(input, "inputExpression");
  const variables = variablesOf(input);
  const text = textOf(expression, "text") ?? variables[0];
  if (text === undefined)
    compiling.findings.warning("DECISION_INVALID", input, `Expected an expression at ${describe(input)}, got none.`);
  const read = text === undefined ? null : expressionOf(text, expression ?? input, names, compiling);
  return {
    id: input.id ?? "",
    name: textOf(input, "label") ?? text ?? "",
    logic: read === null ? nothing : read.ok ? read.value.evaluate : (_, run) => run.warn(read.message),
    variables,
    type: compiling.types.of(expression),
    allows: allowedValues(elementOf(input, "inputValues"), names, compiling),
    index: columnIndex(rules.map(({ entries }) => entries[at]?.literals ?? null)),
    cells: sideBySide(rules.map(({ entries }) => entries[at] ?? anything)),
  };
}

function readOutput(output: XmlElement, names: KnownNames, compiling: Compilation): TableOutput {
  const values = elementOf(output, "outputValues");
  const order = textOf(values, "text") ?? compiling.types.allowedTextOf(output);
  const list = order === undefined ? null : expressionOf(`[${order}]`, values ?? output, names, compiling);
  const otherwise = elementOf(output, "defaultOutputEntry");
  return {
    id: output.id ?? "",
    name: textOf(output, "name") ?? null,
    type: compiling.types.of(output),
    allows: allowedValues(values, names, compiling),
    priorities: list?.ok ? list.value.evaluate : null,
    otherwise: textOf(otherwise, "text") === undefined ? null : literalExpression(otherwise, names, compiling).logic,
  };
}

function allowedValues(values: XmlElement | undefined, names: KnownNames, compiling: Compilation): Logic | null {
  const text = textOf(values, "text");
  if (!values || text === undefined || text === "-") return null;
  const tests = testsOf(text, values, names, compiling);
  return tests.ok ? tests.value.evaluate : null;
}

function readRule(
  rule: XmlElement,
  inputs: readonly XmlElement[],
  clauses: readonly XmlElement[],
  names: KnownNames,
  compiling: Compilation,
): TableRule {
  const entries = elementsOf(rule, "inputEntry");
  const outputs = elementsOf(rule, "outputEntry");
  if (entries.length !== inputs.length || outputs.length !== clauses.length)
    compiling.findings.error(
      "DECISION_TABLE_INVALID",
      rule,
      `Expected ${inputs.length} input and ${clauses.length} output entries at ${describe(rule)}, got ${entries.length} and ${outputs.length}.`,
    );
  return {
    id: rule.id ?? "",
    entries: entries.map((entry) => readEntry(entry, names, compiling)),
    outputs: outputs.map((entry) => readOutputEntry(entry, names, compiling)),
  };
}

function readEntry(entry: XmlElement, names: KnownNames, compiling: Compilation): Entry {
  const text = textOf(entry, "text") ?? "-";
  if (text === "-") return anything;
  const literals = isInFeel(entry, compiling) ? literalTests(text) : null;
  if (literals) return { literals, tests: null };
  const tests = testsOf(text, entry, names, compiling);
  return { literals: null, tests: tests.ok ? tests.value.evaluate : (_, run) => run.warn(tests.message) };
}

function readOutputEntry(entry: XmlElement, names: KnownNames, compiling: Compilation): Logic {
  const text = textOf(entry, "text");
  const value = text !== undefined && isInFeel(entry, compiling) ? literalValue(text) : null;
  return value === null ? literalExpression(entry, names, compiling).logic : () => value;
}

function checkOutputs(element: XmlElement, table: DecisionTable, { findings }: Compilation): void {
  const { outputs, aggregation, hitPolicy } = table;
  const refuse = (expected: string) =>
    findings.error("DECISION_TABLE_INVALID", element, `Expected ${expected} in ${table.what}.`);
  const names = outputs.map(({ name }) => name);
  if (outputs.length === 0) refuse("an output");
  if (outputs.length > 1 && (names.includes(null) || new Set(names).size < names.length))
    refuse("a name of its own at each of several outputs");
  if (aggregation !== null && outputs.length > 1)
    refuse(`one output to aggregate by ${aggregation}, got ${outputs.length}`);
  if (aggregation !== null && hitPolicy !== "COLLECT") refuse(`hit policy COLLECT beside aggregation ${aggregation}`);
  const isOrdered = hitPolicy === "PRIORITY" || hitPolicy === "OUTPUT ORDER";
  if (isOrdered && outputs.every(({ priorities }) => priorities === null))
    refuse(`output values, which are the order of hit policy ${hitPolicy}`);
}
