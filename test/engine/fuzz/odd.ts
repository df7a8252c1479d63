import type { Random } from "../simulation/random.ts";

/** Texts that somebody may write where a name, an expression or a number is expected. */
export function oddText(random: Random): string {
  return random.pick<() => string>([
    () => "",
    () => " ",
    () => "nowhere",
    () => "__proto__",
    () => "constructor",
    () => "ü→😀\u202e",
    () => "-1",
    () => "1e309",
    () => "99999999999999999999",
    () => "NaN",
    () => "true",
    () => "a.b..c",
    () => "&lt;b&gt;&amp;",
    () => "\u0001",
    () => "x".repeat(10 ** (1 + random.number(5))),
    () => oddFeel(random),
    () => oddTime(random),
  ])();
}

export function oddFeel(random: Random): string {
  const many = 1 + random.number(3_000);
  return `=${random.pick<() => string>([
    () => "",
    () => "=",
    () => "1 +",
    () => "if x then",
    () => "n &gt; 5",
    () => "for i in 1..1000000000 return i",
    () => "{ a: { b: ",
    () => "some x in n satisfies",
    () => '"',
    () => "null.null[null]",
    () => 'date("2020-13-45")',
    () => "(".repeat(many),
    () => `${"(".repeat(many)}1${")".repeat(many)}`,
    () => "[".repeat(many),
    () => "1+".repeat(many),
    () => `"${"a".repeat(many)}"`,
    () => 'matches("aaaaaaaaaaaaaaaaaaaa", "(a+)+$")',
    () => 'concatenate([1], "x", null)',
    () => "-".repeat(many),
    () => "a b c d e f + - / ** ..",
  ])()}`;
}

const oddTime = (random: Random): string =>
  random.pick([
    "PT0S",
    "PT-1S",
    "P99999999Y",
    "R/PT0S",
    "R-1/PT1S",
    "R3/PT10S",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "0 0 31 2 * *",
    "* * * * * *",
    "R99999999999/PT1S",
    '=duration("P1D")',
    "PT1H/2026",
  ]);
