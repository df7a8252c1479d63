import { childrenOf, type SyntaxNode } from "./tree.ts";

/** What an expression gives whatever the variables are; `sum` is a number, a duration, a date or a text. */
export type SureKind =
  | "boolean"
  | "number"
  | "string"
  | "list"
  | "context"
  | "function"
  | "range"
  | "date or duration"
  | "sum"
  | "null";

const byNode: Readonly<Record<string, SureKind>> = {
  null: "null",
  BooleanLiteral: "boolean",
  NumericLiteral: "number",
  StringLiteral: "string",
  AtLiteral: "date or duration",
  DateTimeLiteral: "date or duration",
  Comparison: "boolean",
  Conjunction: "boolean",
  Disjunction: "boolean",
  QuantifiedExpression: "boolean",
  InstanceOfExpression: "boolean",
  ArithmeticExpression: "sum",
  List: "list",
  ForExpression: "list",
  Context: "context",
  FunctionDefinition: "function",
  SimplePositiveUnaryTest: "range",
  Interval: "range",
};

/** The kind of an expression's value where its form alone tells; null where it does not. A value may be null as well. */
export function sureKind(node: SyntaxNode): SureKind | null {
  const children = childrenOf(node);
  switch (node.name) {
    case "Expression":
      return children[0] ? sureKind(children[0]) : null;
    case "ParenthesizedExpression":
      return children[1] ? sureKind(children[1]) : null;
    case "IfExpression": {
      const [then, otherwise] = [children[3], children[5]].map((part) => (part ? sureKind(part) : null));
      return then === otherwise ? (then ?? null) : null;
    }
    default:
      return byNode[node.name] ?? null;
  }
}
