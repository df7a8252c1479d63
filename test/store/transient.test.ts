import { expect, test } from "vitest";
import { isLostConnection, isTransient } from "../../server/store/database.ts";

const failure = (code: string, cause?: Error) => Object.assign(new Error(code, { cause }), { code });

test.each([
  ["a refused connection", failure("ECONNREFUSED"), true, true],
  ["a server that shuts down", failure("57P01"), true, true],
  ["a lost connection inside drizzle's error", new Error("Failed query", { cause: failure("57P01") }), true, true],
  ["a deadlock", failure("40P01"), false, true],
  ["a statement that ran out of time", failure("57014"), false, true],
  ["a full disk", failure("53100"), false, true],
  ["a unique key", failure("23505"), false, false],
  ["a defect", new Error("Defect: no element"), false, false],
])("%s", (_, error, isLost, isPassing) => {
  expect([isLostConnection(error), isTransient(error)]).toEqual([isLost, isPassing]);
});
