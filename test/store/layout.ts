import type { Layout } from "../../server/store/history/layout.ts";

/**
 * How instances' tables lie in the databases of the store's tests. By hash of the instance, unless asked otherwise: so a
 * statement that finds its rows, and each unique key, is shown to work where a distributed Postgres spreads them. The
 * tests of the API and of the history lie in ranges, as on an ordinary server.
 */
export const layout: Layout = process.env.MILLRACE_TEST_LAYOUT === "range" ? "range" : "hash";
