import pg from "pg";
import { keyOfSequence } from "../../engine/keys.ts";

/** A block costs one round trip; unused keys of a block are lost when the process ends, which leaves 2⁴¹ of them. */
const blockSize = 500;

/** Hands out keys that no other node hands out. */
export class KeySource {
  readonly #pool: pg.Pool;
  #next = 0n;
  #end = 0n;
  #filling: Promise<void> | null = null;

  /** On a connection of its own: transactions hold theirs while they wait for a key, be it all that there are. */
  constructor(connection: pg.PoolConfig) {
    this.#pool = new pg.Pool({ application_name: "millrace keys", ...connection, max: 1 });
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async next(): Promise<string> {
    while (this.#next >= this.#end) {
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
      this.#next = (block - 1n) * BigInt(blockSize) + 1n;
      this.#end = this.#next + BigInt(blockSize);
    } finally {
      this.#filling = null;
    }
  }
}
