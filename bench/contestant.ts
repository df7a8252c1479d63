import type { PoolConfig } from "pg";

/** Figures of one round by name: rates in 1/s, times in milliseconds. */
export type Figures = Readonly<Record<string, number>>;

/** One side of the comparison. It lives in a process of its own, so that no heap, cache or poller is shared. */
export interface Contestant {
  /** Works at full load for about `ms` milliseconds, finishes what it has begun, and answers its figures. */
  round(ms: number): Promise<Figures>;
  close(): Promise<void>;
}

/** How much there is in the tables of those that work over it. */
export interface Scale {
  /** Instances that have ended. */
  readonly history: number;
  /** User tasks that are open. */
  readonly tasks: number;
}

/** A database of its own on the server that all share; those that stay in memory make no use of it. */
export type Open = (connection: PoolConfig & { database: string }, scale: Scale) => Promise<Contestant>;

/** By name, loaded in its own process only. The order is the order of the rounds and of the table. */
export const contestants = {
  bareSql: () => import("./contestants/bareSql.ts"),
  durable: () => import("./contestants/durable.ts"),
  http: () => import("./contestants/http.ts"),
  officialClient: () => import("./contestants/officialClient.ts"),
  dbos: () => import("./contestants/dbos.ts"),
  pgBoss: () => import("./contestants/pgBoss.ts"),
  core: () => import("./contestants/core.ts"),
  feel: () => import("./contestants/feel.ts"),
  feelin: () => import("./contestants/feelin.ts"),
  decisionTable: () => import("./contestants/decisionTable.ts"),
  bpmnEngine: () => import("./contestants/bpmnEngine.ts"),
  compile: () => import("./contestants/compile.ts"),
  loops: () => import("./contestants/loops.ts"),
  latency: () => import("./contestants/latency.ts"),
  handOver: () => import("./contestants/handOver.ts"),
  timers: () => import("./contestants/timers.ts"),
  durableLoops: () => import("./contestants/durableLoops.ts"),
  fewEnded: () => import("./contestants/fewEnded.ts"),
  manyEnded: () => import("./contestants/manyEnded.ts"),
  inbox: () => import("./contestants/inbox.ts"),
  server: () => import("./contestants/server.ts"),
} as const satisfies Record<string, () => Promise<{ open: Open }>>;

export type ContestantName = keyof typeof contestants;

export const contestantNames = Object.keys(contestants) as ContestantName[];

export const isContestantName = (text: string): text is ContestantName => Object.hasOwn(contestants, text);
