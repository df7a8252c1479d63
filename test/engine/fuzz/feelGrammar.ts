import { builtIns } from "../../../engine/feel/builtins/index.ts";
import type { Random } from "../simulation/random.ts";
import { call, namedCall } from "./feelCalls.ts";
import { leaf } from "./feelLeaves.ts";
import { joined, type Tree, tree } from "./feelTree.ts";
import { variableNames } from "./feelVariables.ts";

/** The kind of value that an expression is to have; most have it, some are wrong. */
export type Sort = "number" | "string" | "boolean" | "list" | "context" | "temporal" | "range" | "function" | "any";

/** Where an expression stands. */
export interface Place {
  readonly random: Random;
  /** Levels of nesting that are left. */
  readonly depth: number;
  /** Names that are bound around it, to anything. */
  readonly bound: readonly string[];
  /** Without what other evaluators may take hours for, or compute from a clock. */
  readonly isTame: boolean;
  /** Whether `?` means something. */
  readonly isTest: boolean;
}

type Maker = (place: Place) => Tree;

const sorts = ["number", "string", "boolean", "list", "context", "temporal", "range", "any"] as const;

export const functionNames = Object.keys(builtIns);

export const deeper = (place: Place, ...bound: string[]): Place => ({
  ...place,
  depth: place.depth - 1,
  bound: [...place.bound, ...bound],
});

/** An expression that has a value of the sort, most often. */
export function expression(place: Place, sort: Sort = "any"): Tree {
  const { random, depth } = place;
  const wanted = sort === "any" || random.chance(8) ? random.pick(sorts) : sort;
  if (depth <= 0 || random.chance(15)) return leaf(place, wanted);
  return random.pick(makers[wanted])(deeper(place));
}

const binary =
  (kind: string, sort: Sort, operators: readonly [string, ...string[]]): Maker =>
  (place) =>
    tree(
      kind,
      "(",
      expression(place, sort),
      ` ${place.random.pick(operators)} `,
      expression(place, place.random.chance(85) ? sort : "any"),
      ")",
    );

const conditional =
  (sort: Sort): Maker =>
  (place) =>
    tree(
      "if",
      "if ",
      expression(place, "boolean"),
      " then ",
      expression(place, sort),
      " else ",
      expression(place, sort),
    );

const bracketed: Maker = (place) => tree("if in brackets", "(", conditional("any")(place), ")");

const comparison: Maker = (place) => {
  const sort = place.random.pick(sorts);
  return binary("comparison", sort, ["=", "!=", "<", "<=", ">", ">="])(place);
};

const between: Maker = (place) => {
  const sort = place.random.pick(["number", "string", "temporal"] as const);
  return tree(
    "between",
    "(",
    expression(place, sort),
    " between ",
    expression(place, sort),
    " and ",
    expression(place, sort),
    ")",
  );
};

const membership: Maker = (place) => {
  const tests = Array.from({ length: 1 + place.random.number(3) }, () => unaryTest({ ...place, isTest: true }));
  const [only] = tests;
  const listed = tests.length === 1 && only ? only : tree("tests", "(", ...joined(tests, ", "), ")");
  return tree("in", "(", expression(place, "any"), " in ", listed, ")");
};

/** One test of an entry of a decision table. */
export function unaryTest(place: Place): Tree {
  const inner = deeper({ ...place, isTest: true });
  const sort = place.random.pick(["number", "string", "temporal"] as const);
  return place.random.pick<() => Tree>([
    () => tree("unary comparison", place.random.pick(["<", "<=", ">", ">="]), " ", leaf(place, sort)),
    () => range(inner),
    () => leaf(place, "any"),
    () => comparison(inner),
  ])();
}

export function unaryTests(place: Place): Tree {
  if (place.random.chance(5)) return tree("wildcard", "-");
  const tests = Array.from({ length: 1 + place.random.number(4) }, () => unaryTest(place));
  const listed = tree("tests", ...joined(tests, ", "));
  return place.random.chance(20) ? tree("not", "not(", listed, ")") : listed;
}

const instanceOf: Maker = (place) =>
  tree("instance of", "(", expression(place), " instance of ", typeName(place.random, 2), ")");

function typeName(random: Random, depth: number): string {
  const simple = ["number", "string", "boolean", "date", "time", "date and time", "Any"] as const;
  if (depth === 0 || random.chance(60))
    return random.pick([...simple, "days and time duration", "years and months duration", "list<Any>"]);
  const inner = () => typeName(random, depth - 1);
  return random.pick([
    `list<${inner()}>`,
    `range<${inner()}>`,
    `context<a: ${inner()}, b: ${inner()}>`,
    `function<${inner()}>->${inner()}`,
  ]);
}

