import type { Pool } from "pg";
import { keyOfSequence } from "../../engine/keys.ts";

/** A block costs one round trip; unused keys of a block are lost when the process ends, which leaves 2⁴¹ of them. */
const blockSize = 500;

/** Hands out keys that no other node hands out. */
export class KeySource {
  readonly #pool: Pool;
  #next = 0n;
  #end = 0n;
  #filling: Promise<void> | null = null;

  constructor(pool: Pool) {
    this.#pool = pool;
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
