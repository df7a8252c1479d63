import { type FlowNode, type SingleTrigger, triggersOf } from "../model/model.ts";

/**
 * The first of these events that catches the same error, escalation or compensation as this one, which comes later: the
 * order of the file would decide between them. Null when there is none.
 */
export function catchesTheSame(event: FlowNode, events: readonly FlowNode[]): { first: FlowNode; what: string } | null {
  for (const trigger of triggersOf(event)) {
    const code = codeCaught(trigger);
    const first = events.find((other) =>
      triggersOf(other).some((one) => one.kind === trigger.kind && codeCaught(one) === code),
    );
    if (code !== undefined && first && first !== event)
      return { first, what: code === null ? `every ${trigger.kind}` : `${trigger.kind} "${code}"` };
  }
  return null;
}

/** Null for every one; undefined for what is waited for, and may happen to several. */
function codeCaught(trigger: SingleTrigger): string | null | undefined {
  if (trigger.kind === "compensation") return null;
  return trigger.kind === "error" || trigger.kind === "escalation" ? (trigger.code?.fixed ?? null) : undefined;
}
