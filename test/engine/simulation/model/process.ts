import { bpmn, message, messageRef, type Node, node, type Part, timer } from "../../../bpmnText.ts";
import type { Random } from "../random.ts";
import { row } from "./blocks.ts";
import { signal } from "./definitions.ts";
import { ended, eventSubProcesses, scopeParts } from "./scopes.ts";
import { signalNames } from "./triggers.ts";
import { type Place, Writer } from "./writer.ts";

export interface Drawn {
  readonly isSound: boolean;
  /** Files with one process each; the first calls the later ones. */
  readonly files: readonly string[];
}

/** One to three random processes that call and tell one another. */
export function randomProcesses(random: Random, isCalm: boolean): Drawn {
  const isSound = random.chance(50);
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const ids = Array.from({ length: count }, (_, index) => `p${index + 1}`);
  const files = ids.map((id, index) => {
    const size = random.pick([4, 10, 20, 40]);
    const writer = new Writer(random, { isSound, isCalm, callable: ids.slice(index + 1), size });
    return withSemantics(bpmn(id, processParts(writer, index > 0)), writer);
  });
  return { isSound, files };
}

/** What is called may be called by what an event has started, so it must not cause that event. */
function processParts(w: Writer, isBeside: boolean): Part[] {
  const undoable: string[] = [];
  const depth = w.random.pick([2, 3]);
  const place: Place = {
    depth,
    scope: "process",
    isBeside,
    isMany: false,
    isCaught: false,
    undoable,
    undone: undoable,
  };
  return w.random.chance(75) ? scopeParts(w, place) : begunOtherwise(w, place);
}

/** Beside its none start event, if it has one, something else begins it. */
function begunOtherwise(w: Writer, place: Place): Part[] {
  const merge = node("exclusiveGateway", w.id("begin"));
  const start = w.isSound || w.random.chance(70) ? node("startEvent", w.id("start")) : null;
  const body = row(w, place);
  return [
    ...(start ? [start, `${start.id} -> ${merge.id}`] : []),
    ...triggeredStart(w, merge.id),
    merge,
    `${merge.id} -> ${body.first}`,
    ...body.parts,
    ...ended(w, place, body.last),
    ...eventSubProcesses(w, place),
  ];
}

function triggeredStart(w: Writer, target: string): Part[] {
  const { random } = w;
  const id = w.id("begun");
  return random.pick<() => Part[]>([
    () => [node("startEvent", id, startTrigger(random)), `${id} -> ${target}`],
    () => [
      node("receiveTask", id, { attributes: { instantiate: "true" } }, messageRef("go", `="key"`)),
      `${id} -> ${target}`,
    ],
    () => {
      const attributes = {
        instantiate: "true",
        eventGatewayType: !w.isSound && random.chance(50) ? "Parallel" : undefined,
      };
      const events = ["go", "stop"].map((name) =>
        node("intermediateCatchEvent", w.id("first"), message(name, `="key"`)),
      );
      const flows = events.flatMap((event) => [`${id} -> ${event.id}`, `${event.id} -> ${target}`]);
      return [node("eventBasedGateway", id, { attributes }), ...events, ...flows];
    },
  ])();
}

const startTrigger = (random: Random): Partial<Node> =>
  random.pick([message("go", `="key"`), signal(random.pick(signalNames)), timer("timeDate", "2999-01-01T00:00:00Z")]);

/** Now and then it is to be executed as elsewhere, where joins that wait for one another wait for ever. */
function withSemantics(xml: string, { random, isSound }: Writer): string {
  if (!random.chance(15)) return xml;
  const properties = [
    ["millrace:semantics", isSound ? "standard" : random.pick(["standard", "camunda8"])],
    ["millrace:compensation", random.pick(["reverse", "parallel"])],
  ].map(([name, value]) => `<zeebe:property name="${name}" value="${value}" />`);
  const extensions = `<bpmn:extensionElements><zeebe:properties>${properties.join("")}</zeebe:properties></bpmn:extensionElements>`;
  return xml.replace(/<bpmn:process [^>]*>/, (tag) => `${tag}\n    ${extensions}`);
}
