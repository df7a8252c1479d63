import { describe, expect, test } from "vitest";
import { invokeBuiltIn } from "../../../engine/feel/builtins/invoke.ts";
import { BoundReached } from "../../../engine/feel/evaluation.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { called, calledByName, evaluation, formsOf, type Row } from "./builtinsCalled.ts";

const matching: readonly (readonly [input: string, pattern: string, flags: string | null, expected: boolean | null])[] =
  [
    ["foobar", "^fo*b", "", true],
    ["foobar", "^o", "", false],
    ["abracadabra", "bra", null, true],
    ["ab", "", "", true],
    // Flags.
    ["FooBar", "foo", "i", true],
    ["\nabcd\ndefg\n", "^$", "m", true],
    ["abcd\n\ndefg\n ", "^$", "m", true],
    ["a\nb", "^b$", "", false],
    ["a\nb", "^b$", "m", true],
    ["Mary\rJones", "Mary.Jones", "", false],
    ["Mary\rJones", "Mary.Jones", "s", true],
    ["x[y-z]", "x[y-z]", "q", true],
    ["x[Y-z]", "X[y-Z]", "qi", true],
    ["abracadabra", "(?:abra(?:cad)?)*", "q", false],
    ["hello world", "hello\\ sworld", "x", true],
    ["hello world", " hello[ ]world", "x", true],
    ["hello world", "he ll o[ ]worl d", "x", true],
    ["hello world", "\\p{ I s B a s i c L a t i n }+", "x", true],
    ["hello world", "\\p{ IsBasicLatin}+", "", null],
    ["input", "pattern", " ", null],
    ["input", "pattern", "p", null],
    // Letter case, of which some have more than two.
    ["\u212a", "k", "i", true],
    ["abZ", "^[A-Z]*$", "i", true],
    ["q", "[^Q]", "i", false],
    // Classes within classes.
    ["x", "[A-Z-[OI]]", "i", true],
    ["O", "[A-Z-[OI]]", "i", false],
    ["i", "[A-Z-[OI]]", "i", false],
    ["b", "[a-z-[aeiou-[e]]]", "", true],
    ["e", "[a-z-[aeiou-[e]]]", "", true],
    ["a", "[a-z-[aeiou-[e]]]", "", false],
    ["5", "[^a-z-[0-9]]", "", false],
    ["A", "[^a-z-[0-9]]", "", true],
    ["ä", "[\\p{L}-[\\p{IsBasicLatin}]]", "", true],
    ["a", "[\\p{L}-[\\p{IsBasicLatin}]]", "", false],
    ["b", "[a-z&&[^aeiou]]", "", true],
    ["e", "[a-z&&[^aeiou]]", "", false],
    ["c", "[a-z&&b-d]", "", true],
    ["f", "[a-c[e-g]]", "", true],
    ["a", "[a-z-[a-z]]", "", false],
    // Signs in classes.
    ["-", "[a-]", "", true],
    ["-", "[0-9-.]", "", true],
    ["]", "[\\]]", "", true],
    ["^", "[a^]", "", true],
    ["😀", "^[😀-😂]$", "", true],
    // Categories, blocks and names.
    ["héllo", "^\\p{L}+$", "", true],
    ["5", "\\P{Nd}", "", false],
    ["Ж", "\\p{IsCyrillic}", "", true],
    ["Z", "\\P{IsCyrillic}", "", true],
    ["f", "^\\p{XDigit}$", "", true],
    ["x", "\\p{IsKlingon}", "", null],
    ["xml:lang", "^\\i\\c*$", "", true],
    ["1st", "^\\i", "", false],
    ["a b", "\\C", "", true],
    // What is common elsewhere.
    ["a word", "\\bword\\b", "", true],
    ["A", "(?i)a", "", true],
    ["aB", "(?i:A)B", "", true],
    ["ab", "(?i:A)B", "", false],
    ["a\nb", "a(?s:.)b", "", true],
    ["ab", "^(?<first>a)b$", "", true],
    ["a.b", "\\Qa.b\\E", "", true],
    ["axb", "\\Qa.b\\E", "", false],
    ["é", "\\u00e9", "", true],
    ["é", "\\x{e9}|\\xE8", "", true],
    ["a\r\nb", "^a\\Rb$", "", true],
    // What is no pattern.
    ["abc", "[a-z", "", null],
    ["abc", "([a-z)", "", null],
    ["abc", "a)", "", null],
    ["abc", "*a", "", null],
    ["abc", "a**", "", null],
    ["abc", "a{3,1}", "", null],
    ["abc", "[z-a]", "", null],
    ["abc", "[]", "", null],
    ["abc", "\\y", "", null],
    ["abc", "a\\", "", null],
    ["abc", "(?#a)", "", null],
    // What would take a time out of proportion, or go deeper than the stack.
    ["abc", "(?:(?:a{100}){100}){100}", "", null],
    ["abc", "a".repeat(2_001), "", null],
    ["abc", `${"(".repeat(500)}a${")".repeat(500)}`, "", null],
  ];

