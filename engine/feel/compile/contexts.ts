import { stringValue } from "../stringLiteral.ts";
import { contextOf, type Feel } from "../value.ts";
import type { Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { nameOf } from "./names.ts";
import { type Code, namesScope, within } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** `[1, 2]`, `{a: 1, b: a + 1}` (DMN 1.5 §10.3.2.6, §10.3.1.2 rules 57 to 61). */
export const contexts: Rules = {
  List: (node, scope, compiler) => {
    const items = childrenOf(node).filter(({ name }) => name !== "[" && name !== "]" && name !== ",");
    const codes = items.map((item) => compiler.compile(item, scope));
    return (frame) => {
      frame.run.take(8 * codes.length);
      return codes.map((code) => code(frame));
    };
  },
  Context: (node, scope, compiler) => {
    const entries = childrenOf(node).filter(({ name }) => name === "ContextEntry");
    const names: string[] = [];
    const values: string[] = [];
    let isTwice = false;
    const codes: Code[] = [];
    for (const entry of entries) {
      const [key, value] = childrenOf(entry);
      if (!key || !value) throw new Faulty(entry.from, "expected a name and a value");
      const name = keyOf(key, compiler.text);
      isTwice ||= names.includes(name);
      // Earlier entries are seen by later ones; a function sees itself.
      const isFunction = value.name === "FunctionDefinition";
      const inner = namesScope(isFunction ? [...names, name] : names, scope, new Set(values));
      codes.push(compiler.compile(value, inner));
      names.push(name);
      if (!isFunction) values.push(name);
    }
    // Models that say so were deployed, and must go on.
    if (isTwice) return ({ run }) => run.warn("Expected each name of a context once, got one again");
    return (frame) => {
      const values: Feel[] = [];
      const inner = within(frame, values);
      frame.run.take(64 * codes.length);
      for (const code of codes) values.push(code(inner));
      return contextOf(names.map((name, at) => [name, values[at] ?? null]));
    };
  },
};

function keyOf(key: SyntaxNode, text: string): string {
  const [name] = childrenOf(key);
  if (!name) throw new Faulty(key.from, "expected a name");
  return name.name === "StringLiteral" ? stringValue(text.slice(name.from, name.to)) : nameOf(name, text);
}
