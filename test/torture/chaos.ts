import { setTimeout as pause } from "node:timers/promises";
import { type Plant, workers } from "./plant.ts";
import type { Random } from "./random.ts";

/** Does some harm, and mends it; at its end everything runs again, unless something else disturbs it. */
export type Disturbance = (plant: Plant, random: Random) => Promise<void>;

const seconds = (random: Random, least: number, most: number) => pause(random.between(least * 1_000, most * 1_000));

async function endServers({ servers }: Plant, random: Random, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const chosen = random.chance(0.15) ? servers : [random.of(servers)];
  await Promise.all(chosen.map((server) => server.end(signal)));
  await seconds(random, 0, 3);
  await Promise.all(chosen.map((server) => server.start()));
}

export const killServer: Disturbance = (plant, random) => endServers(plant, random, "SIGKILL");

const stopServer: Disturbance = (plant, random) => endServers(plant, random, "SIGTERM");

const holdServer: Disturbance = async ({ servers }, random) => {
  const server = random.of(servers);
  server.hold("SIGSTOP");
  await seconds(random, 1, 6);
  server.hold("SIGCONT");
};

const killWorker: Disturbance = async ({ crew }) => {
  const member = crew.anyone();
  if (member) await crew.kill(member);
  crew.hire(1);
};

const holdWorker: Disturbance = async ({ crew }, random) => {
  const member = crew.anyone();
  member?.kill("SIGSTOP");
  await seconds(random, 2, 5);
  member?.kill("SIGCONT");
};

/** Its processes notice that it has gone; the next one recovers. */
export const killPostgres: Disturbance = async ({ postgres }, random) => {
  await postgres.end("SIGKILL");
  await seconds(random, 0, 2);
  await postgres.start();
};

const restartPostgres: Disturbance = async ({ postgres }, random) => {
  await postgres.end(random.of(["SIGINT", "SIGQUIT"]));
  await seconds(random, 0, 2);
  await postgres.start();
};

/** Postgres ends all other sessions too and recovers by itself. */
const killBackend: Disturbance = async ({ postgres }, random) => {
  const backends = await postgres.administer<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  if (backends.length > 0) process.kill(random.of(backends).pid, "SIGKILL");
};

const terminateSessions: Disturbance = async ({ postgres }, random) => {
  await postgres.administer(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and random() < $1`,
    [random.of([0.2, 0.5, 1])],
  );
};

const cancelStatements: Disturbance = async ({ postgres }) => {
  await postgres.administer(
    `select pg_cancel_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and state = 'active'`,
  );
};

export const cut: Disturbance = async ({ servers }, random) => {
  const probability = random.of([0.3, 1]);
  random.of(servers).wire.cut(() => random.chance(probability));
};

const part: Disturbance = async ({ servers }, random) => {
  const { wire } = random.of(servers);
  wire.refuse();
  wire.cut(() => true);
  await seconds(random, 1, 5);
  wire.admit();
};

const stall: Disturbance = async ({ servers }, random) => {
  const { wire } = random.of(servers);
  wire.stall();
  await seconds(random, 1, 4);
  if (random.chance(0.5)) wire.cut(() => true);
  else wire.flow();
};

/** As a server that has become the standby of another one: every write is refused. */
const refuseWrites: Disturbance = async ({ postgres }, random) => {
  await postgres.administer("alter system set default_transaction_read_only = on");
  try {
    await postgres.administer("select pg_reload_conf()");
    await seconds(random, 1, 4);
  } finally {
    await insist(() => postgres.administer("alter system reset default_transaction_read_only"));
    await insist(() => postgres.administer("select pg_reload_conf()"));
  }
};

const written = ["journal", "outbox", "message", "job", "element_instance", "subscription", "process_instance"];

/** A trigger gives a full disk's answer, with its code: a real one would need a file system of its own. */
const fillDisk: Disturbance = async ({ postgres }, random) => {
  const table = `millrace.${random.of(written)}`;
  await postgres.administer(`create or replace function public.disk_is_full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
  try {
    await postgres.administer(
      `create trigger disk_is_full before insert on ${table} for each statement execute function public.disk_is_full()`,
    );
    await seconds(random, 1, 3);
  } finally {
    await insist(() => postgres.administer(`drop trigger if exists disk_is_full on ${table}`));
  }
};

/** As a migration or a careless administrator does. */
const lockTable: Disturbance = async ({ postgres }, random) => {
  const table = `millrace.${random.of(written)}`;
  const held = random.between(1, 5);
  await postgres.administer(
    `do $$ begin lock table ${table} in access exclusive mode; perform pg_sleep(${held}); end $$`,
  );
};

/** What goes on side by side; within a group one after the other. */
export const groups: Readonly<Record<string, Readonly<Record<string, Disturbance>>>> = {
  programs: { killServer, stopServer, holdServer, killWorker, holdWorker },
  postgres: { killPostgres, restartPostgres, killBackend, refuseWrites, fillDisk, lockTable },
  wire: { cut, part, stall, terminateSessions, cancelStatements },
};

/** Until it succeeds: what was disturbed has to be mended although something else is broken meanwhile. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (;;)
    try {
      await work();
      return;
    } catch {
      await pause(100);
    }
}

/** Mends what is broken, and lets nothing run on the database: what is there now is all there is. */
export async function calm(plant: Plant): Promise<void> {
  await insist(() => plant.postgres.administer("select 1"));
  for (const { wire } of plant.servers) {
    wire.admit();
    wire.cut(() => true);
  }
  await plant.crew.dismiss();
  await Promise.all(plant.servers.map((server) => server.end("SIGTERM")));
}

/** Everything runs again, and workers do what they should. */
export async function resume({ servers, crew }: Plant): Promise<void> {
  await Promise.all(servers.map((server) => server.start()));
  crew.isMoody = false;
  crew.hire(workers);
}
