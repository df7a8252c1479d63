import { job, node, type Part } from "../../../bpmnText.ts";
import { activation } from "./definitions.ts";
import { someCondition } from "./triggers.ts";
import type { Block, Writer } from "./writer.ts";

const kinds = [
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "inclusiveGateway",
  "complexGateway",
  "task",
  "serviceTask",
  "serviceTask",
] as const;

type Kind = (typeof kinds)[number];

/**
 * Gateways and tasks with flows across: nothing fits, and inclusive joins have to look far. What leads back waits for a
 * worker, or it would go round for ever.
 */
export function tangle(w: Writer): Block {
  const { random } = w;
  const nodes = Array.from({ length: 4 + random.number(3) }, () => drawn(w));
  const flows: [number, number][] = nodes.slice(1).map((_, index) => [index, index + 1]);
  for (let n = 0; n < 2 + random.number(4); n++) {
    const from = random.number(nodes.length - 1);
    flows.push([from, from + 1 + random.number(nodes.length - 1 - from)]);
  }
  const back = random.chance(60) ? job("serviceTask", w.id("back")) : null;
  const [early, late] = [random.number(2), nodes.length - 1 - random.number(2)];
  const out = node("exclusiveGateway", w.id("out"));
  const targetsOf = (index: number) => [
    ...flows.filter(([from]) => from === index).map(([, to]) => nodes[to]?.id ?? ""),
    ...(index === nodes.length - 1 ? [out.id] : []),
    ...(back && index === late ? [back.id] : []),
  ];
  const parts = [
    ...nodes.map(({ part }) => part),
    ...nodes.flatMap((one, index) => leading(w, one, targetsOf(index))),
    ...(back ? [back, `${back.id} -> ${nodes[early]?.id}`] : []),
    out,
  ];
  return { parts, first: nodes[0]?.id ?? "", last: out.id };
}

interface Drawn {
  readonly id: string;
  readonly kind: Kind;
  readonly part: Part;
}

function drawn(w: Writer): Drawn {
  const kind = w.random.pick(kinds);
  const id = w.id("node");
  if (kind === "serviceTask") return { id, kind, part: job(kind, id) };
  const more = kind === "complexGateway" && w.random.chance(70) ? [activation("activationCount >= 2")] : [];
  return { id, kind, part: node(kind, id, ...more) };
}

function leading(w: Writer, { id, kind }: Drawn, targets: readonly string[]): string[] {
  const isFree = kind === "parallelGateway" || targets.length < 2;
  return targets.map((to, index) => {
    if (isFree) return `${id} -> ${to}`;
    return `${id} -> ${to} ${index === 0 && w.random.chance(80) ? "default" : `if ${someCondition(w)}`}`;
  });
}
