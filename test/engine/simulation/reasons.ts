import type { ProcessModel } from "../../../engine/model/model.ts";
import type { ElementInstance, InstanceState } from "../../../engine/state.ts";

/** What a live element instance waits for. */
export type Reason =
  | "incident"
  | "job"
  | "user task"
  | "event"
  | "called process"
  | "answer of the caller"
  | "compensation"
  | "what is inside"
  | "join"
  | "activation";

/** Why an element instance has not ended; null when nothing can be named. */
export function reasonOf(model: ProcessModel, state: InstanceState, element: ElementInstance): Reason | null {
  const { key, progress, children, tokens } = element;
  if (element.incidentKeys.size > 0) return "incident";
  const job = state.jobs.get(element.jobKey ?? "");
  if (job && (!job.isStopped || progress?.isThrowing)) return "job";
  if (element.userTaskKey !== null) return "user task";
  if (progress?.isCalling) return "called process";
  if (progress?.isThrowing) return "answer of the caller";
  if (children.size > 0) return "what is inside";
  if (tokens.size > 0) return "join";
  if (waitsForItself(model, state, element)) return "event";
  for (const record of state.compensations.values()) if (record.throwerKey === key) return "compensation";
  // Anybody may begin an activity in it, unless it was to end.
  if (element.type === "AD_HOC_SUB_PROCESS" && !progress?.isFulfilled) return "activation";
  return null;
}

/** What waits around it, a boundary event or an event sub-process, keeps nobody alive. */
const waitsForItself = (model: ProcessModel, state: InstanceState, { subscriptionKeys, elementId }: ElementInstance) =>
  [...subscriptionKeys].some((key) => {
    const event = model.nodes.get(state.subscriptions.get(key)?.elementId ?? "");
    return event?.id === elementId || event?.incoming.some(({ source }) => source.id === elementId);
  });

/** Every reason in an instance, by the element's id: what waits at its leaves, and the joins. */
export function reasonsOf(model: ProcessModel, state: InstanceState): { elementId: string; reason: Reason }[] {
  return [...state.elements.values()].flatMap((element) => {
    const { elementId, tokens } = element;
    const reason = reasonOf(model, state, element) ?? "activation";
    const joins = tokens.size > 0 ? [{ elementId, reason: "join" as const }] : [];
    return reason === "what is inside" || reason === "join" ? joins : [...joins, { elementId, reason }];
  });
}
