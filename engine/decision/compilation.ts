import { expressionLengthMax } from "../bounds.ts";
import { type Compiled, compileExpression, compileUnaryTests, type KnownNames } from "../feel/compile.ts";
import { textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
import { describe, type Findings } from "./findings.ts";
import type { Dialect, Logic } from "./model.ts";
import { fitted, type Types } from "./types.ts";

/** What compiling the parts of one model needs. */
export interface Compilation {
  readonly dialect: Dialect;
  readonly findings: Findings;
  readonly types: Types;
  /** The model's own; null when it says nothing, which is FEEL. */
  readonly language: string | null;
  /** What was compiled by its text, within a table: large ones repeat their entries. */
  readonly repeated?: Repeated;
}

type Repeated = ReadonlyMap<typeof compileExpression, Map<string, Compiled>>;

/** For expressions that all see the same names. */
export const newlyRepeated = (): Repeated =>
  new Map([
    [compileExpression, new Map()],
    [compileUnaryTests, new Map()],
  ]);

/** A boxed expression, and the names that are known in what it gives. */
export interface Boxed {
  readonly logic: Logic;
  readonly names: KnownNames;
}

/** Requirements of an element, or entries of a context: each is a name that every expression there is read with. */
export const namesMax = 1_000;

/** So many names that are known where an expression is read, or a box begins, take as long as a character. */
const namesPerCharacter = 4;

/** Names with more of them, to add to while expressions are read: any name is one, `__proto__` too. */
export function extended(
  names: KnownNames,
  added: KnownNames,
  element: XmlElement,
  { findings }: Compilation,
): Record<string, KnownNames> {
  const all = Object.create(null);
  const isRoom = findings.takes(Object.keys(names).length / namesPerCharacter, element);
  return Object.assign(all, isRoom ? names : {}, added);
}

/** Gives null; of what is empty, or had a finding. */
export const nothing: Logic = () => null;

/** The value of a `literalExpression`, of its type; null when it is empty. */
export function literalExpression(element: XmlElement | undefined, names: KnownNames, compiling: Compilation): Boxed {
  const text = textOf(element, "text");
  if (!element || text === undefined) return { logic: nothing, names: {} };
  const type = compiling.types.of(element);
  const read = expressionOf(text, element, names, compiling);
  const known = compiling.types.namesOf(type);
  const { dialect } = compiling;
  if (!read.ok) return { logic: (_, run) => run.warn(read.message), names: known };
  const { evaluate } = read.value;
  if (type.kind === "Any") return { logic: evaluate, names: known };
  const what = `the value of ${describe(element)}`;
  return { logic: (scope, run) => fitted(evaluate(scope, run), type, { run, what, dialect }), names: known };
}

/** Fails after a finding. An expression that cannot be read is null in DMN's dialect, and refused in Camunda's. */
export const expressionOf = (
  text: string,
  element: XmlElement,
  names: KnownNames,
  compiling: Compilation,
): Result<Compiled> => read(text, element, names, compiling, compileExpression);

/** As {@link expressionOf}, of unary tests. */
export const testsOf = (
  text: string,
  element: XmlElement,
  names: KnownNames,
  compiling: Compilation,
): Result<Compiled> => read(text, element, names, compiling, compileUnaryTests);

/** Reading the shortest expression takes as long as some characters do. */
const charactersAtLeast = 8;
/** The parser tries to mend what is faulty. */
const faultyFactor = 10;

function read(
  text: string,
  element: XmlElement,
  names: KnownNames,
  compiling: Compilation,
  compile: typeof compileExpression,
): Result<Compiled> {
  const { findings, dialect, repeated, types } = compiling;
  if (!isInFeel(element, compiling)) {
    const message = `Expected FEEL at ${describe(element)}, got the expression language "${languageOf(element, compiling)}".`;
    findings.error("EXPRESSION_LANGUAGE_UNKNOWN", element, message);
    return failed(message);
  }
  const known = repeated?.get(compile)?.get(text);
  if (known) return ok(known);
  const characters = text.length + charactersAtLeast + Object.keys(names).length / namesPerCharacter;
  if (!findings.takes(characters, element)) return failed(`${describe(element)} is not read, as the file has too much`);
  const compiled =
    text.length > expressionLengthMax
      ? failed(`it has ${text.length} characters, more than ${expressionLengthMax}`)
      : compile(text, { dialect, names, types: types.byName });
  if (compiled.ok) {
    repeated?.get(compile)?.set(text, compiled.value);
    return compiled;
  }
  findings.takes(characters * (faultyFactor - 1), element);
  const message = `Expected a FEEL expression at ${describe(element)}, got "${text}": ${compiled.message}.`;
  findings[dialect === "camunda" ? "error" : "warning"]("EXPRESSION_INVALID", element, message);
  return failed(message);
}

/** `feel`, and the namespaces that the versions of DMN gave it. */
export const isInFeel = (element: XmlElement, compiling: Compilation): boolean =>
  /^(feel|https?:\/\/www\.omg\.org\/spec\/(FEEL|DMN)\/.*)$/i.test(languageOf(element, compiling));

const languageOf = (element: XmlElement, { language }: Compilation) =>
  textOf(element, "expressionLanguage") ?? language ?? "feel";
