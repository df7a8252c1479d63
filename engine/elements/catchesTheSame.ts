import { type FlowNode, type SingleTrigger, triggersOf } from "../model/model.ts";

/**
 * The first of these events that catches the same error, escalation or compensation as this one, which comes later: the
 * order of the file would decide between them. Null when there is none.
 *
 * @param rivals boundary events of one activity, or event sub-processes of one scope with the start events in them.
 */
export function catchesTheSame(event: FlowNode, rivals: readonly FlowNode[]): { first: FlowNode; what: string } | null {
  for (const trigger of triggersOf(event)) {
    const what = caughtBy(trigger);
    const first = what === null ? undefined : firstCatchers(rivals).get(what);
    if (what !== null && first && first !== event) return { first, what };
  }
  return null;
}

/** Null for what is waited for, and may happen to several. */
function caughtBy(trigger: SingleTrigger): string | null {
  if (trigger.kind === "compensation") return "every compensation";
  if (trigger.kind !== "error" && trigger.kind !== "escalation") return null;
  const code = trigger.code?.fixed ?? null;
  return code === null ? `every ${trigger.kind}` : `${trigger.kind} "${code}"`;
}

const catchersOfRivals = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

/** What is caught, and by which of them first. */
function firstCatchers(rivals: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  const known = catchersOfRivals.get(rivals);
  if (known) return known;
  const catchers = new Map<string, FlowNode>();
  for (const event of rivals.flatMap(eventsOf))
    for (const what of triggersOf(event).map(caughtBy))
      if (what !== null && !catchers.has(what)) catchers.set(what, event);
  catchersOfRivals.set(rivals, catchers);
  return catchers;
}

const eventsOf = (rival: FlowNode): readonly FlowNode[] =>
  rival.type === "EVENT_SUB_PROCESS" ? rival.children.filter(({ type }) => type === "START_EVENT") : [rival];
