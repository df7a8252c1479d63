import type { ElementType } from "../../engine/model/model.ts";
import type { Compensation, InstanceState, Loop } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import type { Changes } from "./changes.ts";

/** What the rows of an instance held before a batch, as far as single events do not tell what changes in them. */
export interface Held {
  /** By the key of the body. */
  readonly loops: ReadonlyMap<string, { readonly loop: Loop; readonly counts: Counts }>;
  /** By the key of the record. */
  readonly compensations: ReadonlyMap<string, Place>;
  /** Element instances that stand around others of the same element; their ends do not tell it. */
  readonly around: ReadonlyMap<string, ElementType>;
}

type Counts = Pick<Loop, "started" | "completed" | "terminated">;
type Place = Pick<Compensation, "scopeKey" | "elementKey" | "throwerKey" | "handlerKey">;

/** To be taken before the commands: they change the state in place. */
export function heldBy(state: InstanceState): Held {
  const loops = new Map<string, { loop: Loop; counts: Counts }>();
  const around = new Map<string, ElementType>();
  for (const { key, type, loop } of state.elements.values()) {
    if (loop) loops.set(key, { loop, counts: countsOf(loop) });
    if (isAround(type)) around.set(key, type);
  }
  const compensations = new Map<string, Place>();
  for (const [key, record] of state.compensations) compensations.set(key, placeOf(record));
  return { loops, compensations, around };
}

export const isAround = (type: ElementType) =>
  type === "MULTI_INSTANCE_BODY" || type === "AD_HOC_SUB_PROCESS_INNER_INSTANCE";

/**
 * Writes how the state differs from what the rows held: one event may move or drop many records, and the counts of a
 * loop are those of its children's events. What is the same is not written, so a child costs its own result and the
 * counts.
 */
export function projectDifferences(
  changes: Changes,
  { state, held, events, revision }: { state: InstanceState; held: Held; events: readonly Event[]; revision: number },
): void {
  projectLoops(changes, state, held);
  projectOutputs(changes, state, events);
  projectCompensations(changes, state, { held, revision });
}

function projectLoops(changes: Changes, state: InstanceState, held: Held): void {
  const { key: processInstanceKey } = state;
  for (const key of held.loops.keys())
    if (!state.elements.get(key)?.loop) {
      changes.loops.remove(processInstanceKey, key);
      changes.endedLoops.push([processInstanceKey, key]);
    }
  for (const { key, loop } of state.elements.values()) {
    if (!loop) continue;
    const before = held.loops.get(key);
    const counts = countsOf(loop);
    if (!before) changes.loops.insert(key, { processInstanceKey, key, ...beginning(loop), ...counts });
    else if (before.loop !== loop) changes.loops.change(processInstanceKey, key, { ...beginning(loop), ...counts });
    else if (!isSame(before.counts, counts)) changes.loops.change(processInstanceKey, key, counts);
  }
}

const countsOf = ({ started, completed, terminated }: Loop): Counts => ({ started, completed, terminated });

const isSame = (one: Counts, other: Counts) =>
  one.started === other.started && one.completed === other.completed && one.terminated === other.terminated;

const beginning = ({ count, items, outputName }: Loop) => ({
  count,
  items: items === null ? null : JSON.stringify(items),
  outputName,
});

function projectOutputs(changes: Changes, state: InstanceState, events: readonly Event[]): void {
  const changed = new Map<string, { elementKey: string; index: number }>();
  for (const event of events) if (event.type === "loopOutput") changed.set(`${event.elementKey} ${event.index}`, event);
  for (const { elementKey, index } of changed.values()) {
    const value = state.elements.get(elementKey)?.loop?.outputs.get(index);
    if (value === undefined) continue;
    const { key: processInstanceKey } = state;
    changes.loopOutputs.push({ processInstanceKey, elementKey, index, value: JSON.stringify(value) });
  }
}

/** More records than this come with no command: each is a key of its instance. */
const recordsPerBatchMax = 2 ** 22;

function projectCompensations(
  changes: Changes,
  { key: processInstanceKey, compensations }: InstanceState,
  { held, revision }: { held: Held; revision: number },
): void {
  for (const key of held.compensations.keys())
    if (!compensations.has(key)) changes.compensations.remove(processInstanceKey, key);
  let position = revision * recordsPerBatchMax;
  for (const [key, record] of compensations) {
    position += 1;
    const before = held.compensations.get(key);
    if (!before) {
      changes.compensations.insert(key, { processInstanceKey, key, position, ...recordColumns(record) });
      continue;
    }
    const place = placeOf(record);
    if (!isAtSamePlace(before, place)) changes.compensations.change(processInstanceKey, key, place);
  }
}

const placeOf = ({ scopeKey, elementKey, throwerKey, handlerKey }: Compensation): Place => ({
  scopeKey,
  elementKey,
  throwerKey,
  handlerKey,
});

const isAtSamePlace = (one: Place, other: Place) =>
  one.scopeKey === other.scopeKey &&
  one.elementKey === other.elementKey &&
  one.throwerKey === other.throwerKey &&
  one.handlerKey === other.handlerKey;

const recordColumns = (record: Compensation) => ({
  ...placeOf(record),
  elementId: record.elementId,
  elementType: record.elementType,
  variables: JSON.stringify(record.variables),
  called: record.called === null ? null : JSON.stringify(record.called),
});
