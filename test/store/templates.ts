import pg from "pg";
import type { Layout } from "../../server/store/history/layout.ts";
import { Store } from "../../server/store/store.ts";

/** The layouts that most tests ask for. */
const templates: readonly Layout[] = ["hash", "range"];

const nameOf = (layout: Layout) => `migrated_${layout}`;

/** The database from which those of a layout are copied, if there is one. */
export const templateOf = (layout: Layout): string | null => (templates.includes(layout) ? nameOf(layout) : null);

/** Makes the databases that others are copied from. Nobody may connect to them while they are copied. */
export async function makeTemplates(server: pg.ClientConfig & { database: string }): Promise<void> {
  for (const layout of templates) {
    const database = nameOf(layout);
    const client = new pg.Client(server);
    await client.connect();
    await client.query(`create database ${database}`);
    await client.end();
    const store = await Store.open({ connection: { ...server, database }, layout, log: () => {} });
    await store.close();
  }
}
