import { resolve } from "node:path";
import pg from "pg";
import { chooseAccount } from "./account.ts";
import { prepareBinaries } from "./binaries.ts";
import { makeClaim, newClaim, withLock } from "./claims.ts";
import { ensureCluster, superuser } from "./cluster.ts";
import { explain, PostgresStartError } from "./error.ts";
import { isReady, launchPostmaster, readyWaitMsMax } from "./launch.ts";
import { makePlaces, type Places, placesOf, port, socketDirectoryFor } from "./places.ts";
import { clearStale, findPostmaster } from "./postmaster.ts";
import { isPidInUse } from "./processes.ts";
import type { Site } from "./site.ts";
import { until } from "./until.ts";
import { startWatch, type Watch } from "./watch.ts";

export { PostgresStartError } from "./error.ts";

export interface RunningPostgres {
  /** For `pg`; the host is the directory of the socket. */
  readonly connection: { host: string; port: number; user: string; database: string };
  /** One line for the log. */
  readonly describe: string;
  /** Lets go of the server; stops it unless another process uses the same data directory. Never called, the watchdog does it. */
  stop(): Promise<void>;
}

const database = "millrace";

/**
 * The embedded Postgres of a data directory, taking connections: started, or adopted where one already runs there.
 *
 * The first start makes the directory. Later ones find its data. Several processes may share it. Fails with
 * `PostgresStartError`, whose message is for the person who starts Millrace.
 */
export async function startPostgres(options: {
  dataDirectory: string;
  log: (line: string) => void;
}): Promise<RunningPostgres> {
  const { dataDirectory, log } = options;
  try {
    const account = chooseAccount(placesOf(resolve(dataDirectory)).cluster);
    const places = makePlaces(dataDirectory, account);
    const binaries = await prepareBinaries(account, places.dataDirectory, log);
    return await watched({ places, account, binaries, log });
  } catch (error) {
    throw explain(error, dataDirectory);
  }
}

/** Claims the data directory before it looks, so that nobody who leaves stops what we are about to adopt. */
async function watched(site: Site): Promise<RunningPostgres> {
  const claim = newClaim();
  makeClaim(site.places.users, claim);
  const watch = startWatch(site.places, site.account, claim, site.log);
  try {
    const serving = await withLock(site.places.lock, () => serve(site));
    return running(site, serving, watch);
  } catch (error) {
    await watch.end();
    throw error;
  }
}

async function serve(site: Site): Promise<Serving> {
  await ensureCluster(site);
  const serving = await ensurePostmaster(site);
  await ensureDatabase(serving.socketDirectory);
  return serving;
}

interface Serving {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly isAdopted: boolean;
}

/** A postmaster may end while we look at it, and another look finds it gone; more looks than these mean something is wrong. */
const looksMax = 5;

async function ensurePostmaster(site: Site): Promise<Serving> {
  const { places, account } = site;
  for (let look = 1; look <= looksMax; look++) {
    const found = await findPostmaster(places.cluster);
    if (found.kind === "foreign") throw new PostgresStartError(foreignText(places, found.pid));
    if (found.kind === "live") {
      await until(() => isReady(places.cluster, found.pid) || !isPidInUse(found.pid), readyWaitMsMax);
      if (isReady(places.cluster, found.pid))
        return { pid: found.pid, socketDirectory: found.socketDirectory, isAdopted: true };
      continue;
    }
    const socketDirectory = socketDirectoryFor(places.cluster, account);
    if (found.kind === "stale") clearStale(places.cluster, socketDirectory, found.pid);
    const pid = await launchPostmaster(site);
    return { pid, socketDirectory, isAdopted: false };
  }
  throw new PostgresStartError(
    `Expected the Postgres that runs on ${places.cluster} to take connections or to end, got neither: stop its process (first line of postmaster.pid there) and start again.`,
  );
}

const foreignText = (places: Places, pid: number) =>
  `Expected ${places.cluster} to be served by Millrace or by nobody, found a Postgres (process ${pid}) that was started by other means, in another container or on another machine: stop it, or name another data directory.`;

async function ensureDatabase(host: string): Promise<void> {
  const client = new pg.Client({ host, port, user: superuser, database: "postgres" });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

function running(site: Site, serving: Serving, watch: Watch): RunningPostgres {
  const { places, binaries, account } = site;
  const { pid, socketDirectory, isAdopted } = serving;
  const came = isAdopted ? "adopted, it was running already" : "started";
  return {
    connection: { host: socketDirectory, port, user: superuser, database },
    describe: `Postgres ${binaries.version} on ${places.cluster} (process ${pid}, user ${account.name}, socket in ${socketDirectory}): ${came}`,
    stop: () => watch.end(),
  };
}
