import type { Place, Sort } from "./feelGrammar.ts";
import { type Tree, tree } from "./feelTree.ts";
import { variableNames } from "./feelVariables.ts";

const numbers = ["0", "1", "2", "3", "10", "0.1", "2.5", "-1", ".5", "100", "1.005", "-0.5"] as const;
const oddNumbers = [
  "1e6144",
  "9.999e6144",
  "1e-6176",
  "1000000000",
  "12345678901234567890123456789012345",
  "0.000000000000000000000000000000001",
  "9007199254740993",
  "-0",
] as const;
const strings = ['""', '"a"', '"b"', '"abc"', '"a b"', '"10"', '"ABC"', '"a,b"', '"."', '"x"'] as const;
const oddStrings = [
  '"🐎"',
  '"\\ud83d"',
  '"\\u0000"',
  '"(a+)+$"',
  '"[a-z&&[^b]]{2,500}"',
  '"(((a{1,9}){1,9}){1,9}){1,9}"',
  '"\\\\p{L}*"',
  '"$1$0"',
  '"__proto__"',
  '"2024-02-30"',
  '"+999999999-12-31"',
  '"P999999999999Y"',
  '"PT0.000000001S"',
  '"00:00:00@Europe/Paris"',
  '"2024-03-31T02:30:00@Europe/Berlin"',
  '"[1..2]"',
  '"ſ"',
  '"İ"',
] as const;
const temporals = [
  '@"2024-02-29"',
  '@"2023-12-31"',
  '@"10:30:00"',
  '@"23:59:59"',
  '@"2024-02-29T10:30:00"',
  '@"2024-02-29T10:30:00Z"',
  '@"2023-06-01T00:00:00+02:00"',
  '@"P1D"',
  '@"PT90M"',
  '@"P1Y2M"',
  '@"-P3M"',
  '@"-PT1S"',
] as const;
const oddTemporals = [
  '@"2024-10-27T02:30:00@Europe/Berlin"',
  '@"-999999999-01-01"',
  '@"999999999-12-31T23:59:59.999999999Z"',
  '@"P999999999Y"',
  '@"-P99999999999D"',
  '@"PT0.000000001S"',
  '@"00:00:00+18:00"',
  '@"10:00:00@Asia/Kathmandu"',
  '@"2024-02-30"',
] as const;

/** A literal or a variable, most often of the sort. */
export function leaf(place: Place, sort: Sort): Tree {
  const { random, bound, isTest } = place;
  if (isTest && random.chance(15)) return tree("?", "?");
  if (bound.length > 0 && random.chance(40)) return tree("bound name", random.pickAny(bound) ?? "null");
  if (random.chance(3)) return tree("null", "null");
  if (random.chance(40)) return variable(place, sort);
  return literal(place, sort);
}

function variable({ random }: Place, sort: Sort): Tree {
  const names: Readonly<Record<Sort, readonly [string, ...string[]]>> = {
    number: variableNames.number,
    string: [...variableNames.string, ...variableNames.date],
    boolean: variableNames.boolean,
    list: variableNames.list,
    context: variableNames.context,
    temporal: ["date(d)"],
    range: variableNames.any,
    function: variableNames.any,
    any: variableNames.any,
  };
  return tree("variable", random.pick(names[sort]));
}

function literal({ random, isTame }: Place, sort: Sort): Tree {
  const isOdd = !isTame && random.chance(30);
  switch (sort) {
    case "number":
      return tree("number", random.pick(isOdd ? oddNumbers : numbers));
    case "string":
      return tree("string", random.pick(isOdd ? oddStrings : strings));
    case "boolean":
      return tree("boolean", random.pick(["true", "false"]));
    case "temporal":
      return tree("temporal", random.pick(isOdd ? oddTemporals : temporals));
    case "list":
      return tree("list", random.pick(["[]", "[1, 2, 3]", '["b", "a"]', "[true, false]", "[[1], [2, [3]]]", "[null]"]));
    case "context":
      return tree("context", random.pick(["{}", "{a: 1}", '{a: {b: 2}, b: "x"}', "{a: null}"]));
    case "range":
      return tree("range", random.pick(["[1..5]", "(1..5)", "[2..3)", '["a".."c"]', "(> 3)", "(<= 2)"]));
    case "function":
      return tree(
        "function",
        random.pick(["function(x, y) x < y", "function(x) x", "function(x, y) x.a > y.a", "function() 1", "sum"]),
      );
    case "any":
      return tree("any", random.pick([...numbers, ...strings, ...temporals, "null", "[]", "{}"]));
    default:
      return sort satisfies never;
  }
}
