import { any, type FeelType, typesByName } from "../types.ts";
import type { Compiler } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { nameOf } from "./names.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** The type that a node names (DMN 1.5 §10.3.1.2, rules 53 to 56). */
export function typeAt(node: SyntaxNode, compiler: Compiler): FeelType {
  const children = childrenOf(node);
  switch (node.name) {
    case "Type":
      return typeAt(firstOf(children, node), compiler);
    case "ListType":
      return { kind: isRange(node, compiler) ? "range" : "list", of: typeIn(children, node, compiler) };
    case "FunctionType":
      return functionType(children, compiler);
    case "ContextType":
      return contextType(children, compiler);
    default:
      return namedType(node, compiler);
  }
}

/** Ranges' types are read as those of lists. */
const isRange = (node: SyntaxNode, compiler: Compiler) => compiler.textOf(node).startsWith("range");

function firstOf(children: readonly SyntaxNode[], node: SyntaxNode): SyntaxNode {
  const [first] = children;
  if (!first) throw new Faulty(node.from, "expected a type");
  return first;
}

const typeIn = (children: readonly SyntaxNode[], node: SyntaxNode, compiler: Compiler): FeelType => {
  const inner = children.find(({ name }) => name === "Type");
  if (!inner) throw new Faulty(node.from, "expected a type between < and >");
  return typeAt(inner, compiler);
};

function functionType(children: readonly SyntaxNode[], compiler: Compiler): FeelType {
  const list = children.find(({ name }) => name === "ArgumentTypes");
  const result = children.findLast(({ name }) => name === "Type");
  const parameters = list ? childrenOf(list).filter(({ name }) => name === "ArgumentType") : [];
  return {
    kind: "function",
    parameters: parameters.map((parameter) => typeIn(childrenOf(parameter), parameter, compiler)),
    result: result ? typeAt(result, compiler) : any,
  };
}

function contextType(children: readonly SyntaxNode[], compiler: Compiler): FeelType {
  const list = children.find(({ name }) => name === "ContextEntryTypes");
  const entries = new Map<string, FeelType>();
  for (const entry of list ? childrenOf(list) : []) {
    const [name] = childrenOf(entry);
    if (entry.name !== "ContextEntryType" || !name) continue;
    entries.set(nameOf(name, compiler.text), typeIn(childrenOf(entry), entry, compiler));
  }
  return { kind: "context", entries };
}

function namedType(node: SyntaxNode, compiler: Compiler): FeelType {
  const name = compiler.textOf(node).replace(/\s+/g, " ");
  const type = compiler.types.get(name) ?? typesByName.get(name);
  if (!type) throw new UnknownType(node.from, `type "${name}" does not exist`);
  return type;
}

/** Models that name one were deployed, and must go on: nobody can say what is of it. */
export class UnknownType extends Faulty {}

/** As {@link typeAt}; null with the reason where the type is unknown. */
export function knownTypeAt(node: SyntaxNode, compiler: Compiler): { type: FeelType } | { type: null; reason: string } {
  try {
    return { type: typeAt(node, compiler) };
  } catch (error) {
    if (error instanceof UnknownType) return { type: null, reason: error.message };
    throw error;
  }
}