const quantified: Maker = (place) => {
  const name = place.random.pick(["v", "w"]);
  return tree(
    "quantified",
    "(",
    place.random.pick(["some ", "every "]),
    `${name} in `,
    iterated(place),
    " satisfies ",
    expression(deeper(place, name), "boolean"),
    ")",
  );
};

/** What a loop goes through; other evaluators make a list of all numbers first. */
function iterated(place: Place): Tree {
  const { random, isTame } = place;
  if (random.chance(60)) return expression(place, "list");
  const from = random.number(5);
  const to = isTame || random.chance(50) ? from + random.number(8) : random.pick([1_000_000, 1_000_000_000, -9_999]);
  return tree("counted", `${from}..${to}`);
}

const forExpression: Maker = (place) => {
  const name = place.random.pick(["v", "w"]);
  const isDouble = place.random.chance(20);
  const more = isDouble ? [", u in ", iterated(deeper(place, name))] : [];
  const inner = deeper(
    place,
    name,
    ...(isDouble ? ["u"] : []),
    ...(!place.isTame && place.random.chance(20) ? ["partial"] : []),
  );
  return tree("for", "(for ", `${name} in `, iterated(place), ...more, " return ", expression(inner), ")");
};

const filter: Maker = (place) => {
  const by = place.random.chance(40) ? "number" : "boolean";
  const inner = deeper(place, "item", "a", "b");
  return tree("filter", "(", expression(place, "list"), ")[", expression(inner, by), "]");
};

const path: Maker = (place) => {
  const name = place.random.pick(["a", "b", "c", "customer", "items", "year", "day", "days", "start", "`two words`"]);
  const of = place.random.pick(["context", "context", "list", "temporal", "range"] as const);
  return tree("path", "(", expression(place, of), `).${name}`);
};

const list: Maker = (place) =>
  tree(
    "list",
    "[",
    ...joined(
      Array.from({ length: place.random.number(5) }, () => expression(place)),
      ", ",
    ),
    "]",
  );

const context: Maker = (place) => {
  const keys = ["a", "b", "c", '"two words"'].slice(0, 1 + place.random.number(4));
  const entries = keys.map((key, at) =>
    tree("entry", `${key}: `, expression(deeper(place, ...keys.slice(0, Math.min(at, 3))))),
  );
  return tree("context", "{", ...joined(entries, ", "), "}");
};

export const range: Maker = (place) => {
  const sort = place.random.pick(["number", "number", "string", "temporal"] as const);
  const { random } = place;
  return tree(
    "range",
    random.pick(["[", "(", "]"]),
    leaf(place, sort),
    "..",
    leaf(place, sort),
    random.pick(["]", ")", "["]),
  );
};

/** A function that is called at once; the wild ones may call themselves. */
const defined: Maker = (place) => {
  const body = expression(deeper(place, "p"), "any");
  if (place.isTame || place.random.chance(60))
    return tree("function", "{f: function(p) ", body, ", r: f(", expression(place), ")}.r");
  return tree("recursion", "{f: function(p) if p > 0 then [f(p - 1), f(p - 1)] else ", body, ", r: f(30)}.r");
};

const negation: Maker = (place) => tree("negation", "-(", expression(place, "number"), ")");

const general: readonly [Maker, ...Maker[]] = [path, filter, bracketed, defined, namedCall, call("any"), call("any")];

const arithmetic: readonly [Maker, ...Maker[]] = [
  binary("addition", "number", ["+", "-"]),
  binary("multiplication", "number", ["*", "/", "**"]),
  negation,
];

const makers: Readonly<Record<Exclude<Sort, "function">, readonly [Maker, ...Maker[]]>> & {
  readonly function: readonly [Maker, ...Maker[]];
} = {
  number: [...arithmetic, ...arithmetic, call("number"), call("number"), ...general],
  string: [binary("concatenation", "string", ["+"]), call("string"), call("string"), ...general],
  boolean: [
    comparison,
    comparison,
    between,
    membership,
    instanceOf,
    quantified,
    binary("junction", "boolean", ["and", "or"]),
    call("boolean"),
    ...general,
  ],
  list: [list, list, forExpression, filter, call("list"), ...general],
  context: [context, context, call("context"), ...general],
  temporal: [
    binary("temporal arithmetic", "temporal", ["+", "-"]),
    binary("temporal arithmetic", "temporal", ["*", "/"]),
    call("temporal"),
    ...general,
  ],
  range: [range, ...general],
  function: [defined],
  any: [...general],
};

/** Names that an expression may read. */
export const readableNames = Object.values(variableNames).flat();
