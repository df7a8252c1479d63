import type { PoolConfig } from "pg";
import { createApp } from "../server/app.ts";
import { Reads } from "../server/store/reads.ts";
import { openStore } from "./store.ts";

/** Enough for any request of the bench. */
const bodyLimit = 1024 * 1024;

// The API over a store, in a process of its own; tells its address and stops when its parent lets go.
const connection = JSON.parse(process.argv[2] ?? "{}") as PoolConfig;
const { store } = await openStore(connection);
const reads = new Reads(store);
const log = console.error;
const app = await createApp({ store, reads, environment: "bench", version: "0", pages: null, bodyLimit, log });
process.on("disconnect", async () => {
  await app.close();
  await store.close();
});
process.send?.(await app.listen({ host: "127.0.0.1", port: 0 }));
