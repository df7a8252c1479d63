import type { DiagramState } from "./state.ts";

/** A token that has moved: the flows it took, in order. */
export interface Hop {
  flowIds: readonly string[];
  elementId: string;
}

/** A sequence flow, as far as it says who is beside it. */
export interface FlowEnds {
  id: string;
  sourceId: string;
  targetId: string;
}

type Shown = Pick<DiagramState, "tokens" | "taken">;

/**
 * How tokens came from one state to the next: for each element that gained some, the flows that led there.
 *
 * A flow counts when it is new in the path, or when its source lost a token (a loop takes a flow again). Flows
 * through gateways, which hold no token that anybody sees, are strung together to one hop.
 */
export function hopsBetween(before: Shown, after: Shown, flows: readonly FlowEnds[]): Hop[] {
  const gained = changes(before, after, 1);
  const lost = changes(before, after, -1);
  const known = new Set(before.taken);
  const moved = flows.filter(({ id, sourceId }) => after.taken.includes(id) && (!known.has(id) || lost.has(sourceId)));
  const hops: Hop[] = [];
  for (const elementId of gained) {
    const flowIds = chainTo(elementId, moved);
    if (flowIds.length > 0) hops.push({ flowIds, elementId });
  }
  return hops;
}

/** Elements whose count rose (direction 1) or fell (-1). */
function changes(before: Shown, after: Shown, direction: 1 | -1): Set<string> {
  const difference = new Map<string, number>();
  for (const { elementId, count } of after.tokens) difference.set(elementId, count);
  for (const { elementId, count } of before.tokens) {
    difference.set(elementId, (difference.get(elementId) ?? 0) - count);
  }
  return new Set([...difference].filter(([, by]) => by * direction > 0).map(([elementId]) => elementId));
}

/** Walks back over moved flows; a flow is walked once, so a loop ends. */
function chainTo(elementId: string, moved: readonly FlowEnds[]): string[] {
  const chain: string[] = [];
  let target = elementId;
  for (;;) {
    const flow = moved.find(({ id, targetId }) => targetId === target && !chain.includes(id));
    if (!flow) return chain;
    chain.unshift(flow.id);
    target = flow.sourceId;
  }
}
