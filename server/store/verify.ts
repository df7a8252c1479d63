import type { Pool, PoolClient } from "pg";
import { evolve } from "../../engine/evolve.ts";
import { parseJson } from "../../engine/feel/exactJson.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { hashOf, type JournalRow, noHash } from "./journal.ts";
import { type LockedInstance, loadStates } from "./load.ts";
import { stateDifference } from "./replay.ts";

export interface Verification {
  /** The first and the last key that are looked at. */
  readonly fromKey: bigint;
  readonly toKey: bigint;
  /** Only instances of this process; null looks at all, and for journal rows without an instance. */
  readonly processId: string | null;
  /** Whether the events are replayed, and the state that they give is compared with the rows. */
  readonly isReplayed: boolean;
}

/** The first thing that is wrong with the journal of an instance. */
export interface Broken {
  readonly processInstanceKey: string;
  /** Null when it is about no row in particular. */
  readonly revision: number | null;
  readonly expected: string;
  readonly came: string;
}

export interface Progress {
  readonly instances: number;
  readonly rows: number;
  readonly broken: number;
  /** Everything up to this key has been looked at. */
  readonly upToKey: bigint;
}

/** Where the findings go, while they are found. */
export interface Listener {
  onBroken(broken: Broken): void;
  onProgress(progress: Progress): void;
}

/** Instances of one transaction: some tenths of a second, so that vacuum is not held up, nor a partition that goes. */
const sliceInstances = 500;

/** Journal rows that come at once, as far as they are small. */
const fetchedRows = 200;

/** Bytes; larger rows come one by one, so that no more than some MB are in memory, whatever is in the journal. */
const smallRowBytes = 65_536;

/** Instances whose rows are loaded with one round trip. */
const replayedTogether = 50;

/**
 * Reads the journal in the order of its keys and checks every instance's: revisions without a gap, each row's hash over
 * the row and the one before, the last revision and hash against the instance's row. Needs no lock: each slice of
 * instances is looked at in a snapshot of its own, in which journal and rows belong together.
 */
export async function verifyJournal(pool: Pool, asked: Verification, listener: Listener): Promise<Progress> {
  let progress: Progress = { instances: 0, rows: 0, broken: 0, upToKey: asked.fromKey - 1n };
  while (progress.upToKey < asked.toKey) {
    const slice = await inSnapshot(pool, (tx) => new Slice(tx, asked, listener).verify(progress.upToKey));
    progress = {
      instances: progress.instances + slice.instances,
      rows: progress.rows + slice.rows,
      broken: progress.broken + slice.broken,
      upToKey: slice.upToKey,
    };
    listener.onProgress(progress);
  }
  return progress;
}

async function inSnapshot<T>(pool: Pool, look: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    // A slice is a small part of large tables, whatever their statistics say.
    await tx.query("begin isolation level repeatable read read only; set local enable_seqscan = off");
    return await look(tx);
  } finally {
    // A connection that has not even this answer is not used again.
    await tx.query("rollback").then(
      () => tx.release(),
      () => tx.release(true),
    );
  }
}

/** The journal of one instance as far as it was read. */
interface Chain {
  readonly key: string;
  readonly instance: LockedInstance | undefined;
  readonly state: InstanceState;
  revision: number;
  hash: Buffer;
  broken: Broken | null;
}

type StoredRow = Omit<JournalRow, "command" | "events"> & { command: string | null; events: string | null };

class Slice {
  readonly #tx: PoolClient;
  readonly #asked: Verification;
  readonly #listener: Listener;
  #rows = 0;
  #broken = 0;
  #replayed: { instance: LockedInstance; chain: Chain }[] = [];

  constructor(tx: PoolClient, asked: Verification, listener: Listener) {
    this.#tx = tx;
    this.#asked = asked;
    this.#listener = listener;
  }

