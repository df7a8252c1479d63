import type { Layout } from "./history/layout.ts";

/** The kind of Postgres that the database is. */
export const backends = ["postgres", "citus", "yugabytedb"] as const;

export type Backend = (typeof backends)[number];

/** YugabyteDB spreads tables by the first column of their key, which is the instance, by itself. */
export const layoutOf: Readonly<Record<Backend, Layout>> = { postgres: "range", citus: "citus", yugabytedb: "whole" };
