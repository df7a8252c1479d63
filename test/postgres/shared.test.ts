import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withLock } from "../../server/postgres/claims.ts";
import { eventually } from "./until.ts";
import { freshDirectory, newUser, postmasterPid, query } from "./user.ts";

const timeoutMs = 90_000;

test("the second process adopts, and keeps the server when the first one leaves", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const first = await newUser(dataDirectory);
  const second = await newUser(dataDirectory);
  expect(second.running.describe).toContain("adopted");
  expect(second.running.connection).toEqual(first.running.connection);
  const pid = await postmasterPid(dataDirectory);
  await first.leave();
  expect(await postmasterPid(dataDirectory)).toBe(pid);
  expect(await query(second.running.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.leave();
  expect(await postmasterPid(dataDirectory)).toBeNull();
});

test("the second process keeps the server when the first one is killed", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const first = await newUser(dataDirectory);
  const second = await newUser(dataDirectory);
  const pid = await postmasterPid(dataDirectory);
  await first.kill();
  // A third one comes and goes through the lock, so the first one's watchdog or it has looked at the claims meanwhile.
  await (await newUser(dataDirectory)).leave();
  expect(await postmasterPid(dataDirectory)).toBe(pid);
  await second.kill();
  await eventually("the server to stop", async () => (await postmasterPid(dataDirectory)) === null);
});

test("processes that start at once on an empty directory share one server", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const users = await Promise.all([1, 2, 3].map(() => newUser(dataDirectory)));
  expect(users.filter((user) => user.running.describe.includes("adopted"))).toHaveLength(2);
  const table = `t${randomUUID().replaceAll("-", "")}`;
  const [one, ...others] = users;
  await query(one?.running.connection ?? fail(), `create table ${table} as select 42 as answer`);
  for (const other of others)
    expect(await query(other.running.connection, `select answer from ${table}`)).toEqual([{ answer: 42 }]);
  await Promise.all(users.map((user) => user.leave()));
  expect(await postmasterPid(dataDirectory)).toBeNull();
});

test("of many that want the lock, one at a time has it", { timeout: timeoutMs }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  let inside = 0;
  const most: number[] = [];
  const work = () =>
    withLock(directory, async () => {
      most.push(++inside);
      await new Promise(setImmediate);
      inside--;
    });
  await Promise.all(Array.from({ length: 8 }, work));
  expect(most).toEqual(Array.from({ length: 8 }, () => 1));
});

function fail(): never {
  throw new Error("Expected a first user");
}
