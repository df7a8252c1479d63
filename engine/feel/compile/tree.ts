import type { SyntaxNode, Tree } from "@lezer/common";
import { parser, trackVariables } from "lezer-feel";
import { expressionDepthMax } from "../../bounds.ts";
import { failed, ok, type Result } from "../../result.ts";

export type { SyntaxNode };

/** What the parser begins with. */
export type Top = "Expression" | "UnaryTests";

/** Names that have spaces or signs in them are one name only where they are known; below each what is known in it. */
export interface KnownNames {
  readonly [name: string]: KnownNames;
}

/** A function with a word in its name that means something else elsewhere. */
const functionNames: KnownNames = { "get or else": {} };

/** An expression as it was read. */
export interface Parsed {
  readonly root: SyntaxNode;
  /** What the positions of nodes are positions in. */
  readonly text: string;
}

/**
 * Reads FEEL (DMN 1.5 §10.3.1.2, in Camunda's dialect: names in backquotes, texts in three quotes). Fails with the
 * position of the first character that does not belong there.
 */
export function parseFeel(text: string, top: Top, names: KnownNames = {}): Result<Parsed> {
  if (text.trim() === "") return failed("it is empty");
  if (isTooDeep(text)) return failed(`its brackets are nested deeper than ${expressionDepthMax}`);
  const tree = treeOf(text, top, names);
  const fault = firstFault(tree);
  if (fault !== null) {
    const chain = fault.deepest < chainDepth ? "" : ", or more operators in a row than can be read without brackets";
    return failed(`unexpected ${found(text, fault.at)} at character ${fault.at + 1}${chain}`);
  }
  return ok({ root: tree.topNode, text });
}

function treeOf(text: string, top: Top, names: KnownNames): Tree {
  const configured = parser.configure({
    top,
    dialect: "camunda",
    contextTracker: trackVariables({ ...functionNames, ...names }),
  });
  return configured.parse(withoutRangeTypes(withoutJunctions(withoutTripleQuotes(text), Object.keys(names))));
}

/**
 * Texts in three quotes hold quotes and line breaks as they are. The parser knows one quote only: it gets a text of the
 * same length in one, so that every position stays.
 */
const withoutTripleQuotes = (text: string): string =>
  text.includes('"""')
    ? text.replace(/"""[\s\S]*?"""/g, (quoted) => `"${quoted.slice(1, -1).replace(/["\\]/g, "'")}"`)
    : text;

const junctionOrText = /"(?:\\.|[^"\\])*"|\/\/.*|\/\*[\s\S]*?\*\/|\b(?:and|or)(?=\s*\()/g;

/** Behind these begins an operand, which `and(…)` is then; elsewhere it is an operator with a bracket behind it. */
const beforeOperand = /(?:^|[([{,:=<>+\-*/]|\b(?:and|or|if|then|else|return|satisfies|in|between))\s*$/;

/** `and(a, b)` and `or(a, b)` are functions in Camunda's FEEL; the parser gets names of the same length for them. */
const withoutJunctions = (text: string, names: readonly string[]): string =>
  text.replace(junctionOrText, (found, at: number) => {
    if (!/^(?:and|or)$/.test(found) || !beforeOperand.test(text.slice(Math.max(0, at - 20), at))) return found;
    // Names may end with such a word: "Checked in or (…)".
    const before = text.slice(0, at).trimEnd();
    return names.some((name) => before.endsWith(name)) ? found : `x${found.slice(1)}`;
  });

/** Where a type may stand, and what one of a range looks like; `range < limit` is a comparison. */
const rangeType = /(\binstance\s+of\s+|->\s*|[<,:]\s*)range(?=\s*<\s*[A-Za-z][\w ]*(?:<[^<>]*>\s*)?>)/g;

/** The parser does not know the type `range<…>`: it gets a list's for it, of the same length. */
const withoutRangeTypes = (text: string): string => text.replace(rangeType, "$1list ");

/** Texts and comments, in which brackets are none, or a bracket. */
const bracketOrText = /"(?:\\.|[^"\\])*"|\/\/.*|\/\*[\s\S]*?\*\/|[()[\]{}]/g;
const opening: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function isTooDeep(text: string): boolean {
  const open: string[] = [];
  for (const [token] of text.matchAll(bracketOrText)) {
    if ("([{".includes(token)) open.push(token);
    else if (open.at(-1) === opening[token]) open.pop();
    if (open.length > expressionDepthMax) return true;
  }
  return false;
}

/** The parser ends what is deeper than some 350 disjunctions or 600 sums, each of which holds the one before. */
const chainDepth = 300;

/** Where it is, and how deep what was read before is nested. */
function firstFault(tree: Tree): { readonly at: number; readonly deepest: number } | null {
  let at: number | null = null;
  let depth = 0;
  let deepest = 0;
  tree.iterate({
    enter(node) {
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (node.type.isError) at ??= node.from;
      if (at === null) return true;
      // What is not entered is not left either.
      depth -= 1;
      return false;
    },
    leave() {
      depth -= 1;
    },
  });
  return at === null ? null : { at, deepest };
}

function found(text: string, at: number): string {
  const word = /^\s*(\w+|\S)/.exec(text.slice(at))?.[1];
  return word === undefined ? "end" : `"${word}"`;
}

/** The children that mean something: no comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== "LineComment" && child.name !== "BlockComment") children.push(child);
  return children;
}

/** Nodes below one, itself among them: about what it costs to evaluate it once. */
export function sizeOf(node: SyntaxNode): number {
  let size = 1;
  for (let child = node.firstChild; child; child = child.nextSibling) size += sizeOf(child);
  return size;
}
