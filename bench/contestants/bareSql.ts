import pg from "pg";
import { keyOfSequence } from "../../engine/keys.ts";
import { bareWrites, byIndex, commit } from "../bareWrites.ts";
import type { Contestant, Open } from "../contestant.ts";
import { closedLoop } from "../load.ts";
import { exampleRows } from "../rows.ts";

/** Instances in one transaction, as many as in Millrace's own; 50 are slower, 400 are not faster. */
const batchSize = 200;

/** Transactions at the same time: Millrace too has up to four, two batches and two workers that ask for jobs. */
const connections = 4;

/** Well above the example's key, so that no two instances share one. */
const firstSequence = 1_000_000n;

/** The ceiling: the rows of Millrace's durable cycle in batches of set-based statements, with no engine at all. */
export const open: Open = async (connection): Promise<Contestant> => {
  const { start, complete } = bareWrites(await exampleRows(connection));
  const pool = new pg.Pool({ ...byIndex(connection), max: connections });
  let sequence = firstSequence;
  const batch = async () => {
    const keys = Array.from({ length: batchSize }, () => BigInt(keyOfSequence(sequence++)));
    const client = await pool.connect();
    try {
      await commit(client, start, keys);
      await commit(client, complete, keys);
    } finally {
      client.release();
    }
    return keys.length;
  };
  return {
    round: async (ms) => ({ perSecond: await closedLoop(connections, ms, batch) }),
    close: () => pool.end(),
  };
};
