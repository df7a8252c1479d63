import type { Figure } from "./ratios.ts";

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly unit: "/s" | "ms";
  readonly figure: Figure;
  /** What it is compared with; only what does comparable work. */
  readonly over: { readonly bareSql?: Figure; readonly dbos?: Figure; readonly bpmnEngine?: Figure };
}

const bareSql: Figure = { of: "bareSql", name: "perSecond" };
const dbos: Figure = { of: "dbos", name: "perSecond" };
const bpmnEngine: Figure = { of: "bpmnEngine", name: "perSecond" };
const rate = (of: Figure["of"], name = "perSecond"): Figure => ({ of, name });

const throughput: readonly Line[] = [
  { what: "bare batched SQL, the same rows", unit: "/s", figure: bareSql, over: { dbos } },
  { what: "Millrace, durable, in process", unit: "/s", figure: rate("durable"), over: { bareSql, dbos } },
  { what: "Millrace over HTTP", unit: "/s", figure: rate("http"), over: { bareSql, dbos } },
  { what: "DBOS, one-step workflow", unit: "/s", figure: dbos, over: { bareSql } },
  { what: "Millrace core, no I/O", unit: "/s", figure: rate("core"), over: { bpmnEngine } },
  { what: "  the same in commands", unit: "/s", figure: rate("core", "commandsPerSecond"), over: {} },
  { what: "bpmn-engine, in memory", unit: "/s", figure: bpmnEngine, over: {} },
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

const timers: readonly Line[] = [
  { what: "timer lateness: median", unit: "ms", figure: { of: "timers", name: "medianMs" }, over: {} },
  { what: "timer lateness: p99", unit: "ms", figure: { of: "timers", name: "p99Ms" }, over: {} },
  { what: "timer lateness: longest", unit: "ms", figure: { of: "timers", name: "maxMs" }, over: {} },
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
  ...models,
  ...latencyPair("one start alone: median", "start", "Median"),
  ...latencyPair("one start alone: p99", "start", "P99"),
  ...latencyPair("one completion alone: median", "complete", "Median"),
  ...latencyPair("one completion alone: p99", "complete", "P99"),
  ...timers,
];
