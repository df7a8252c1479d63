import { compileExpression, compileUnaryTests, type KnownNames } from "../../engine/feel/compile.ts";
import type { DecisionModelText } from "./decisionModel.ts";
import type { TextsToRead } from "./inputFields.ts";

/**
 * The variables that these expressions and entries read, in order, or the paths into them where they read only parts;
 * results of other decisions among them.
 */
export function freeNames(model: DecisionModelText, { expressions, tests }: TextsToRead): string[] {
  const names = knownNames(model);
  const found = new Set<string>();
  const note = (read: typeof compileExpression) => (text: string) => {
    const compiled = read(text, { names });
    if (compiled.ok) for (const name of compiled.value.names) found.add(name);
  };
  expressions.forEach(note(compileExpression));
  tests.forEach(note(compileUnaryTests));
  found.delete("?");
  const texts = [...expressions, ...tests].map((text) => text.replace(quoted, '""'));
  return [...found].flatMap((name) => partsOf(name, texts));
}

const quoted = /"(?:[^"\\]|\\.)*"/g;

/** Every path that begins with the name, without what dates and durations have themselves; the name if that stands alone. */
function partsOf(name: string, texts: readonly string[]): string[] {
  const uses = new RegExp(
    `(?<![\\p{L}\\p{N}_.])${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}((?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*)(?![\\p{L}\\p{N}_])`,
    "gu",
  );
  const paths = texts.flatMap((text) =>
    [...text.matchAll(uses)].map(([, path = ""]) => path.replace(ownProperties, "")),
  );
  return paths.length === 0 || paths.includes("") ? [name] : [...new Set(paths)].map((path) => name + path);
}

const ownProperties =
  /\.(year|month|day|weekday|hour|minute|second|timezone|value|years|months|days|hours|minutes|seconds|start|end)$/;

/** Names may have spaces: then they are one name only where they are known. */
function knownNames(model: DecisionModelText): KnownNames {
  const all = [
    ...model.decisions.flatMap(({ variable, name, inputData }) => [
      variable,
      name,
      ...inputData.map((data) => data.name),
    ]),
    ...model.functions,
  ];
  return Object.fromEntries(all.map((name) => [name, {}]));
}
