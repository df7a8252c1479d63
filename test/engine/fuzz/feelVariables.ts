import type { Json } from "../../../engine/feel/values.ts";
import type { Random } from "../simulation/random.ts";

/** Variables as processes have them: JSON of any size. */
export type JsonVariables = Readonly<Record<string, Json>>;

/** Names of variables by the kind of value that they often have; `?` stands for the value that is tested. */
export const variableNames = {
  number: ["n", "i", "amount"],
  string: ["s", "t", "name"],
  boolean: ["b"],
  list: ["l", "numbers", "texts", "contexts"],
  context: ["c", "order"],
  date: ["d"],
  any: ["x", "missing"],
} as const;

const numbers = [0, 1, 2, -1, 3, 7, 10, 0.1, 0.5, -2.5, 1.005, 100, 12_345, 99.99] as const;
const texts = ["", "a", "b", "abc", "ABC", "a b", "10", "2024-02-29", "P1D", "ä", "x.y", "true"] as const;
const days = ["2024-02-29", "2023-12-31", "2020-01-01", "1970-01-01"] as const;

/** Small values with nothing odd about them: what other evaluators have to agree on. */
export function tameVariables(random: Random): JsonVariables {
  const number = () => random.pick(numbers);
  const text = () => random.pick(texts);
  const many = <T>(one: () => T): T[] => Array.from({ length: random.number(5) }, one);
  const context = (): Json => ({ a: number(), b: text(), c: many(number), "two words": number() });
  return {
    n: number(),
    i: random.number(10),
    amount: number(),
    s: text(),
    t: text(),
    name: text(),
    b: random.chance(50),
    l: many(() => anyJson(random, 1)),
    numbers: many(number),
    texts: many(text),
    contexts: many(context),
    c: context(),
    order: { customer: { name: text(), age: number() }, items: many(context) },
    d: random.pick(days),
    x: anyJson(random, 2),
  };
}

function anyJson(random: Random, depth: number): Json {
  const many = <T>(one: () => T): T[] => Array.from({ length: random.number(4) }, one);
  return random.pick<() => Json>([
    () => null,
    () => random.chance(50),
    () => random.pick(numbers),
    () => random.pick(texts),
    () => (depth > 0 ? many(() => anyJson(random, depth - 1)) : []),
    () => ({ a: depth > 0 ? anyJson(random, depth - 1) : 1, b: random.pick(texts) }),
  ])();
}

const count = 20_000;
const places = Array.from({ length: count }, (_, at) => at);

function nested(depth: number): Json {
  let value: Json = 1;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value };
  return value;
}

const wideContext = (last: Json): Json => ({ ...Object.fromEntries(places.map((at) => [`k${at}`, at])), last });

/** Large and odd values, made once: what somebody may hand in to make an evaluation long. */
const large: readonly [Json, ...Json[]] = [
  places,
  [...places, "x"],
  places.map(() => null),
  places.map((at) => `t${at}`),
  places.map((at) => ({ a: at, b: "x" })),
  places.map((at) => at / 7),
  places.map((at) => [at]),
  wideContext(1),
  wideContext(2),
  "ab ".repeat(100_000),
  "a".repeat(200_000),
  `${"a".repeat(200_000)}b`,
  "🐎".repeat(50_000),
  " ".repeat(100_000),
  "9".repeat(6_000),
  `[${"1,".repeat(50_000)}1]`,
  `${'{"a":'.repeat(150)}1${"}".repeat(150)}`,
  nested(150),
  nested(3_000),
  1.7976931348623157e308,
  5e-324,
  -0,
  9_007_199_254_740_991,
  { __proto__: null, constructor: 1, toString: 2, "": 3 },
  JSON.parse('{"__proto__": {"a": 1}, "a b": 1, "a": {"b": {}}}') as Json,
];

/** As {@link tameVariables}, where some are large or odd. */
export function wildVariables(random: Random): JsonVariables {
  const names = Object.keys(tameVariables(random));
  const odd = names.filter(() => random.chance(40)).map((name): [string, Json] => [name, random.pick(large)]);
  return { ...tameVariables(random), ...Object.fromEntries(odd) };
}
