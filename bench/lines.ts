import type { Figure } from "./ratios.ts";

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly unit: "/s" | "ms" | "µs" | "MB";
  readonly figure: Figure;
  /** What it is compared with; only what does comparable work. */
  readonly over: {
    readonly bareSql?: Figure;
    readonly dbos?: Figure;
    readonly bpmnEngine?: Figure;
    readonly feelin?: Figure;
  };
}

const bareSql: Figure = { of: "bareSql", name: "perSecond" };
const dbos: Figure = { of: "dbos", name: "perSecond" };
const bpmnEngine: Figure = { of: "bpmnEngine", name: "perSecond" };
const rate = (of: Figure["of"], name = "perSecond"): Figure => ({ of, name });

const throughput: readonly Line[] = [
  { what: "bare batched SQL, the same rows", unit: "/s", figure: bareSql, over: { dbos } },
  { what: "Millrace, durable, in process", unit: "/s", figure: rate("durable"), over: { bareSql, dbos } },
  { what: "  over 10,000 ended instances", unit: "/s", figure: rate("fewEnded"), over: { bareSql, dbos } },
  { what: "  over very many of them", unit: "/s", figure: rate("manyEnded"), over: { bareSql, dbos } },
  { what: "Millrace over HTTP", unit: "/s", figure: rate("http"), over: { bareSql, dbos } },
  { what: "  with the official client", unit: "/s", figure: rate("officialClient"), over: { bareSql, dbos } },
  { what: "DBOS, one-step workflow", unit: "/s", figure: dbos, over: { bareSql } },
  { what: "pg-boss alone, one job", unit: "/s", figure: rate("pgBoss"), over: { bareSql, dbos } },
  { what: "Millrace core, no I/O", unit: "/s", figure: rate("core"), over: { bpmnEngine } },
  { what: "  the same in commands", unit: "/s", figure: rate("core", "commandsPerSecond"), over: {} },
  { what: "bpmn-engine, in memory", unit: "/s", figure: bpmnEngine, over: {} },
];

const byFeelin = (name: string): Line["over"] => ({ feelin: rate("feelin", name) });

const expressions: readonly Line[] = [
  { what: "FEEL, simple conditions", unit: "/s", figure: rate("feel"), over: byFeelin("perSecond") },
  {
    what: "  beside 10,000 unused variables",
    unit: "/s",
    figure: rate("feel", "besidePerSecond"),
    over: byFeelin("besidePerSecond"),
  },
  {
    what: "  20 input mappings",
    unit: "/s",
    figure: rate("feel", "mappingsPerSecond"),
    over: byFeelin("mappingsPerSecond"),
  },
  { what: "feelin, simple conditions", unit: "/s", figure: rate("feelin"), over: {} },
  { what: "  beside 10,000 unused variables", unit: "/s", figure: rate("feelin", "besidePerSecond"), over: {} },
  { what: "  20 input mappings", unit: "/s", figure: rate("feelin", "mappingsPerSecond"), over: {} },
  { what: "decision table of 100 rules", unit: "/s", figure: rate("decisionTable", "fewPerSecond"), over: {} },
  { what: "  of 10,000 rules", unit: "/s", figure: rate("decisionTable", "manyPerSecond"), over: {} },
  { what: "  of 10,000 rules: XML to executable", unit: "ms", figure: rate("decisionTable", "compiledMs"), over: {} },
];

const compiling: Figure = { of: "compile", name: "bpmnEngineMedianMs" };
const looping: Figure = { of: "loops", name: "bpmnEnginePerSecond" };

const models: readonly Line[] = [
  {
    what: "1,000 elements: XML to executable",
    unit: "ms",
    figure: { of: "compile", name: "medianMs" },
    over: { bpmnEngine: compiling },
  },
  { what: "  bpmn-engine, without checks", unit: "ms", figure: compiling, over: {} },
  {
    what: "multi-instance of 1,000: children",
    unit: "/s",
    figure: { of: "loops", name: "perSecond" },
    over: { bpmnEngine: looping },
  },
  { what: "  bpmn-engine", unit: "/s", figure: looping, over: {} },
];

const figured = (what: string, unit: Line["unit"], of: Figure["of"], name: string, over: Line["over"] = {}): Line => ({
  what,
  unit,
  figure: { of, name },
  over,
});

const timers: readonly Line[] = [
  figured("timer lateness: median", "ms", "timers", "medianMs"),
  figured("timer lateness: p99", "ms", "timers", "p99Ms"),
  figured("timer lateness: longest", "ms", "timers", "maxMs"),
];

const durableLoops: readonly Line[] = [
  figured("durable multi-instance: a child of 100", "µs", "durableLoops", "fewUs"),
  figured("  a child of 10,000", "µs", "durableLoops", "manyUs"),
];

const handOver: readonly Line[] = [
  figured("a job to a waiting worker, same server: median", "ms", "handOver", "sameMedianMs"),
  figured("  p99", "ms", "handOver", "sameP99Ms"),
  figured("a job to a waiting worker, other server: median", "ms", "handOver", "otherMedianMs"),
  figured("  p99", "ms", "handOver", "otherP99Ms"),
];

const lookup = (name: string): Line["over"] => ({ bareSql: { of: "inbox", name } });

const inbox: readonly Line[] = [
  figured("inbox: a task by its primary key, median", "ms", "inbox", "lookupMedianMs"),
  figured("  p99", "ms", "inbox", "lookupP99Ms"),
  figured("inbox: a page of 100 with its total, median", "ms", "inbox", "pageMedianMs", lookup("lookupMedianMs")),
  figured("  p99", "ms", "inbox", "pageP99Ms", lookup("lookupP99Ms")),
];

const server: readonly Line[] = [
  figured("server: start to first answer", "ms", "server", "startMs"),
  figured("  memory when idle", "MB", "server", "idleMb"),
  figured("  memory under load", "MB", "server", "loadedMb"),
];

/** Millrace and its baseline under each other, for one command and one quantile. */
function latencyPair(what: string, timed: "start" | "complete", quantile: "Median" | "P99"): Line[] {
  const bare: Figure = { of: "latency", name: `${timed}Bare${quantile}Ms` };
  const own: Figure = { of: "latency", name: `${timed}${quantile}Ms` };
  return [
    { what: `${what}, bare commit`, unit: "ms", figure: bare, over: {} },
    { what: `${what}, Millrace`, unit: "ms", figure: own, over: { bareSql: bare } },
  ];
}

export const lines: readonly Line[] = [
  ...throughput,
  ...expressions,
  ...models,
  ...latencyPair("one start alone: median", "start", "Median"),
  ...latencyPair("one start alone: p99", "start", "P99"),
  ...latencyPair("one completion alone: median", "complete", "Median"),
  ...latencyPair("one completion alone: p99", "complete", "P99"),
  ...handOver,
  ...timers,
  ...durableLoops,
  ...inbox,
  ...server,
];
