import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../engine/feel/values.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { openPool } from "../../server/store/database.ts";
import { journalRow } from "../../server/store/journal.ts";
import { type Broken, type Verification, verifyJournal } from "../../server/store/verify.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { journalsOf } from "./journalChecks.ts";
import { at, complete, deployed, jobsOf, openStores, start } from "./openStores.ts";

const nodes = openStores(1);

const oneTask = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.work`),
      endEvent("end"),
      path("begin", `${id}.work`, "end"),
    ),
  );

const all: Verification = { fromKey: 0n, toKey: 2n ** 63n - 1n, processId: null, isReplayed: true };

async function verified(asked: Partial<Verification> = {}) {
  const pool = openPool({ ...nodes.connection, max: 1 });
  const broken: Broken[] = [];
  const progress = await verifyJournal(
    pool,
    { ...all, ...asked },
    { onBroken: (one) => broken.push(one), onProgress: () => {} },
  );
  await pool.end();
  return { findings: broken, ...progress };
}

/** An instance of each kind: active at its second revision, and ended at its third. */
const instances: string[] = [];
let last = "";

beforeAll(async () => {
  const { intact } = await deployed(nodes.store, oneTask("intact"));
  const large: Json = "x".repeat(200_000);
  const started = await Promise.all(
    Array.from({ length: 1_200 }, (_, n) => start(nodes.store, intact, { n, large: n % 100 === 0 ? large : 0 })),
  );
  instances.push(...started.map(({ processInstanceKey }) => processInstanceKey));
  instances.sort((a, b) => Number(BigInt(a) - BigInt(b)));
  last = at(instances, instances.length - 1);
  const set = (elementKey: string) =>
    ({ type: "setVariables", elementKey, variables: { text: 'é"\0' }, isLocal: true }) as const;
  await Promise.all(instances.map((key) => nodes.store.execute(key, set(key), "tester")));
  const jobs = await jobsOf(nodes.store, "intact.work", { jobsMax: 600 });
  await Promise.all(jobs.map((job) => complete(nodes.store, job)));
});

test("an intact journal is intact, over many slices, also while it is written", async () => {
  const { other } = await deployed(nodes.store, oneTask("other"));
  const writing = Promise.all(Array.from({ length: 300 }, () => start(nodes.store, other)));
  const { findings, instances: count } = await verified();
  await writing;
  expect(findings).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(1_200);
  expect(await verified()).toMatchObject({ findings: [], instances: 1_500, rows: 1_200 * 2 + 600 + 300 });
});

test("part of it is looked at", async () => {
  const part = { fromKey: BigInt(at(instances, 10)), toKey: BigInt(at(instances, 19)) };
  expect(await verified(part)).toMatchObject({ findings: [], instances: 10 });
  expect(await verified({ processId: "intact" })).toMatchObject({ findings: [], instances: 1_200 });
  expect(await verified({ processId: "nobody's" })).toMatchObject({ findings: [], instances: 0, rows: 0 });
});

/** Changes something behind Millrace's back, and puts it right again after the look. */
async function tampered(change: string, mend: string, asked: Partial<Verification> = {}): Promise<Broken[]> {
  await nodes.store.pool.query(change);
  try {
    return (await verified(asked)).findings;
  } finally {
    await nodes.store.pool.query(mend);
  }
}

const hash = expect.stringMatching(/^(hash )?[0-9a-f]{64}( in process_instance)?$/);

describe("what was tampered with is found", () => {
  const journal = (set: string, key: string, revision: number) =>
    `update millrace.journal set ${set} where process_instance_key = ${key} and revision = ${revision}`;

  test.each([
    ["actor", "actor = 'somebody'", "actor = 'tester'"],
    ["at", "at = at + interval '1 ms'", "at = at - interval '1 ms'"],
    ["command", "command = replace(command, 'set', 'get')", "command = replace(command, 'get', 'set')"],
    ["events", "events = events || ' '", "events = rtrim(events)"],
    ["hash", "hash = sha256(hash)", ""],
  ])("a row's %s", async (property, change, mended) => {
    const key = at(instances, 700);
    const original = (await journalsOf(nodes.store, [key])).get(key)?.[1]?.hash.toString("hex");
    const mend = property === "hash" ? `hash = '\\x${original}'` : mended;
    const broken = await tampered(journal(change, key, 2), journal(mend, key, 2));
    expect(broken).toEqual([{ processInstanceKey: key, revision: 2, expected: hash, came: hash }]);
  });

  test("rows that were deleted: the first, one within, the last, all", async () => {
    const [first, within, lastRow, every] = [at(instances, 3), at(instances, 4), at(instances, 5), at(instances, 6)];
    const copy = "create table kept as select * from millrace.journal where process_instance_key =";
    const gone = (key: string, revision: string) =>
      `delete from millrace.journal where process_instance_key = ${key} and revision in (${revision})`;
    const change = [
      `${copy} any(array[${[first, within, lastRow, every].join()}]::bigint[])`,
      gone(first, "1"),
      gone(within, "2"),
      gone(lastRow, "(select revision from millrace.process_instance where key = process_instance_key)"),
      gone(every, "1, 2, 3"),
    ].join(";");
    const mend = "insert into millrace.journal select * from kept on conflict do nothing; drop table kept";
    const broken = await tampered(change, mend);
    const found = new Map(broken.map((one) => [one.processInstanceKey, one]));
    expect([...found.keys()].sort()).toEqual([first, within, lastRow, every].sort());
    expect(found.get(first)).toMatchObject({ revision: 2, expected: "revision 1", came: "revision 2" });
    expect(found.get(within)?.expected).toMatch(/^revision (1 in process_instance|2)$/);
    expect(found.get(lastRow)?.expected).toMatch(/^revision [12] in process_instance$/);
    expect(found.get(every)).toMatchObject({ revision: null, expected: expect.stringContaining("journal rows") });
  });

  test("a row that was added, with a hash that continues the chain", async () => {
    const entries = (await journalsOf(nodes.store, [last])).get(last) ?? [];
    const entry = at(entries, entries.length - 1);
    const events: Event[] = [];
    const added = journalRow({ ...entry, revision: entry.revision + 1, events }, entry.hash);
    const { revision, at: when, actor, command, hash: forged } = added;
    const broken = await tampered(
      `insert into millrace.journal (process_instance_key, revision, at, actor, command, events, hash) values
       (${last}, ${revision}, '${when.toISOString()}', '${actor}', '${command.replaceAll("'", "''")}', '[]',
        '\\x${forged.toString("hex")}')`,
      `delete from millrace.journal where process_instance_key = ${last} and revision = ${revision}`,
    );
    const came = `revision ${revision - 1}`;
    expect(broken).toEqual([
      { processInstanceKey: last, revision, expected: `revision ${revision} in process_instance`, came },
    ]);
  });

  test("the instance's hash, its revision, and the instance itself", async () => {
    const [hashed, counted, gone] = [at(instances, 50), at(instances, 51), at(instances, 52)];
    const keys = [hashed, counted, gone].join();
    const change = `create table kept as select * from millrace.process_instance where key in (${keys});
      update millrace.process_instance set journal_hash = sha256(journal_hash) where key = ${hashed};
      update millrace.process_instance set revision = revision + 1 where key = ${counted};
      delete from millrace.process_instance where key = ${gone}`;
    const mend = `delete from millrace.process_instance where key in (${keys});
      insert into millrace.process_instance select * from kept; drop table kept`;
    const broken = await tampered(change, mend);
    expect(broken).toMatchObject([
      { processInstanceKey: hashed, expected: hash, came: hash },
      { processInstanceKey: counted, expected: expect.stringContaining("in process_instance") },
      { processInstanceKey: gone, expected: "a process instance", came: "none with this key" },
    ]);
  });

  test("rows that are not what the events give, when they are replayed", async () => {
    const [job] = await jobsOf(nodes.store, "intact.work", { jobsMax: 1 });
    const key = job?.processInstanceKey ?? "";
    const change = (retries: number) => `update millrace.job set retries = ${retries} where key = ${job?.key}`;
    expect(await tampered(change(7), change(3), { isReplayed: false })).toEqual([]);
    expect(await tampered(change(7), change(3))).toEqual([
      {
        processInstanceKey: key,
        revision: 2,
        expected: "jobs.0.retries 3, as the events give it",
        came: "7 in the rows",
      },
    ]);
  });

  test("and nothing is left of it when it is mended", async () => {
    expect((await verified()).findings).toEqual([]);
  });
});

describe("millrace verify", () => {
  const program = fileURLToPath(new URL("../../cli/millrace.js", import.meta.url));

  async function run(...args: readonly string[]) {
    const child = spawn(process.execPath, [program, "verify", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { code: child.exitCode, out, err };
  }

  const address = () => {
    const { host, port, user, database } = nodes.connection;
    return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  };

  test("says that all is intact, and of what is broken a line each", async () => {
    const intact = await run("--database", address(), "--replay");
    expect(intact).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Intact: 1[25]00 process instances with 3[03]00 journal rows\.\n$/),
      err: "",
    });
    const key = at(instances, 900);
    const actor = (name: string) =>
      `update millrace.journal set actor = '${name}' where process_instance_key = ${key} and revision = 1`;
    await nodes.store.pool.query(actor("eve"));
    const broken = await run("--database", address(), "--process", "intact", "--from", key);
    await nodes.store.pool.query(actor("tester"));
    expect(broken).toMatchObject({ code: 1, err: "" });
    expect(broken.out).toMatch(
      new RegExp(
        `^${key} revision 1: expected hash [0-9a-f]{64}, got [0-9a-f]{64}\nBroken: 1 of 300 process instances with`,
      ),
    );
  });

  test.each([
    ["a folder without a database", ["--data", "/nowhere"], "Expected a data folder of Millrace, got /nowhere"],
    ["a key that is none", ["--from", "abc"], 'Expected --from to be the key of a process instance, got "abc"'],
    ["an option that is none", ["--form", "1"], "Unknown option '--form'"],
    [
      "a server that is not there",
      ["--database", "postgresql://127.0.0.1:9/x"],
      "The database cannot be read: connect",
    ],
  ])("refuses %s", async (_, args, sentence) => {
    const refused = await run(...args);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain(sentence);
  });
});
