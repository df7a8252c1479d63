import {
  besides,
  boundary,
  bpmn,
  error,
  extension,
  job,
  mapped,
  message,
  messageRef,
  type Node,
  node,
  type Part,
  subProcess,
  terminate,
  timer,
} from "../../bpmnText.ts";
import type { Random } from "./random.ts";

/** The variable that conditions read; commands set it to 0..9, sometimes to something that is no number. */
export const deciding = "n";
export const errorCodes = ["BUSY", "BROKEN"] as const;

/** Parts with one way in and one way out. */
interface Block {
  parts: Part[];
  first: string;
  last: string;
}

/** A random process: blocks of everything that is executed, put in a row and into one another. */
export function randomModel(random: Random): string {
  return bpmn("p", scope(new Writer(random), 3));
}

class Writer {
  readonly random: Random;
  #count = 0;

  constructor(random: Random) {
    this.random = random;
  }

  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }
}

/** A start, some blocks and an end. */
function scope(w: Writer, depth: number): Part[] {
  const start = w.id("start");
  const body = row(w, depth);
  const end = ending(w, depth);
  return [node("startEvent", start), ...body.parts, end, `${start} -> ${body.first}`, `${body.last} -> ${end.id}`];
}

function ending(w: Writer, depth: number): Node {
  const kind = w.random.number(10);
  if (kind === 0) return node("endEvent", w.id("terminated"), terminate);
  if (kind === 1 && depth < 3) return node("endEvent", w.id("failed"), error(w.random.pick(errorCodes)));
  if (kind === 2) return job("endEvent", w.id("announce"));
  return node("endEvent", w.id("end"));
}

function row(w: Writer, depth: number): Block {
  const blocks = Array.from({ length: 1 + w.random.number(depth === 3 ? 3 : 2) }, () => block(w, depth));
  const [first, last] = [blocks[0]?.first ?? "", blocks.at(-1)?.last ?? ""];
  const flows = blocks.slice(1).map((next, index) => `${blocks[index]?.last} -> ${next.first}`);
  return { parts: [...blocks.flatMap(({ parts }) => parts), ...flows], first, last };
}

function block(w: Writer, depth: number): Block {
  const simple = [activity, activity, waiting, eventGateway] as const;
  const nested = [choice, parallel, parallel, loop, surplus, ...simple] as const;
  return depth > 0 ? w.random.pick(nested)(w, depth - 1) : w.random.pick(simple)(w, 0);
}

function activity(w: Writer, depth: number): Block {
  const host = w.random.pick([task, script, work, work, work, userTask, () => inner(w, depth)])(w);
  return { parts: [host, ...boundaries(w, host, depth)], first: host.id, last: host.id };
}

const task = (w: Writer) => node(w.random.pick(["task", "manualTask"]), w.id("task"));

const script = (w: Writer) =>
  node(
    "scriptTask",
    w.id("script"),
    extension(`<zeebe:script expression="=${w.random.number(10)}" resultVariable="${deciding}" />`),
  );

function work(w: Writer): Node {
  const type = w.random.pick(["serviceTask", "sendTask", "businessRuleTask", "scriptTask"]);
  if (w.random.chance(70)) return job(type, w.id("job"));
  return job(
    type,
    w.id("job"),
    mapped({ inputs: { local: `=${deciding}` }, outputs: { result: `=${deciding} between 0 and 9` } }),
  );
}

const userTask = (w: Writer) => node("userTask", w.id("user"), extension("<zeebe:userTask />"));

const inner = (w: Writer, depth: number) =>
  depth > 0
    ? subProcess(
        w.id("sub"),
        scope(w, depth - 1),
        ...(w.random.chance(30) ? [mapped({ inputs: { [deciding]: `=${deciding}` } })] : []),
      )
    : work(w);

