import { stepsPerCommandMax } from "../bounds.ts";
import { undoCalled } from "../compensation.ts";
import { entriesOf } from "../elements/scope.ts";
import { instanceKeyOf } from "../keys.ts";
import type { FlowNode } from "../model/model.ts";
import type { Step } from "../step.ts";
import { terminate } from "../termination.ts";
import { setLocal } from "../variables.ts";
import type { Rejection, StartInstance } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** Begins a process instance at its none start event, or at the elements that the command names. */
export function startInstance(step: Step, command: StartInstance): Rejection | null {
  const { state, model } = step;
  if (state.keyCount > 0 || state.elements.size > 0)
    return { code: "INSTANCE_EXISTS", detail: `Process instance ${state.key} has been started already` };
  const entries = command.compensations ? { nodes: [] } : entriesFor(step, command.startElementIds);
  if ("code" in entries) return entries;
  const { root } = model;
  step.emit({
    type: "elementActivated",
    elementKey: state.key,
    elementId: root.id,
    elementType: root.type,
    scopeKey: null,
    flowIds: [],
    loopIndex: null,
  });
  setLocal(step, state.key, command.variables);
  if (command.compensations) {
    // What stood directly in the process that is undone stands in this one now.
    const inner = new Set(command.compensations.map(({ elementKey }) => elementKey));
    for (const record of command.compensations) {
      const scopeKey = inner.has(record.scopeKey) ? record.scopeKey : state.key;
      step.emit({ type: "compensationRecorded", ...record, scopeKey });
    }
    undoCalled(step);
    return null;
  }
  const { triggerIndex, eventVariables = {} } = command;
  const elementIds = entries.nodes.map(({ id }) => id);
  const entry = { elementIds, variables: eventVariables, ...(triggerIndex !== undefined && { triggerIndex }) };
  step.work.push({ kind: "begin", elementKey: state.key, entry });
  return null;
}

function entriesFor(step: Step, startElementIds: readonly string[] | null): { nodes: readonly FlowNode[] } | Rejection {
  const { root } = step.model;
  const refuse = (detail: string): Rejection => ({ code: "START_NOT_POSSIBLE", detail });
  if (startElementIds === null) {
    const nodes = entriesOf(root);
    return nodes.length > 0
      ? { nodes }
      : refuse(`Process "${root.id}" has no none start event; it is started by its trigger, or at a named element`);
  }
  if (startElementIds.length > stepsPerCommandMax)
    return refuse(`Expected at most ${stepsPerCommandMax} elements to start at, got ${startElementIds.length}`);
  const nodes: FlowNode[] = [];
  for (const id of startElementIds) {
    const node = step.model.nodes.get(id);
    if (!node) return refuse(`Expected an element of process "${root.id}", got "${id}"`);
    if (node.scope !== root || isBegunByOthers(node))
      return refuse(
        `Expected an element directly in process "${root.id}" that is no boundary event, event sub-process, compensation handler or link catch event, got "${id}"`,
      );
    nodes.push(node);
  }
  return nodes.length > 0 ? { nodes } : refuse("Expected at least one element to start at, got none");
}

/** It follows from something else that has happened in the process. */
const isBegunByOthers = ({ type, isForCompensation, trigger }: FlowNode): boolean =>
  type === "BOUNDARY_EVENT" ||
  type === "EVENT_SUB_PROCESS" ||
  isForCompensation ||
  (type === "INTERMEDIATE_CATCH_EVENT" && trigger?.kind === "link");

/** Ends the instance and everything in it. One that was called ends with its caller, who would wait for ever. */
export function cancelInstance(step: Step, command: CommandOf<"cancelInstance">): Rejection | null {
  const { key, callerKey, elements } = step.state;
  if (!elements.has(key)) return { code: "INSTANCE_ENDED", detail: `Process instance ${key} has ended already` };
  if (callerKey !== null && !command.isByCaller)
    return {
      code: "INSTANCE_CALLED",
      detail: `Process instance ${key} was called by instance ${instanceKeyOf(callerKey)}, which waits for it; cancel that one`,
    };
  terminate(step, key);
  return null;
}
