import { evaluate, parseExpression } from "feelin";
import { expressionDepthMax } from "../bounds.ts";
import { failed, ok, type Result } from "../result.ts";
import { effortNames } from "./effort.ts";

type SyntaxNode = ReturnType<typeof parseExpression>["topNode"];

/** What one pass over an expression tells. */
export interface Reading {
  /** What is handed to the evaluator: the built-in functions that it calls stand under their {@link aliasOf}. */
  readonly text: string;
  /** Names of the variables it may read. */
  readonly names: readonly string[];
  /** Names of the built-in functions it calls. */
  readonly functions: readonly string[];
  /** Whether it iterates, filters or calls a function of its own, and so needs to be counted. */
  readonly isCounted: boolean;
}

/**
 * Reads FEEL without its equals sign. A variable and a function may have the same name: `count + count(items)` reads one
 * and calls the other. The evaluator has one space for both, in which the variable would win and the call be null; so
 * what is called is called under another name. Fails with the position, or with a function that does not exist.
 */
export function readFeel(text: string): Result<Reading> {
  if (text.trim() === "") return failed("it is empty");
  if (isTooDeep(text)) return failed(`its brackets are nested deeper than ${expressionDepthMax}`);
  const { fault, names, calls, given, defined, edits } = walk(text);
  if (fault !== null) return failed(`unexpected text at character ${fault + 1}`);
  const isCounted = edits.length > 0;
  const functions = new Set<string>();
  for (const { name, from, to } of calls) {
    const isBuiltIn = builtIn(name) !== undefined;
    // A function that the expression itself defines is called by its own name.
    if (isBuiltIn ? defined.has(name) : given.has(name)) continue;
    if (!isBuiltIn) return failed(`function "${name}" does not exist, which would always give null`);
    functions.add(name);
    edits.push({ from, to, text: aliasOf(name) });
  }
  return ok({ text: edited(text, edits), names: [...names], functions: [...functions], isCounted });
}

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

/** The name under which a built-in function is called: a FEEL name that nobody types. */
export const aliasOf = (name: string): string => `ƒ${name.replaceAll(" ", "")}`;

/** The evaluator's own function; undefined when there is none. Asked of it, so that no list can be behind it. */
export function builtIn(name: string): unknown {
  if (!builtIns.has(name)) {
    const { value, warnings } = evaluate(name, {});
    if (warnings.some(({ type }) => type === "NO_VARIABLE_FOUND")) return undefined;
    builtIns.set(name, value);
  }
  return builtIns.get(name);
}

/** Holds no more than the evaluator has functions. */
const builtIns = new Map<string, unknown>();

interface Call {
  name: string;
  from: number;
  to: number;
}

interface Walked {
  /** Where the first text stands that does not belong there. */
  fault: number | null;
  /** Over-approximated: names that are bound inside (`for x in …`) are looked up too, and then shadowed. */
  names: Set<string>;
  calls: Call[];
  /** Names that the expression itself gives: members of its contexts, parameters of its functions, what it iterates. */
  given: Set<string>;
  /** Those of them that can be meant when a built-in function of the same name is called: `{count: 1}` cannot. */
  defined: Set<string>;
  /** What counts the effort (`effort.ts`), an outer one before those inside. */
  edits: Edit[];
}

function walk(text: string): Walked {
  const walked: Walked = { fault: null, names: new Set(), calls: [], given: new Set(), defined: new Set(), edits: [] };
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      if (node.type.isError) walked.fault ??= node.from;
      if (walked.fault !== null) return false;
      const { from, to } = node;
      const name = text.slice(from, to).replace(/\s+/g, " ");
      const parent = node.node.parent;
      if (node.name === "VariableName") {
        const isCalled = parent?.name === "FunctionInvocation" && parent.from === from;
        if (isCalled) walked.calls.push({ name, from, to });
        else walked.names.add(name);
      } else if (node.name === "Name" && parent?.parent?.name !== "NamedParameter") {
        walked.given.add(name);
        const entry = parent?.name === "Key" ? parent.parent : null;
        if (!entry || entry.lastChild?.name === "FunctionDefinition") walked.defined.add(name);
      }
      walked.edits.push(...effortEdits(node.node));
      return true;
    },
  });
  return walked;
}

/** What is iterated, filtered or called is counted; an index into a list is not. */
function effortEdits(node: SyntaxNode): Edit[] {
  const first = node.firstChild;
  const third = first?.nextSibling?.nextSibling;
  const around = (at: SyntaxNode, before: string, behind: string): Edit[] => [
    { from: at.from, to: at.from, text: before },
    { from: at.to, to: at.to, text: behind, isBehind: true },
  ];
  switch (node.name) {
    case "IterationContext": {
      const dots = node.getChild("..");
      if (!dots) return around(node, `${effortNames.each}(`, ")");
      return [...around(node, `${effortNames.range}((`, "))"), { from: dots.from, to: dots.to, text: "),(" }];
    }
    case "FunctionBody":
      return around(node, `if ${effortNames.call}() then (`, ") else null");
    case "FilterExpression":
      return first && third && !indexes.has(third.name) ? around(first, `${effortNames.each}(`, ")") : [];
    default:
      return [];
  }
}

const indexes = new Set(["NumericLiteral", "VariableName", "ArithmeticExpression", "StringLiteral"]);

interface Edit {
  from: number;
  to: number;
  text: string;
  /** Ends something that began before: stands before what begins at the same place. */
  isBehind?: boolean;
}

/** Edits that only insert may meet in one place: what began last ends first, then what begins first comes first. */
function edited(text: string, edits: readonly Edit[]): string {
  const numbered = edits.map((edit, index) => ({ ...edit, order: edit.isBehind ? -index : index }));
  const rank = (edit: Edit) => (edit.isBehind ? 0 : edit.from === edit.to ? 1 : 2);
  numbered.sort((one, two) => one.from - two.from || rank(one) - rank(two) || one.order - two.order);
  let at = 0;
  let result = "";
  for (const edit of numbered) {
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}
