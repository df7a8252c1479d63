import pg from "pg";
import { keyOfSequence } from "../../engine/keys.ts";
import { makeRanges, rangeOf, startOfRange } from "./history/ranges.ts";

/** A block costs one round trip; unused keys of a block are lost when the process ends, which leaves 2⁴¹ of them. */
const blockSize = 500;

/**
 * Milliseconds for which a block is used. A quiet server would otherwise begin instances with keys of a range that has
 * aged out meanwhile.
 */
const blockMsMax = 10 * 60_000;

/** Milliseconds; transactions wait for keys, and must not wait for ever when the network swallows what is sent. */
const waitingMsMax = 10_000;

/** Hands out keys that no other node hands out. */
export class KeySource {
  readonly #pool: pg.Pool;
  readonly #hasRanges: boolean;
  /** Up to this one there are partitions, as far as this node knows. */
  #rangeMade = -1;
  #filledMs = 0;
  #next = 0n;
  #end = 0n;
  #filling: Promise<void> | null = null;

  /** On a connection of its own: transactions hold theirs while they wait for a key, be it all that there are. */
  constructor(connection: pg.PoolConfig, hasRanges: boolean) {
    this.#hasRanges = hasRanges;
    const bounds = { connectionTimeoutMillis: waitingMsMax, query_timeout: 4 * waitingMsMax };
    this.#pool = new pg.Pool({ application_name: "millrace keys", ...bounds, ...connection, max: 1 });
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async next(): Promise<string> {
    while (this.#next >= this.#end || performance.now() - this.#filledMs > blockMsMax) {
      this.#filling ??= this.#fill();
      await this.#filling;
    }
    const key = this.#next;
    this.#next += 1n;
    return keyOfSequence(key);
  }

  async #fill(): Promise<void> {
    try {
      const text = "select nextval('millrace.key_sequence')::text as block";
      const { rows } = await this.#pool.query<{ block: string }>(text);
      const block = BigInt(rows[0]?.block ?? "1");
      const next = (block - 1n) * BigInt(blockSize) + 1n;
      const end = next + BigInt(blockSize);
      await this.#makeRangesFor(end);
      [this.#next, this.#end, this.#filledMs] = [next, end, performance.now()];
    } finally {
      this.#filling = null;
    }
  }

  /** A key is only handed out when its rows have a place; the next range is made while this one is begun. */
  async #makeRangesFor(end: bigint): Promise<void> {
    const needed = rangeOf(BigInt(keyOfSequence(end))) + 1;
    if (!this.#hasRanges || needed <= this.#rangeMade) return;
    const client = await this.#pool.connect();
    try {
      await makeRanges(client, needed);
      this.#rangeMade = needed;
    } finally {
      client.release();
    }
  }
}

/** The range that the newest keys lie in. */
export async function newestRange(db: Pick<pg.Client, "query">): Promise<number> {
  const text = "select last_value::text as block from millrace.key_sequence";
  const { rows } = await db.query<{ block: string }>(text);
  return rangeOf(BigInt(keyOfSequence(BigInt(rows[0]?.block ?? "1") * BigInt(blockSize))));
}

/** The next keys that are taken lie in this range, which is a later one. Numbers between are lost. */
export async function beginRange(db: Pick<pg.Client, "query">, range: number): Promise<void> {
  const number = startOfRange(range) / BigInt(keyOfSequence(1n));
  const block = number / BigInt(blockSize) + 1n;
  await db.query(
    "select setval('millrace.key_sequence', $1) where (select last_value from millrace.key_sequence) < $1",
    [block],
  );
}
