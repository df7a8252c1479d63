import { expect, test } from "vitest";
import { isConflict, isLostConnection, isTransient, isValueRefused } from "../../server/store/databaseErrors.ts";

const failure = (code: string, cause?: Error) => Object.assign(new Error(code, { cause }), { code });

test.each([
  ["a refused connection", failure("ECONNREFUSED"), true, true],
  ["a server that shuts down", failure("57P01"), true, true],
  ["a lost connection inside drizzle's error", new Error("Failed query", { cause: failure("57P01") }), true, true],
  ["a deadlock", failure("40P01"), false, true],
  ["a statement that ran out of time", failure("57014"), false, true],
  ["a full disk", failure("53100"), false, true],
  ["a server that has become a standby", failure("25006"), true, true],
  ["a session that idled in its transaction", failure("25P03"), true, true],
  ["an answer that never came", new Error("Query read timeout"), true, true],
  ["a host that is away", failure("EHOSTUNREACH"), true, true],
  ["a lock that was not had in time", failure("55P03"), false, true],
  ["a number out of range", failure("22003"), false, false],
  ["a unique key", failure("23505"), false, false],
  ["a defect", new Error("Defect: no element"), false, false],
])("%s", (_, error, isLost, isPassing) => {
  expect([isLostConnection(error), isTransient(error)]).toEqual([isLost, isPassing]);
});

test("what is tried again at once, and what a value is the cause of", () => {
  expect(["40001", "40P01", "40003", "55P03"].map((code) => isConflict(failure(code)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([failure("22003"), failure("54000"), failure("23505")].map(isValueRefused)).toEqual([true, true, false]);
  expect(isValueRefused(new RangeError("Invalid string length"))).toBe(true);
});
