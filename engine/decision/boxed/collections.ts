import type { FeelLookup, KnownNames } from "../../feel/compile.ts";
import { contextOf, type Feel } from "../../feel/value.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "../../model/xml.ts";
import { type Boxed, type Compilation, extended, namesMax } from "../compilation.ts";
import { describe } from "../findings.ts";
import { fitted } from "../types.ts";
import type { Compile } from "./boxed.ts";

/** A scope with one more name in it. */
export const withName =
  (scope: FeelLookup, name: string, value: Feel): FeelLookup =>
  (asked) =>
    asked === name ? value : scope(asked);

/** An entry of a context that is made takes as long as some steps. */
const entrySteps = 4;

/** DMN 1.5 §10.2.2.3: each entry sees those before it; one without a name, at the end, is the result. */
export function context(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const { types, dialect } = compiling;
  // Expressions are read as the entries come, so each finds what stands before it.
  const seen = extended(names, {}, element, compiling);
  let known = extended({}, {}, element, compiling);
  const drawn = elementsOf(element, "contextEntry");
  if (drawn.length > namesMax)
    compiling.findings.error(
      "XML_TOO_LARGE",
      element,
      `Expected at most ${namesMax} entries in ${describe(element)}, got ${drawn.length}.`,
    );
  const entries = drawn.slice(0, namesMax).map((entry) => {
    const variable = elementOf(entry, "variable");
    const name = textOf(variable, "name") ?? null;
    const type = types.of(variable);
    const boxed = compile(elementOf(entry, "value"), seen, compiling);
    const below = { ...boxed.names, ...types.namesOf(type) };
    if (name !== null) {
      seen[name] = below;
      known[name] = below;
    } else known = extended({}, below, element, compiling);
    return { name, type, logic: boxed.logic, what: `entry "${name ?? ""}" of ${describe(element)}` };
  });
  const misplaced = entries.slice(0, -1).some(({ name }) => name === null);
  if (misplaced)
    compiling.findings.error(
      "DECISION_INVALID",
      element,
      `Expected a name at every entry of ${describe(element)} but the last, got one without.`,
    );
  return {
    names: known,
    logic: (scope, run) => {
      const values = new Map<string, Feel>();
      const within: FeelLookup = (name) => (values.has(name) ? values.get(name) : scope(name));
      for (const { name, type, logic, what } of entries) {
        run.spend(entrySteps);
        const value = fitted(logic(within, run), type, { run, what, dialect });
        if (name === null) return value;
        values.set(name, value);
      }
      run.take(values.size * 16);
      return contextOf(values);
    },
  };
}

/** DMN 1.5 §10.2.2.5. */
export function list(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const items = elementsOf(element, "elements").map((item) => compile(item, names, compiling));
  return {
    names: Object.fromEntries(items.flatMap((item) => Object.entries(item.names))),
    logic: (scope, run) => {
      run.spend(items.length);
      run.take(items.length * 8);
      return items.map(({ logic }) => logic(scope, run));
    },
  };
}

/** DMN 1.5 §10.2.2.6: a list of contexts of one shape. */
export function relation(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const { types, dialect } = compiling;
  const columns = elementsOf(element, "column").map((column) => ({
    name: textOf(column, "name") ?? "",
    type: types.of(column),
  }));
  const rows = elementsOf(element, "row").map((row) => {
    const cells = elementsOf(row, "elements").map((cell) => compile(cell, names, compiling).logic);
    if (cells.length !== columns.length)
      compiling.findings.error(
        "DECISION_INVALID",
        row,
        `Expected ${columns.length} cells in every row of ${describe(element)}, got ${cells.length}.`,
      );
    return cells;
  });
  return {
    names: Object.fromEntries(columns.map(({ name, type }) => [name, types.namesOf(type)])),
    logic: (scope, run) => {
      run.spend(rows.length * columns.length * entrySteps);
      run.take(rows.length * (8 + columns.length * 16));
      return rows.map((cells) =>
        contextOf(
          columns.map(({ name, type }, at) => {
            const value = cells[at]?.(scope, run) ?? null;
            return [name, fitted(value, type, { run, what: `column "${name}"`, dialect })] as const;
          }),
        ),
      );
    },
  };
}
