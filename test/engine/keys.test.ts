import { expect, test } from "vitest";
import { keysPerInstanceMax } from "../../engine/bounds.ts";
import { innerKey, instanceKeyOf, isKey, keyOfSequence } from "../../engine/keys.ts";

test("every key inside an instance leads to it, and to no neighbour", () => {
  const [one, next] = [keyOfSequence(41n), keyOfSequence(42n)];
  expect(one).toBe("171966464");
  expect(instanceKeyOf(one)).toBe(one);
  expect(instanceKeyOf(innerKey(one, 1))).toBe(one);
  expect(instanceKeyOf(innerKey(one, keysPerInstanceMax))).toBe(one);
  expect(instanceKeyOf(innerKey(next, 1))).toBe(next);
  expect(innerKey(one, keysPerInstanceMax + 1)).toBe(next);
});

test("keys beyond what a double can hold stay exact", () => {
  const far = keyOfSequence(2n ** 41n - 1n);
  expect(instanceKeyOf(innerKey(far, 12_345))).toBe(far);
  expect(isKey(innerKey(far, keysPerInstanceMax))).toBe(true);
});

test.each<[string, boolean]>([
  ["0", true],
  ["4194305", true],
  ["9223372036854775807", true],
  ["9223372036854775808", false],
  ["99999999999999999999", false],
  ["", false],
  ["-1", false],
  ["1.5", false],
  ["0x10", false],
  [" 1", false],
  ["1\n", false],
  ["١", false],
])("%j is a key: %s", (text, expected) => expect(isKey(text)).toBe(expected));
