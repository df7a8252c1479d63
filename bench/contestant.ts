import type { PoolConfig } from "pg";

/** Figures of one round by name: rates in 1/s, times in milliseconds. */
export type Figures = Readonly<Record<string, number>>;

/** One side of the comparison. It lives in a process of its own, so that no heap, cache or poller is shared. */
export interface Contestant {
  /** Works at full load for about `ms` milliseconds, finishes what it has begun, and answers its figures. */
  round(ms: number): Promise<Figures>;
  close(): Promise<void>;
}

/** A database of its own on the server that all share; those that stay in memory make no use of it. */
export type Open = (connection: PoolConfig & { database: string }) => Promise<Contestant>;

/** By name, loaded in its own process only. The order is the order of the rounds and of the table. */
export const contestants = {
  bareSql: () => import("./contestants/bareSql.ts"),
  durable: () => import("./contestants/durable.ts"),
  http: () => import("./contestants/http.ts"),
  dbos: () => import("./contestants/dbos.ts"),
  core: () => import("./contestants/core.ts"),
  bpmnEngine: () => import("./contestants/bpmnEngine.ts"),
  compile: () => import("./contestants/compile.ts"),
  loops: () => import("./contestants/loops.ts"),
  latency: () => import("./contestants/latency.ts"),
  timers: () => import("./contestants/timers.ts"),
} as const satisfies Record<string, () => Promise<{ open: Open }>>;

export type ContestantName = keyof typeof contestants;

export const contestantNames = Object.keys(contestants) as ContestantName[];

export const isContestantName = (text: string): text is ContestantName => Object.hasOwn(contestants, text);