describe("matches", () => {
  test.each(matching)("%j with %j, flags %j: %j", (input, pattern, flags, expected) => {
    const { value, warnings } = called("matches", [input, pattern, flags]);
    expect(value).toBe(expected);
    expect(warnings.length).toBe(expected === null ? 1 : 0);
  });

  test.each([
    ["(a)\\1", "back-references are not supported"],
    ["(?<a>x)\\k<a>", "back-references are not supported"],
    ["a[\\0]", "back-references are not supported"],
    ["(?=a)", "look-ahead is not supported"],
    ["(?!a)", "look-ahead is not supported"],
    ["(?<=a)b", "look-behind is not supported"],
    ["(?<!a)b", "look-behind is not supported"],
    ["(?>a)b", "atomic groups are not supported"],
    ["a++", "possessive quantifiers are not supported"],
  ])("says that %s cannot be had", (pattern, reason) => {
    const warning = `Expected a regular expression, got "${pattern}": ${reason}`;
    expect(called("matches", ["ab", pattern])).toEqual({ value: null, warnings: [warning] });
  });

  test.each([
    ["\\w", "é", false, true],
    ["\\w", "_", true, false],
    ["\\W", "é", true, false],
    ["\\d", "٣", false, true],
    ["\\D", "٣", true, false],
    ["\\s", "\f", true, false],
    ["\\S", "\f", false, true],
  ])("%s means for %j Java's in one dialect and XML Schema's in the other", (pattern, input, camunda, dmn) => {
    expect(called("matches", [input, pattern]).value).toBe(camunda);
    expect(called("matches", [input, pattern], "dmn").value).toBe(dmn);
    expect(called("matches", [input, `[${pattern}]`]).value).toBe(camunda);
    expect(called("matches", [input, `[${pattern}]`], "dmn").value).toBe(dmn);
  });
});

const tables: Readonly<Record<string, readonly Row[]>> = {
  replace: [
    [["abcd", "(ab)|(a)", "[1=$1][2=$2]"], "[1=ab][2=]cd"],
    [["abracadabra", "a(.)", "a$1$1"], "abbraccaddabbra"],
    [["abracadabra", "a.*?a", "*"], "*c*bra"],
    [["AAAA", "A+?", "b"], "bbbb"],
    [["darted", "^(.*?)d(.*)$", "$1c$2"], "carted"],
    [["0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3"], "(012) 345-6789"],
    [["facetiously", "[iouy]", "[$0]"], "facet[i][o][u]sl[y]"],
    [["abc", "[A-Z]", "#", "i"], "###"],
    [["abc", "[a-z]", "#", ""], "###"],
    [["a b c d ", "[a-z]", "#", "x"], "# # # # "],
    [["a.b", ".", "$0", "q"], "a$0b"],
    [["abc", "x*", "-"], "-a-b-c-"],
    [["aaa", "a*", "X"], "XX"],
    [["😀x😀", "x*", "-"], "-😀--😀-"],
    [["abc", "(b)", "$10"], "ab0c"],
    [["abc", "b", "$7"], "ac"],
    [["a.b", "\\.", "\\$\\\\"], "a$\\b"],
    [["abc", "b", "$"], null],
    [["abc", "b", "\\n"], null],
    [["abc", "([a-z)", "$1"], null],
    [[null, "b", "c"], null],
  ],
  split: [
    [
      ["John Doe", "\\s"],
      ["John", "Doe"],
    ],
    [
      ["a;b;c;;", ";"],
      ["a", "b", "c", "", ""],
    ],
    [
      [";a", ";"],
      ["", "a"],
    ],
    [
      ["abc", ""],
      ["a", "b", "c", ""],
    ],
    [["", "x"], [""]],
    [["foo", null], null],
  ],
  extract: [
    [
      ["references are 1234, 1256, 1378", "12[0-9]*"],
      ["1234", "1256"],
    ],
    [["nothing", "fo[a-z]*"], []],
    [["abc", "[a-z"], null],
  ],
};

describe.each(Object.entries(tables))("%s", (name, rows) => {
  test.each(rows)("%j is %j", (args, expected) => {
    const { value, warnings } = called(name, args);
    expect(value).toEqual(expected);
    expect(warnings.length).toBe(expected === null ? 1 : 0);
  });
});

test("takes arguments by name", () => {
  const args = { input: "abc", pattern: "[A-Z]", replacement: "#", flags: "i" };
  expect(calledByName("replace", args).value).toBe("###");
  expect(calledByName("split", { delimiter: ",", string: "foo,bar" }).value).toEqual(["foo", "bar"]);
});

describe("is bounded", () => {
  const fails = (name: string, args: readonly Feel[]) =>
    expect(() => invokeBuiltIn(name, formsOf(name, "camunda"), args, evaluation())).toThrow(BoundReached);

  test("many states for every character", () => {
    fails("replace", ["x".repeat(50_000), "(?:x?){200}[zy]", ""]);
    fails("extract", ["ab".repeat(50_000), "(.*)(.*)(.*)(.*)(.*)[0-9]"]);
  });

  test("a search to the end from every place", () => fails("replace", ["c".repeat(20_000), ".*b|c", ""]));

  test("but a test of a long text is quick", () => {
    expect(called("matches", ["x".repeat(400_000), "(x+x+)+[yz]"]).value).toBe(false);
    expect(called("matches", ["abcde".repeat(80_000), "(a|b|c|d|e)*f(a|b)*g"]).value).toBe(false);
    expect(called("matches", [`${"x".repeat(400_000)}y`, "(?:x?){100}y"]).value).toBe(true);
  });

  test("and ordinary work on ordinary texts is done", () => {
    const words = "some words  with\tspace ".repeat(1_000);
    expect((called("split", [words, "\\s+"]).value as string[]).length).toBe(4_001);
    expect(called("replace", [words, "\\s+", " "]).value).toBe("some words with space ".repeat(1_000));
  });
});

test("a pattern is made once, and the least recently used leave", () => {
  for (let count = 0; count < 300; count += 1) expect(called("matches", [`x${count}`, `^x${count}$`]).value).toBe(true);
  expect(called("matches", ["x0", "^x0$"]).value).toBe(true);
});
