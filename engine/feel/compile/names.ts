import { normalizeContextKey } from "lezer-feel";
import type { Evaluation } from "../evaluation.ts";
import { entryOf, type Feel, type FeelContext } from "../value.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** A name as it is written: blanks count once, backquotes are not part of it. */
export function nameOf(node: SyntaxNode, text: string): string {
  const [first] = childrenOf(node);
  const written = text.slice(node.from, node.to);
  if (first?.name === "BacktickIdentifier" || node.name === "BacktickIdentifier") return written.slice(1, -1);
  return written.replace(/\s+/g, " ");
}

/** To take the blanks out of a name takes some 400 ns. */
const stepsPerName = 8;

/** An entry by its name, blanks around signs aside: `a - b` finds `a-b`. Undefined when there is none. */
export function entryNamed(context: FeelContext, name: string, run: Evaluation): Feel | undefined {
  const entry = entryOf(context, name);
  if (entry !== undefined || !/[ ./\-'+*]/.test(name)) return entry;
  const wanted = normalizeContextKey(name);
  const names = Object.keys(context);
  run.spend(names.length / 4);
  const key = names.find((other) => {
    run.spend(stepsPerName + other.length / 8);
    return normalizeContextKey(other) === wanted;
  });
  return key === undefined ? undefined : entryOf(context, key);
}
