import type { DecisionModelText, InputColumn, TypedName } from "./decisionModel.ts";
import { type FieldKind, type InputField, literals } from "./inputField.ts";

/** More suggestions help nobody to choose. */
const suggestionsMax = 50;

/**
 * The form for a decision: a field for each variable that is read by its table or those of the decisions that it
 * requires, for each input that the graph draws, and for each of `names`, which its expressions read besides. What one
 * decision gives to another is no field.
 */
export function inputFields(model: DecisionModelText, decisionId: string, names: readonly string[]): InputField[] {
  const involved = model.withRequired(decisionId);
  const given = new Set([
    ...involved.slice(1).flatMap(({ id, name, variable }) => [id, name, variable]),
    ...model.functions,
  ]);
  const fields = new Map<string, InputField>();
  const isOpen = (name: string) => !fields.has(name) && !given.has(name) && !given.has(rootOf(name));
  for (const column of involved.flatMap(({ columns }) => columns))
    if (isPath(column.expression) && isOpen(column.expression))
      fields.set(column.expression, columnField(column, model));
  const data = new Map(involved.flatMap(({ inputData }) => inputData.map((one) => [one.name, one])));
  for (const name of [...names, ...data.keys()])
    if (isOpen(name) && !isReadInParts(name, fields))
      fields.set(name, dataField(data.get(name) ?? { name, typeRef: "" }, model));
  return [...fields.values()];
}

/** Reading a text takes some 20 µs; a table of more of them says nothing new in the later ones. */
const textsMax = 2_000;

/** Texts of a decision, and of those that it requires, that may name variables which no field stands for yet. */
export interface TextsToRead {
  expressions: readonly string[];
  tests: readonly string[];
}

/** Null where the columns of tables name them all: then the language need not be loaded to read anything. */
export function textsToRead(model: DecisionModelText, decisionId: string): TextsToRead | null {
  const involved = model.withRequired(decisionId);
  const columns = new Set(involved.flatMap((decision) => decision.columns.map(({ expression }) => expression)));
  const isKnown = (text: string) => columns.has(text) && isPath(text);
  const expressions = worthReading(involved.flatMap((decision) => decision.expressions)).filter(
    (text) => !isKnown(text),
  );
  const tests = worthReading(involved.flatMap((decision) => decision.tests));
  return expressions.length + tests.length > 0 ? { expressions, tests } : null;
}

/** Each text once, and none that names nothing: most entries are literals. */
const worthReading = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => /\p{L}/u.test(text.replace(nameless, ""))).slice(0, textsMax);

const nameless = /"(?:[^"\\]|\\.)*"|\b(true|false|null|not|and|or)\b/g;

/** A variable or a path into one, nothing to compute. Names of Camunda 8 have no spaces; those of DMN may. */
const isPath = (expression: string): boolean =>
  /^[\p{L}_][\p{L}\p{N}_]*( [\p{L}\p{N}_]+)*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(expression) && !words.test(expression);

/** Words of the language, which make an expression of what looks like a name. */
const words = /^(true|false|null)$|\b(and|or|in|if|then|else|for|return|some|every|between|instance of)\b/;

const rootOf = (name: string): string => name.split(".")[0] ?? name;

const isReadInParts = (name: string, fields: ReadonlyMap<string, InputField>): boolean =>
  [...fields.keys()].some((known) => known.startsWith(`${name}.`));

function columnField(column: InputColumn, model: DecisionModelText): InputField {
  const type = typeOf(column.typeRef, model);
  const allowed = column.allowed || type.allowed;
  const choices = literals(allowed) ?? [];
  const isText = type.kind === "text" && choices.length === 0;
  return {
    name: column.expression,
    label: column.name,
    kind: type.kind,
    choices,
    suggestions: isText ? suggested(column.entries) : [],
    allowed: choices.length > 0 ? "" : allowed,
  };
}

function dataField({ name, typeRef }: TypedName, model: DecisionModelText): InputField {
  const { kind, allowed } = typeOf(typeRef, model);
  const choices = literals(allowed) ?? [];
  return { name, label: name, kind, choices, suggestions: [], allowed: choices.length > 0 ? "" : allowed };
}

const kinds: Record<string, FieldKind> = {
  string: "text",
  number: "number",
  integer: "number",
  long: "number",
  double: "number",
  boolean: "boolean",
  date: "date",
  time: "time",
  dateTime: "dateTime",
  "date and time": "dateTime",
  dayTimeDuration: "duration",
  "days and time duration": "duration",
  yearMonthDuration: "duration",
  "years and months duration": "duration",
};

/** Types of FEEL whose values have parts. */
const structured = /^(context|list)\b/;

/** Follows item definitions to a type of FEEL; one that refers to itself, or that nobody knows, may be anything. */
function typeOf(typeRef: string, model: DecisionModelText): { kind: FieldKind; allowed: string } {
  let allowed = "";
  let name = typeRef;
  for (const seen = new Set<string>(); !seen.has(name); ) {
    const kind = kinds[name];
    if (kind) return { kind, allowed };
    seen.add(name);
    const item = model.types.get(name);
    if (!item) return { kind: structured.test(name) ? "json" : "any", allowed };
    if (item.isList || item.hasParts) return { kind: "json", allowed: "" };
    allowed ||= item.allowed;
    name = item.typeRef;
  }
  return { kind: "any", allowed };
}

/** Texts that the entries of a column name, in the order of the rules. */
function suggested(entries: readonly string[]): string[] {
  const texts = entries.flatMap((entry) => literals(entry) ?? []).filter((value) => value.startsWith('"'));
  return [...new Set(texts)].slice(0, suggestionsMax);
}
