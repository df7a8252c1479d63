import type { FeelLookup, KnownNames } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import { entryOf, type Feel, type FeelList, isContext, isList, kindOf } from "../../feel/value.ts";
import { textOf, type XmlElement } from "../../model/xml.ts";
import { type Boxed, type Compilation, extended } from "../compilation.ts";
import { describe } from "../findings.ts";
import { type Compile, childOf } from "./boxed.ts";
import { withName } from "./collections.ts";

/** DMN 1.5 §10.2.2.10. Null chooses `else`; what is neither true nor false gives null. */
export function conditional(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const [condition, positive, negative] = ["if", "then", "else"].map((property) =>
    compile(childOf(element, property), names, compiling),
  );
  const what = describe(element);
  return {
    names: { ...positive?.names, ...negative?.names },
    logic: (scope, run) => {
      run.spend(1);
      const holds = condition?.logic(scope, run) ?? null;
      if (holds !== null && typeof holds !== "boolean")
        return run.warn(`Expected true or false as the condition of ${what}, got ${kindOf(holds)}`);
      return (holds === true ? positive : negative)?.logic(scope, run) ?? null;
    },
  };
}

/** DMN 1.5 §10.2.2.11: the items for which `match` is true, each as `item` with its entries as names. */
export function filter(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const items = compile(childOf(element, "in"), names, compiling);
  const match = compile(
    childOf(element, "match"),
    extended(names, { ...items.names, item: items.names }, element, compiling),
    compiling,
  );
  const what = describe(element);
  return {
    names: items.names,
    logic: (scope, run) => {
      const matching: Feel[] = [];
      const all = itemsOf(items.logic(scope, run), run);
      if (all === null) return null;
      for (const item of all) {
        const holds = match.logic(withItem(scope, item), run);
        if (typeof holds !== "boolean")
          return run.warn(`Expected true or false as the match of ${what}, got ${kindOf(holds)}`);
        if (holds) matching.push(item);
      }
      return matching;
    },
  };
}

/** An entry that is null hides what has its name outside. */
const withItem =
  (scope: FeelLookup, item: Feel): FeelLookup =>
  (name) => {
    if (name === "item") return item;
    const entry = isContext(item) ? entryOf(item, name) : undefined;
    return entry === undefined ? scope(name) : entry;
  };

/** DMN 1.5 §10.2.2.12. `partial` holds the results so far. */
export function iteration(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const { variable, items, body } = loopOf(element, "return", names, compiling, compile);
  return {
    names: body.names,
    logic: (scope, run) => {
      const all = itemsOf(items.logic(scope, run), run);
      if (all === null) return null;
      const results: Feel[] = [];
      const within: FeelLookup = (name) => (name === "partial" ? copyOf(results, run) : scope(name));
      for (const item of all) results.push(body.logic(withName(within, variable, item), run));
      return results;
    },
  };
}

/** A result may be the results so far: they must not be in themselves. */
function copyOf(results: FeelList, run: Evaluation): FeelList {
  run.spend(results.length);
  run.take(results.length * 8);
  return [...results];
}

/** DMN 1.5 §10.2.2.13: `some` and `every`, by the rules of FEEL's `or` and `and`; of anything else they are null. */
export function quantified(element: XmlElement, names: KnownNames, compiling: Compilation, compile: Compile): Boxed {
  const { variable, items, body } = loopOf(element, "satisfies", names, compiling, compile);
  const decisive = element.$type === "dmn:Some";
  const what = describe(element);
  return {
    names: {},
    logic: (scope, run) => {
      const all = itemsOf(items.logic(scope, run), run);
      if (all === null) return null;
      let result: boolean | null = !decisive;
      for (const item of all) {
        const holds = body.logic(withName(scope, variable, item), run);
        if (holds === decisive) return decisive;
        if (holds === null) result = null;
        else if (typeof holds !== "boolean")
          return run.warn(`Expected true or false at every item of ${what}, got ${kindOf(holds)}`);
      }
      return result;
    },
  };
}

function loopOf(element: XmlElement, property: string, names: KnownNames, compiling: Compilation, compile: Compile) {
  const variable = textOf(element, "iteratorVariable") ?? "";
  if (variable === "")
    compiling.findings.error(
      "DECISION_INVALID",
      element,
      `Expected an iteratorVariable at ${describe(element)}, got none.`,
    );
  const items = compile(childOf(element, "in"), names, compiling);
  const body = compile(
    childOf(element, property),
    extended(names, { [variable]: items.names, partial: {} }, element, compiling),
    compiling,
  );
  return { variable, items, body };
}

/** What is gone through; one value is a list of itself. Null, with a warning, for null. */
function itemsOf(value: Feel, run: Evaluation): FeelList | null {
  if (value === null) return run.warn("Expected a list to go through, got null");
  const all = isList(value) ? value : [value];
  run.spend(all.length);
  run.take(all.length * 8);
  return all;
}
