import type { ClientBase } from "pg";
import { committed } from "../commit.ts";

/** Does all of the work in one transaction, or none of it. */
export async function inOne(db: Pick<ClientBase, "query">, work: () => Promise<void>): Promise<void> {
  await db.query("begin");
  try {
    await work();
    await committed(db);
  } catch (error) {
    await db.query("rollback");
    throw error;
  }
}