  async verify(afterKey: bigint): Promise<Progress> {
    const instances = await this.#instances(afterKey);
    const last = instances.at(-1);
    const upToKey = last && instances.length === sliceInstances ? BigInt(last.key) : this.#asked.toKey;
    const left = new Map(instances.map((instance) => [instance.key, instance]));
    let chain: Chain | null = null;
    for await (const row of this.#journal(afterKey, upToKey, [...left.keys()])) {
      if (chain?.key !== row.processInstanceKey) {
        await this.#end(chain);
        chain = newChain(row.processInstanceKey, left.get(row.processInstanceKey));
        left.delete(row.processInstanceKey);
      }
      this.#rows += 1;
      chain.broken ??= brokenAt(chain, row, this.#asked.isReplayed);
    }
    await this.#end(chain);
    for (const { key, revision } of left.values())
      this.#tell({ processInstanceKey: key, revision: null, expected: `${revision} journal rows`, came: "none" });
    await this.#compareReplayed();
    return { instances: instances.length, rows: this.#rows, broken: this.#broken, upToKey };
  }

  async #instances(afterKey: bigint): Promise<LockedInstance[]> {
    const { rows } = await this.#tx.query<LockedInstance>(
      `select key, definition_key as "definitionKey", state = 'ACTIVE' as "isActive", revision,
              key_count as "keyCount", journal_hash as "journalHash", start_correlation_key as "startCorrelationKey",
              caller_key as "callerKey", root_key as "rootKey", call_depth as "callDepth"
       from millrace.process_instance
       where key > $1 and key <= $2 and ($3::text is null or process_id = $3) order by key limit ${sliceInstances}`,
      [afterKey, this.#asked.toKey, this.#asked.processId],
    );
    return rows;
  }

  /** By instance and revision. With a cursor: nobody knows how many rows an instance has. */
  async *#journal(afterKey: bigint, upToKey: bigint, keys: readonly string[]): AsyncGenerator<JournalRow> {
    const isSmall = `octet_length(command) + octet_length(events) <= ${smallRowBytes}`;
    const which =
      this.#asked.processId === null
        ? `process_instance_key > ${afterKey} and process_instance_key <= ${upToKey}`
        : `process_instance_key = any(array[${keys.join(",")}]::bigint[])`;
    await this.#tx.query(
      `declare journal_rows no scroll cursor for
       select process_instance_key as "processInstanceKey", revision, at, actor, hash,
              case when ${isSmall} then command end as command, case when ${isSmall} then events end as events
       from millrace.journal where ${which} order by process_instance_key, revision`,
    );
    for (;;) {
      const { rows } = await this.#tx.query<StoredRow>(`fetch ${fetchedRows} from journal_rows`);
      for (const row of rows) yield await this.#whole(row);
      if (rows.length < fetchedRows) break;
    }
    await this.#tx.query("close journal_rows");
  }

  async #whole(row: StoredRow): Promise<JournalRow> {
    const { command, events } = row;
    if (command !== null && events !== null) return { ...row, command, events };
    const { rows } = await this.#tx.query<{ command: string; events: string }>(
      "select command, events from millrace.journal where process_instance_key = $1 and revision = $2",
      [row.processInstanceKey, row.revision],
    );
    return { ...row, command: rows[0]?.command ?? "", events: rows[0]?.events ?? "" };
  }

  async #end(chain: Chain | null): Promise<void> {
    if (!chain) return;
    const broken = chain.broken ?? brokenEnd(chain);
    if (broken) return this.#tell(broken);
    if (!this.#asked.isReplayed || !chain.instance) return;
    this.#replayed.push({ instance: chain.instance, chain });
    if (this.#replayed.length === replayedTogether) await this.#compareReplayed();
  }

  /** What the events give, against what the rows hold. */
  async #compareReplayed(): Promise<void> {
    const loaded = await loadStates(
      this.#tx,
      this.#replayed.map(({ instance }) => instance),
    );
    for (const { chain } of this.#replayed) {
      const difference = stateDifference(chain.state, loaded.get(chain.key) ?? emptyState(chain.key));
      if (!difference) continue;
      const { path, expected, came } = difference;
      this.#tell({
        processInstanceKey: chain.key,
        revision: chain.revision,
        expected: `${path} ${shown(expected)}, as the events give it`,
        came: `${shown(came)} in the rows`,
      });
    }
    this.#replayed = [];
  }

  #tell(broken: Broken): void {
    this.#broken += 1;
    this.#listener.onBroken(broken);
  }
}

const newChain = (key: string, instance: LockedInstance | undefined): Chain => ({
  key,
  instance,
  state: emptyState(key, instance?.callerKey),
  revision: 0,
  hash: noHash,
  broken: null,
});

/** Characters of a value in a finding; the line is for a person. */
const shownMax = 200;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
}

/** Follows the chain by one row; answers what is wrong with it. */
function brokenAt(chain: Chain, row: JournalRow, isReplayed: boolean): Broken | null {
  const about = { processInstanceKey: chain.key, revision: row.revision };
  const next = chain.revision + 1;
  if (row.revision !== next) return { ...about, expected: `revision ${next}`, came: `revision ${row.revision}` };
  const hash = hashOf(row, chain.hash);
  if (!hash.equals(row.hash))
    return { ...about, expected: `hash ${hash.toString("hex")}`, came: row.hash.toString("hex") };
  chain.revision = row.revision;
  chain.hash = row.hash;
  if (!isReplayed) return null;
  try {
    for (const event of parseJson(row.events) as Event[]) evolve(chain.state, event);
    return null;
  } catch (error) {
    return { ...about, expected: "events that can be replayed", came: String(error) };
  }
}

/** What is wrong between the end of a journal and its instance. */
function brokenEnd({ key: processInstanceKey, instance, revision, hash }: Chain): Broken | null {
  const about = { processInstanceKey, revision };
  if (!instance) return { ...about, expected: "a process instance", came: "none with this key" };
  if (instance.revision !== revision)
    return { ...about, expected: `revision ${revision} in process_instance`, came: `revision ${instance.revision}` };
  if (!instance.journalHash.equals(hash)) {
    const came = instance.journalHash.toString("hex");
    return { ...about, expected: `hash ${hash.toString("hex")} in process_instance`, came };
  }
  return null;
}
