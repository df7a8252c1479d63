import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Account, chooseAccount } from "../../server/postgres/account.ts";
import { packagedBinaries, prepareBinaries } from "../../server/postgres/binaries.ts";
import { startPostgres } from "../../server/postgres/start.ts";
import { freshDirectory, isRoot, newUser, nobody, postmasterPid, query, uidOf } from "./user.ts";

const timeoutMs = 90_000;
const log = () => {};

const temporary = () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** A package as npm unpacks it without running its scripts: no library links. Its version is its own, and so is any copy. */
function freshPackage(): string {
  const directory = join(temporary(), "package");
  cpSync(join(packagedBinaries(), ".."), directory, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(directory, "package.json"), JSON.stringify({ version: `0.0.0-${randomUUID()}` }));
  const lib = join(directory, "native", "lib");
  const links = readdirSync(lib, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  for (const { name } of links) unlinkSync(join(lib, name));
  return join(directory, "native");
}

test("says what to do where there are no binaries", () => {
  expect(() => packagedBinaries("linux", "riscv64")).toThrow(
    /^Expected Postgres binaries for linux-riscv64 .*, found none: .* set DATABASE_URL/,
  );
});

test("makes the library links, also when two do it at once", { timeout: timeoutMs }, async () => {
  const packaged = freshPackage();
  // Reachable for the user that root switches to.
  chmodSync(join(packaged, "..", ".."), 0o755);
  const account = chooseAccount("/");
  const prepare = () => prepareBinaries(account, temporary(), log, packaged);
  const both = await Promise.all([prepare(), prepare()]);
  expect(both.map(({ directory }) => directory)).toEqual([packaged, packaged]);
  expect(both[0]?.version).toMatch(/^18\./);
});

test.skipIf(!isRoot)(
  "works from a copy where the package cannot be written (needs root to make one)",
  { timeout: timeoutMs },
  () => {
    const packaged = freshPackage();
    chmodSync(join(packaged, "..", ".."), 0o755);
    const dataDirectory = temporary();
    chmodSync(dataDirectory, 0o777);
    const script = `
    import { chooseAccount } from "${import.meta.dirname}/../../server/postgres/account.ts";
    import { prepareBinaries } from "${import.meta.dirname}/../../server/postgres/binaries.ts";
    const log = (line) => console.log(line);
    const prepare = () => prepareBinaries(chooseAccount("/"), ${JSON.stringify(dataDirectory)}, log, ${JSON.stringify(packaged)});
    const both = await Promise.all([prepare(), prepare()]);
    console.log(both.map(({ directory }) => directory).join());`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      uid: nobody,
      gid: nobody,
      encoding: "utf8",
    });
    const [name, ...more] = readdirSync(dataDirectory);
    expect(more).toEqual([]);
    expect(said).toContain("because its library links cannot be made (EACCES)");
    expect(said.trim().split("\n").at(-1)).toBe([1, 2].map(() => join(dataDirectory, name ?? "")).join());
  },
);

test.skipIf(!isRoot)("as root, runs as another user who owns the data", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory();
  const postgres = await startPostgres({ dataDirectory, log });
  const owner = statSync(join(dataDirectory, "cluster")).uid;
  expect(owner).not.toBe(0);
  expect(uidOf((await postmasterPid(dataDirectory)) ?? 0)).toBe(owner);
  await postgres.stop();

  // A cluster carried over from elsewhere, whose owner has no name here.
  execFileSync("chown", ["-R", "54321:54321", join(dataDirectory, "cluster")]);
  const carried = await startPostgres({ dataDirectory, log });
  expect(uidOf((await postmasterPid(dataDirectory)) ?? 0)).toBe(54321);
  await carried.stop();
});

test.skipIf(!isRoot)(
  "as root, keeps data where that user cannot reach it by path",
  { timeout: timeoutMs },
  async () => {
    const closed = temporary();
    mkdirSync(join(closed, "inner"), { mode: 0o700 });
    const dataDirectory = freshDirectory({ below: join(closed, "inner") });
    const postgres = await startPostgres({ dataDirectory, log });
    expect(existsSync(join(dataDirectory, "cluster", "PG_VERSION"))).toBe(true);
    await query(postgres.connection, "create table kept as select i from generate_series(1, 200000) i");
    await query(postgres.connection, "create database another");
    // Its helper processes have to find the data as well: parallel workers, the checkpointer, whoever reads the settings anew.
    await query(postgres.connection, "alter database millrace set debug_parallel_query = on");
    await query(postgres.connection, "vacuum (parallel 2) kept");
    expect(await query(postgres.connection, "select count(*)::int as n from kept")).toEqual([{ n: 200_000 }]);
    await query(postgres.connection, "select pg_reload_conf()");
    await query(postgres.connection, "checkpoint");
    await postgres.stop();
    const again = await startPostgres({ dataDirectory, log });
    expect(await query(again.connection, "select count(*)::int as n from kept")).toEqual([{ n: 200_000 }]);
    await again.stop();
  },
);

test.skipIf(!isRoot)("as root, copies programs that the other user cannot reach", { timeout: timeoutMs }, async () => {
  const packaged = freshPackage();
  const lines: string[] = [];
  const account: Account = chooseAccount("/");
  const binaries = await prepareBinaries(account, temporary(), (line) => lines.push(line), packaged);
  onTestFinished(() => rmSync(binaries.directory, { recursive: true, force: true }));
  expect(binaries.directory).not.toBe(packaged);
  expect(lines).toEqual([
    `Postgres' programs are copied to ${binaries.directory}, because user ${account.name} cannot reach them in ${packaged}`,
  ]);
  const second = await prepareBinaries(account, temporary(), log, packaged);
  expect(second).toEqual(binaries);
});

test.skipIf(!isRoot)("as an ordinary user, and then as root on the same data", { timeout: timeoutMs }, async () => {
  const dataDirectory = freshDirectory({ owner: nobody });
  const ordinary = await newUser(dataDirectory, { uid: nobody });
  expect(uidOf((await postmasterPid(dataDirectory)) ?? 0)).toBe(nobody);
  await query(ordinary.running.connection, "create table kept as select 42 as answer");
  const root = await newUser(dataDirectory);
  expect(root.running.describe).toContain("adopted");
  await ordinary.leave();
  expect(await query(root.running.connection, "select answer from kept")).toEqual([{ answer: 42 }]);
  await root.leave();
  const alone = await newUser(dataDirectory);
  expect(uidOf((await postmasterPid(dataDirectory)) ?? 0)).toBe(nobody);
  await alone.leave();
  const back = await newUser(dataDirectory, { uid: nobody });
  expect(await query(back.running.connection, "select answer from kept")).toEqual([{ answer: 42 }]);
  await back.leave();
});
