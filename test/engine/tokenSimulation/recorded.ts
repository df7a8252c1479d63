import { existsSync, readFileSync } from "node:fs";

/** Recorded walks of another implementation; not part of the project, so read only where a copy lies beside it. */
const folder = new URL("../../../../shared/models/token-simulation/", import.meta.url);

export const isRecorded = existsSync(folder);

/** One recorded walk through a plain model: what was done, and the flow nodes that were entered and left, in order. */
export interface Recording {
  readonly title: string;
  readonly xml: string;
  readonly steps: readonly Step[];
  readonly walk: Walk;
}

export interface Walk {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

export type Step =
  /** The gateway takes these of its outgoing flows from now on. */
  | { kind: "choose"; gatewayId: string; flowIds: readonly string[] }
  /** The task waits to be told to go on, instead of passing. */
  | { kind: "waitAt"; taskId: string }
  /** A start event begins an instance, or what waits at the element goes on. */
  | { kind: "trigger"; elementId: string }
  /** Somebody outside sends along a message flow. */
  | { kind: "send"; messageFlowId: string }
  /** The walk since the last look was written down; the recording holds the last one. */
  | { kind: "look" };

interface Line {
  bpmn: string;
  steps: Record<string, string>[];
  expectedEnter: string[];
  expectedExit: string[];
}

export function recordings(): Recording[] {
  const lines = JSON.parse(readFileSync(new URL("scenarios.json", folder), "utf8")) as Line[];
  const titles = new Map<string, number>();
  return lines.map(({ bpmn, steps, expectedEnter, expectedExit }) => {
    const name = bpmn.replace(/^Simulator\.|\.bpmn$/g, "");
    const nth = (titles.get(name) ?? 0) + 1;
    titles.set(name, nth);
    return {
      title: nth === 1 ? name : `${name} ${nth}`,
      xml: readFileSync(new URL(bpmn, folder), "utf8"),
      steps: steps.map(stepOf),
      walk: { entered: expectedEnter, left: expectedExit },
    };
  });
}

function stepOf(step: Record<string, string>): Step {
  const { choose, flow = "", waitAt, trigger, raw } = step;
  if (choose !== undefined) return { kind: "choose", gatewayId: choose, flowIds: elementsIn(flow) ?? [flow] };
  if (waitAt !== undefined) return { kind: "waitAt", taskId: waitAt };
  if (trigger !== undefined) return { kind: "trigger", elementId: trigger };
  if (raw !== undefined) return { kind: "send", messageFlowId: elementsIn(raw)?.[0] ?? "" };
  if (step.expect !== undefined) return { kind: "look" };
  throw new Error(`Expected a step with choose, waitAt, trigger, raw or expect, got ${JSON.stringify(step)}`);
}

/** The ids in `?[ element('Flow_3'), element('Flow_4') ]`; null when none is called so. */
function elementsIn(text: string): string[] | null {
  const ids = [...text.matchAll(/element\('([^']+)'\)/g)].map(([, id]) => id ?? "");
  return ids.length > 0 ? ids : null;
}
