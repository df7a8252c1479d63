import { expect, test } from "vitest";
import { compileExpression } from "../../../engine/feel/compile.ts";

const messageOf = (text: string) => {
  const compiled = compileExpression(text);
  return compiled.ok ? null : compiled.message;
};

test.each([
  `${"a + ".repeat(500)}1`,
  `${"i = 1 or ".repeat(300)}true`,
  `(${"i = 1 or ".repeat(200)}true) or (${"i = 1 or ".repeat(200)}true)`,
])("%# is read, however many operators there are in a row", (text) => expect(messageOf(text)).toBeNull());

test.each([`${"a+".repeat(1_900)}1`, `${"i=1 or ".repeat(500)}true`])("%# has more of them than can be read", (text) =>
  expect(messageOf(text)).toMatch(/^unexpected ".*" at character \d+, or more operators in a row than can be read/),
);

test("a fault elsewhere is told without them", () =>
  expect(messageOf("1 + 2 )")).toBe('unexpected ")" at character 7'));
