import type { Summary } from "./figures.ts";
import { type Figure, figureOf, type Rounds, ratioOf } from "./ratios.ts";

const bareSql: Figure = { of: "bareSql", name: "perSecond" };
const durable: Figure = { of: "durable", name: "perSecond" };
const http: Figure = { of: "http", name: "perSecond" };
const dbos: Figure = { of: "dbos", name: "perSecond" };
const core: Figure = { of: "core", name: "perSecond" };
const coreCommands: Figure = { of: "core", name: "commandsPerSecond" };
const bpmnEngine: Figure = { of: "bpmnEngine", name: "perSecond" };
const feel: Figure = { of: "feel", name: "perSecond" };
const feelin: Figure = { of: "feelin", name: "perSecond" };
const server = (name: string): Figure => ({ of: "server", name });
const latency = (name: string): Figure => ({ of: "latency", name });

interface Goal {
  readonly what: string;
  readonly is: "at least" | "at most";
  readonly bound: number;
  readonly figure: Figure;
  /** What the figure is divided by; an absolute figure has none. */
  readonly over?: Figure;
}

const goals: readonly Goal[] = [
  { what: "durable instances / bare batched SQL", is: "at least", bound: 0.5, figure: durable, over: bareSql },
  { what: "durable instances / DBOS", is: "at least", bound: 8, figure: durable, over: dbos },
  { what: "instances over HTTP / DBOS in process", is: "at least", bound: 3, figure: http, over: dbos },
  { what: "core, commands per second and core", is: "at least", bound: 300_000, figure: coreCommands },
  { what: "core / bpmn-engine, instances", is: "at least", bound: 100, figure: core, over: bpmnEngine },
  {
    what: "1,000-element model from XML to executable, with all checks, ms",
    is: "at most",
    bound: 200,
    figure: { of: "compile", name: "medianMs" },
  },
  {
    what: "parallel multi-instance: time per child, 10,000 children / 100",
    is: "at most",
    bound: 1.5,
    figure: { of: "loops", name: "manyUs" },
    over: { of: "loops", name: "fewUs" },
  },
  {
    what: "one start / one bare commit of its rows, medians",
    is: "at most",
    bound: 1.5,
    figure: latency("startMedianMs"),
    over: latency("startBareMedianMs"),
  },
  {
    what: "one completion / one bare commit of its rows, medians",
    is: "at most",
    bound: 1.5,
    figure: latency("completeMedianMs"),
    over: latency("completeBareMedianMs"),
  },
  {
    what: "timer lateness with 100,000 pending and 500 due per second: p99, ms",
    is: "at most",
    bound: 1_000,
    figure: { of: "timers", name: "p99Ms" },
  },
  { what: "simple FEEL conditions, per second and core", is: "at least", bound: 300_000, figure: feel },
  { what: "simple FEEL conditions / feelin", is: "at least", bound: 20, figure: feel, over: feelin },
  {
    what: "simple FEEL conditions beside 10,000 unused variables / alone",
    is: "at least",
    bound: 0.9,
    figure: { of: "feel", name: "besidePerSecond" },
    over: feel,
  },
  {
    what: "decision table, evaluations: 10,000 rules / 100",
    is: "at least",
    bound: 0.5,
    figure: { of: "decisionTable", name: "manyPerSecond" },
    over: { of: "decisionTable", name: "fewPerSecond" },
  },
  {
    what: "throughput over very many ended instances / over 10,000",
    is: "at least",
    bound: 0.9,
    figure: { of: "manyEnded", name: "perSecond" },
    over: { of: "fewEnded", name: "perSecond" },
  },
  {
    what: "durable multi-instance: time per child, 10,000 children / 100",
    is: "at most",
    bound: 1.5,
    figure: { of: "durableLoops", name: "manyUs" },
    over: { of: "durableLoops", name: "fewUs" },
  },
  {
    what: "inbox page / a task by its primary key in bare SQL, p99",
    is: "at most",
    bound: 20,
    figure: { of: "inbox", name: "pageP99Ms" },
    over: { of: "inbox", name: "lookupP99Ms" },
  },
  { what: "server idle, MB without Postgres", is: "at most", bound: 150, figure: server("idleMb") },
  { what: "server: start to first answer, ms", is: "at most", bound: 2_000, figure: server("startMs") },
];

export interface Verdict {
  readonly what: string;
  /** The goal in words, for example "at least 0.5". */
  readonly goal: string;
  readonly measured: Summary | null;
  readonly isReached: boolean | null;
}

/** Every goal with what came of it, judged by the median; null where this run cannot tell. */
export function verdictsOf(rounds: Rounds): Verdict[] {
  return goals.map(({ what, is, bound, figure, over }) => {
    const measured = over ? ratioOf(rounds, figure, over) : figureOf(rounds, figure);
    const isReached = measured && (is === "at least" ? measured.median >= bound : measured.median <= bound);
    return { what, goal: `${is} ${bound.toLocaleString("en")}`, measured, isReached };
  });
}
