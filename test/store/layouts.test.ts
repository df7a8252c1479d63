import { expect, test } from "vitest";
import type { Layout } from "../../server/store/history/layout.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "./freshDatabase.ts";

test("a database that lies otherwise is refused, and says how it lies", async () => {
  const connection = await freshDatabase();
  const open = (layout: Layout) => Store.open({ connection, layout, log: () => {} });
  await (await open("range")).close();
  await expect(open("hash")).rejects.toThrow(
    /laid out as "range" and is to be used as "hash": choose the MILLRACE_BACKEND that it was made with/,
  );
  await (await open("range")).close();
});

test("Citus is asked to spread the tables, and an ordinary Postgres refuses", async () => {
  const connection = await freshDatabase();
  const opening = Store.open({ connection, backend: "citus", log: () => {} });
  await expect(opening).rejects.toThrow(/create_distributed_table/);
});