/** Events on an activity, each with a way of its own to an end. */
function boundaries(w: Writer, host: Node, depth: number): Part[] {
  if (!/job|user|sub/.test(host.id) || w.random.chance(50)) return [];
  const definition = w.random.number(5);
  const id = w.id("boundary");
  const event = [
    () => boundary(id, host.id, timer("timeDuration", "PT1H")),
    () => boundary(id, host.id, besides, timer("timeCycle", "R2/PT10M")),
    () => boundary(id, host.id, message("stop", `="key"`)),
    () => boundary(id, host.id, besides, message("note", `="key"`)),
    () => boundary(id, host.id, error(w.random.pick([undefined, ...errorCodes]))),
  ][definition]?.();
  const way = row(w, Math.max(0, depth - 1));
  const end = w.id("end");
  return event ? [event, ...way.parts, node("endEvent", end), `${id} -> ${way.first}`, `${way.last} -> ${end}`] : [];
}

function waiting(w: Writer): Block {
  const id = w.id("wait");
  const event = w.random.pick([
    () => node("intermediateCatchEvent", id, timer("timeDuration", `="PT" + string(${deciding}) + "M"`)),
    () => node("intermediateCatchEvent", id, message("go", `="key"`)),
    () => node("receiveTask", id, messageRef("go", `="key"`)),
  ])();
  return { parts: [event], first: id, last: id };
}

function eventGateway(w: Writer): Block {
  const [gateway, merge] = [w.id("events"), w.id("merge")];
  const events = [waiting(w), waiting(w)];
  return {
    parts: [
      node("eventBasedGateway", gateway),
      ...events.flatMap(({ parts }) => parts),
      node("exclusiveGateway", merge),
      ...events.flatMap(({ first, last }) => [`${gateway} -> ${first}`, `${last} -> ${merge}`]),
    ],
    first: gateway,
    last: merge,
  };
}

function choice(w: Writer, depth: number): Block {
  const [split, merge] = [w.id("choice"), w.id("merge")];
  const ways = [row(w, depth), row(w, depth)];
  const conditions = [
    `if =${deciding} > ${w.random.number(10)}`,
    w.random.chance(80) ? "default" : `if =${deciding} = 0`,
  ];
  return {
    parts: [
      node("exclusiveGateway", split),
      ...ways.flatMap(({ parts }) => parts),
      node("exclusiveGateway", merge),
      ...ways.flatMap(({ first, last }, index) => [`${split} -> ${first} ${conditions[index]}`, `${last} -> ${merge}`]),
    ],
    first: split,
    last: merge,
  };
}

const parallel = (w: Writer, depth: number): Block => forked(w, depth, "parallelGateway");

/** What was split in parallel and merges without synchronising goes on twice. */
const surplus = (w: Writer, depth: number): Block => forked(w, Math.min(depth, 1), "exclusiveGateway");

function forked(w: Writer, depth: number, joinType: string): Block {
  const [fork, join] = [w.id("fork"), w.id("join")];
  const ways = Array.from({ length: 2 + w.random.number(2) }, () => row(w, depth));
  return {
    parts: [
      node("parallelGateway", fork),
      ...ways.flatMap(({ parts }) => parts),
      node(joinType, join),
      ...ways.flatMap(({ first, last }) => [`${fork} -> ${first}`, `${last} -> ${join}`]),
    ],
    first: fork,
    last: join,
  };
}

/** Every round waits at least once; the bound on steps has a scenario of its own. */
function loop(w: Writer, depth: number): Block {
  const [merge, again, done] = [w.id("merge"), w.id("again"), w.id("done")];
  const waits = waiting(w);
  const body = row(w, depth);
  return {
    parts: [
      node("exclusiveGateway", merge),
      ...waits.parts,
      ...body.parts,
      node("exclusiveGateway", again),
      node("exclusiveGateway", done),
      `${merge} -> ${waits.first}`,
      `${waits.last} -> ${body.first}`,
      `${body.last} -> ${again}`,
      `${again} -> ${merge} if =${deciding} > 6`,
      `${again} -> ${done} default`,
    ],
    first: merge,
    last: done,
  };
}
