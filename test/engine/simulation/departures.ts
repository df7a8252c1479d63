import type { FlowNode, SequenceFlow } from "../../../engine/model/model.ts";
import type { Entry } from "./entry.ts";

/** The flows that were taken when an element completed are those that its kind takes (BPMN 2.0.2 §13.3.1, §13.4). */
export function checkDeparture(entry: Entry, taken: readonly string[]): void {
  const { node } = entry;
  if (!isRight(entry, taken))
    throw new Error(`${node.id} left along [${taken}] of [${node.outgoing.map(({ id }) => id)}]`);
}

function isRight({ node, type, loopIndex, scopeKey, isHandler, isReset }: Entry, taken: readonly string[]): boolean {
  const isWhole = loopIndex === null && type !== "AD_HOC_SUB_PROCESS_INNER_INSTANCE";
  if (scopeKey === null || !isWhole || isHandler) return taken.length === 0;
  const chosen = once(node, taken);
  if (!chosen) return false;
  const count = chosen.length;
  switch (node.type) {
    case "EXCLUSIVE_GATEWAY":
    case "EVENT_BASED_GATEWAY":
      return count === Math.min(1, node.outgoing.length);
    case "PARALLEL_GATEWAY":
      return count === node.outgoing.length;
    case "INCLUSIVE_GATEWAY":
      return isChoice(node, chosen);
    case "COMPLEX_GATEWAY":
      return isReset || count > 0 || node.outgoing.length === 0;
    default:
      return node.trigger?.kind === "link" && node.type === "INTERMEDIATE_THROW_EVENT"
        ? count === 0
        : isChoice(node, chosen);
  }
}

/** The flows without their repetitions; null when one has not as many tokens as the activity leaves. */
function once(node: FlowNode, taken: readonly string[]): SequenceFlow[] | null {
  const counts = Map.groupBy(taken, (id) => id);
  const flows = node.outgoing.filter(({ id }) => counts.has(id));
  const isRegular = [...counts.values()].every(({ length }) => length === node.completionQuantity);
  return isRegular && flows.length === counts.size ? flows : null;
}

/** All that ask nothing, and any that ask; or the default flow alone. */
function isChoice({ outgoing, defaultFlow }: FlowNode, chosen: readonly SequenceFlow[]): boolean {
  const free = outgoing.filter((flow) => !flow.condition && flow !== defaultFlow);
  if (defaultFlow && chosen.includes(defaultFlow)) return chosen.length === 1 && free.length === 0;
  return free.every((flow) => chosen.includes(flow)) && (chosen.length > 0 || outgoing.length === 0);
}
