import { compare, equal, isWithin } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { type Feel, isList, kindOf, Range } from "../value.ts";
import type { Compiler, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { type Comparator, comparatorOf } from "./operations.ts";
import { interval } from "./ranges.ts";
import { type Code, namesScope, readVariable, type Scope, within } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** True, false, or null where nobody can say. */
type Truth = boolean | null;

/** A test of the value that `?` stands for. */
type Test = (frame: Parameters<Code>[0]) => Truth;

/** Unary tests (DMN 1.5 §10.3.1.2, rules 15 to 17; §10.3.2.9.6), by themselves and behind `in`. */
export const tests: Rules = {
  "?": (_, scope, compiler) => tested(scope, compiler),
  UnaryTests: (node, scope, compiler) => {
    const children = childrenOf(node);
    const [first] = children;
    if (!first) throw new Faulty(node.from, "expected a test");
    if (first.name === "Wildcard") return () => true;
    if (first.name !== "not") return anyOf(first, scope, compiler);
    const list = children.find(({ name }) => name === "PositiveUnaryTests");
    if (!list) throw new Faulty(first.to, "expected tests in not(…)");
    const test = anyOf(list, scope, compiler);
    return (frame) => inverted(test(frame));
  },
};

/** `x in tests`: the tests with `x` for `?`. */
export function memberTest(
  first: SyntaxNode,
  others: readonly SyntaxNode[],
  scope: Scope | null,
  compiler: Compiler,
): Code {
  const value = compiler.compile(first, scope);
  const inner = namesScope(["?"], scope);
  const node = others.find(({ name }) => name === "PositiveUnaryTests" || name === "PositiveUnaryTest");
  if (!node) throw new Faulty(first.to, 'expected tests behind "in"');
  const test =
    node.name === "PositiveUnaryTest" ? testOf(onlyChild(node), inner, compiler) : anyOf(node, inner, compiler);
  return (frame) => test(within(frame, [value(frame)]));
}

const tested = (scope: Scope | null, compiler: Compiler): Code =>
  readVariable("?", scope, () => {
    compiler.names.add("?");
    return ({ lookup }) => lookup("?") ?? null;
  });

function onlyChild(node: SyntaxNode): SyntaxNode {
  const [child] = childrenOf(node);
  if (!child) throw new Faulty(node.from, "expected a test");
  return child;
}

/** One true is enough; without it, one that nobody can say makes all of them so. */
function anyOf(list: SyntaxNode, scope: Scope | null, compiler: Compiler): Test {
  const all = childrenOf(list)
    .filter(({ name }) => name === "PositiveUnaryTest")
    .map((node) => testOf(onlyChild(node), scope, compiler));
  const [only] = all;
  if (only && all.length === 1) return only;
  return (frame) => {
    let truth: Truth = false;
    for (const test of all) {
      const one = test(frame);
      if (one === true) return true;
      if (one === null) truth = null;
    }
    return truth;
  };
}

function testOf(node: SyntaxNode, scope: Scope | null, compiler: Compiler): Test {
  const subject = tested(scope, compiler);
  switch (node.name) {
    case "SimplePositiveUnaryTest":
      return simpleTest(node, subject, scope, compiler);
    case "ParenthesizedExpression": {
      const [, inner] = childrenOf(node);
      if (!inner) throw new Faulty(node.from, "expected a test");
      return testOf(inner, scope, compiler);
    }
    case "FunctionInvocation":
      return negatedTest(node, subject, scope, compiler) ?? expressionTest(node, subject, scope, compiler);
    default:
      return expressionTest(node, subject, scope, compiler);
  }
}

function simpleTest(node: SyntaxNode, subject: Code, scope: Scope | null, compiler: Compiler): Test {
  const [first, second] = childrenOf(node);
  if (!first) throw new Faulty(node.from, "expected a test");
  if (!second) {
    const range = interval(first, scope, compiler);
    return (frame) => {
      const value = range(frame);
      return value instanceof Range ? isIn(subject(frame), value, frame.run) : null;
    };
  }
  const comparator = comparatorOf(compiler.textOf(first), first);
  const end = compiler.compile(second, scope);
  return (frame) => compareBy(comparator, subject(frame), end(frame), frame.run);
}

function compareBy(comparator: Comparator, value: Feel, end: Feel, run: Evaluation): Truth {
  if (comparator === "=") return equal(value, end, run) ?? misfit(value, end, run);
  if (comparator === "!=") return inverted(equal(value, end, run) ?? misfit(value, end, run));
  const order = compare(value, end, run);
  if (order === null) return misfit(value, end, run);
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  return comparator === ">" ? order > 0 : order >= 0;
}

const misfit = (value: Feel, expected: Feel, run: Evaluation): null =>
  run.warn(`Expected a ${kindOf(expected)} to test, got ${kindOf(value)}`);

const isIn = (value: Feel, range: Range, run: Evaluation): Truth =>
  isWithin(value, range, run) ?? misfit(value, range.start ?? range.end, run);

/** `not(…)` among other tests; null when it is another function. */
function negatedTest(node: SyntaxNode, subject: Code, scope: Scope | null, compiler: Compiler): Test | null {
  const [callee, , list] = childrenOf(node);
  if (!callee || compiler.textOf(callee) !== "not" || list?.name !== "PositionalParameters") return null;
  const [argument, ...others] = childrenOf(list);
  if (!argument || others.length > 0) return null;
  const value = compiler.compile(argument, scope);
  return (frame) => {
    const one = value(frame);
    return inverted(typeof one === "boolean" ? one : matches(subject(frame), one, frame.run));
  };
}

/** These say themselves whether they hold; what else is a boolean is compared with a boolean. */
const sayingThemselves = new Set([
  "Comparison",
  "Conjunction",
  "Disjunction",
  "QuantifiedExpression",
  "InstanceOfExpression",
]);

function expressionTest(node: SyntaxNode, subject: Code, scope: Scope | null, compiler: Compiler): Test {
  const expression = compiler.compile(node, scope);
  if (mentionsSubject(node))
    return (frame) => {
      const value = expression(frame);
      return typeof value === "boolean" ? value : frame.run.warn(`Expected a boolean of a test, got ${kindOf(value)}`);
    };
  const isTruth = sayingThemselves.has(node.name);
  return (frame) => {
    const value = expression(frame);
    if (isTruth && typeof value === "boolean") return value;
    const asked = subject(frame);
    // What nobody can say is not the null that is asked for.
    if (isTruth && asked === null) return null;
    if (typeof value === "boolean" && typeof asked !== "boolean" && node.name !== "BooleanLiteral") return value;
    return matches(asked, value, frame.run);
  };
}

function mentionsSubject(node: SyntaxNode): boolean {
  let mentions = false;
  node.cursor().iterate((one) => {
    mentions ||= one.name === "?";
  });
  return mentions;
}

/** Whether a value is another one, in a range, or one of a list's items (DMN 1.5 table 55). */
function matches(value: Feel, expected: Feel, run: Evaluation): Truth {
  if (expected instanceof Range && !(value instanceof Range)) return isIn(value, expected, run);
  if (!isList(expected)) return equal(value, expected, run) ?? misfit(value, expected, run);
  if (isList(value) && equal(value, expected, run)) return true;
  run.spend(expected.length);
  return expected.some((item) =>
    item instanceof Range ? isWithin(value, item, run) === true : equal(value, item, run) === true,
  );
}

const inverted = (truth: Truth): Truth => (truth === null ? null : !truth);
