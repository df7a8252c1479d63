import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPostgres } from "../../server/postgres/start.ts";
import { failureOf, freshDirectory, isRoot, newUser, nobody, postmasterPid, query } from "./user.ts";

const timeoutMs = 60_000;
const log = () => {};

test("starts on an empty directory and leaves nothing running", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const postgres = await startPostgres({ dataDirectory, log });
  expect(postgres.connection).toMatchObject({ user: "millrace", database: "millrace" });
  expect(await query(postgres.connection, "select current_database() as name")).toEqual([{ name: "millrace" }]);
  await Promise.all([postgres.stop(), postgres.stop()]);
  await postgres.stop();
  expect(await postmasterPid(dataDirectory)).toBeNull();
  expect(readdirSync(join(dataDirectory, "users"))).toEqual([]);
  expect(readdirSync(join(dataDirectory, "lock"))).toEqual([]);
});

/** Settings that durability, safety and the engine's queries rest on. */
const expected = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  data_checksums: "on",
  listen_addresses: "",
  unix_socket_permissions: "0700",
  server_encoding: "UTF8",
  max_connections: "100",
  jit: "off",
};

test("is durable, reached by its socket alone, and keeps its data between runs", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const first = await startPostgres({ dataDirectory, log });
  const settings = await query(first.connection, "select name, setting from pg_settings");
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toMatchObject(expected);
  expect(statSync(first.connection.host).mode & 0o777).toBe(0o700);
  await query(first.connection, "create table kept as select 42 as answer");
  await first.stop();
  const second = await startPostgres({ dataDirectory, log });
  expect(second.describe).toContain("started");
  expect(await query(second.connection, "select answer from kept")).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("a data directory too deep for a socket gets a short one elsewhere", { timeout: timeoutMs }, async () => {
  const dataDirectory = join(freshDirectory(), "deep".repeat(30), "ü, \"quoted\" and 'spaced'");
  const postgres = await startPostgres({ dataDirectory, log });
  expect(postgres.connection.host.startsWith(dataDirectory)).toBe(false);
  expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700);
  expect(await query(postgres.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  const adopted = await startPostgres({ dataDirectory, log });
  expect(adopted.connection).toEqual(postgres.connection);
  await postgres.stop();
  await adopted.stop();
  expect(statSync(postgres.connection.host, { throwIfNoEntry: false })).toBeUndefined();
});

test("refuses data of another major version", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  await (await startPostgres({ dataDirectory, log })).stop();
  writeFileSync(join(dataDirectory, "cluster", "PG_VERSION"), "17\n");
  const start = startPostgres({ dataDirectory, log });
  await expect(start).rejects.toThrow(/^Expected data of Postgres 18 in .*, found data of Postgres 17: .*pg_dump/);
  await expect(start).rejects.toHaveProperty("name", "PostgresStartError");
});

test("shows Postgres' own words when a setting keeps it from starting", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  await (await startPostgres({ dataDirectory, log })).stop();
  writeFileSync(join(dataDirectory, "cluster", "postgresql.auto.conf"), "shared_buffers = 'plenty'\n");
  await expect(startPostgres({ dataDirectory, log })).rejects.toThrow(/last words:\n.*"shared_buffers": "plenty"/s);
  expect(readdirSync(join(dataDirectory, "users"))).toEqual([]);
});

test("refuses files that are not its own", { timeout: timeoutMs }, async () => {
  const bare = freshDirectory();
  mkdirSync(bare);
  writeFileSync(join(bare, "PG_VERSION"), "18\n");
  await expect(startPostgres({ dataDirectory: bare, log })).rejects.toThrow(/bare cluster of another Postgres/);

  const other = freshDirectory();
  mkdirSync(join(other, "cluster"), { recursive: true });
  writeFileSync(join(other, "cluster", "letter.txt"), "dear");
  await expect(startPostgres({ dataDirectory: other, log })).rejects.toThrow(
    /to be empty or a Postgres cluster, found other files/,
  );
  expect(readFileSync(join(other, "cluster", "letter.txt"), "utf8")).toBe("dear");

  const file = freshDirectory();
  writeFileSync(file, "");
  await expect(startPostgres({ dataDirectory: file, log })).rejects.toThrow(/to be a directory or not to exist yet/);
});

test.skipIf(!isRoot)(
  "says so when the directory cannot be written (needs root to make one)",
  { timeout: timeoutMs },
  async () => {
    const dataDirectory = freshDirectory();
    mkdirSync(dataDirectory, { mode: 0o700 });
    const failure = await failureOf(dataDirectory, { uid: nobody });
    expect(failure.name).toBe("PostgresStartError");
    expect(failure.message).toMatch(
      /^Expected to be allowed to read and write .*, got EACCES: give this user \(uid 65534\)/,
    );
  },
);

test.skipIf(!isRoot)(
  "an ordinary user is told when the cluster belongs to another (needs root to make one)",
  { timeout: timeoutMs },
  async () => {
    const dataDirectory = freshDirectory({ owner: nobody });
    const user = await newUser(dataDirectory, { uid: nobody });
    await user.leave();
    const failure = await failureOf(dataDirectory, { uid: 65533 });
    expect(failure.message).toMatch(
      /^Expected to be allowed to read and write .*, got EACCES: give this user \(uid 65533\)/,
    );
  },
);
