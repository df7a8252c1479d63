import type { InstanceState } from "../../../engine/state.ts";
import type { Wait } from "../../../engine/vocabulary.ts";
import type { Loaded } from "../../../server/store/loaded.ts";

/**
 * The open rows of an instance as the database would give them: in the order of their keys, JSON as text. What the
 * statement leaves unordered comes in another order than in memory.
 */
export function rowsOf(state: InstanceState): Loaded {
  const elements = inOrder(state.elements);
  const bodies = elements.flatMap(({ key, loop }) => (loop ? [{ key, loop }] : []));
  return {
    key: state.key,
    elements: elements.map(({ key, elementId, type, scopeKey, loopIndex, progress }) => [
      key,
      elementId,
      type,
      scopeKey,
      loopIndex,
      text(progress),
    ]),
    loops: bodies.map(({ key, loop: { count, items, outputName, started, completed, terminated } }) => [
      key,
      count,
      text(items),
      outputName,
      started,
      completed,
      terminated,
    ]),
    outputs: bodies.flatMap(({ key, loop }) =>
      [...loop.outputs]
        .sort(([a], [b]) => a - b)
        .map(([index, value]): [string, number, string] => [key, index, JSON.stringify(value)]),
    ),
    tokens: elements
      .flatMap(({ key, tokens }) => [...tokens].map(([id, count]): [string, string, number] => [key, id, count]))
      .reverse(),
    variables: elements
      .flatMap(({ key, variables }) =>
        [...variables].map(([name, one]): [string, string, string, string] => [
          key,
          name,
          one.key,
          JSON.stringify(one.value),
        ]),
      )
      .sort(([, , a], [, , b]) => compare(a, b)),
    jobs: inOrder(state.jobs).map(({ key, elementKey, type, kind, retries, isStopped, hasThrown }) => [
      key,
      elementKey,
      type,
      kind,
      retries,
      isStopped,
      hasThrown,
    ]),
    tasks: inOrder(state.userTasks).map(({ key, elementKey, assignee, transition }) => [
      key,
      elementKey,
      assignee,
      text(transition),
    ]),
    subscriptions: inOrder(state.subscriptions).map((one) => {
      const { subscriptionKey, elementKey, elementId, triggerIndex, wait } = one;
      return [subscriptionKey, elementKey, elementId, triggerIndex, ...partsOf(wait)];
    }),
    incidents: inOrder(state.incidents).map(({ incidentKey, elementKey, elementId, code, message, jobKey, retry }) => [
      incidentKey,
      elementKey,
      elementId,
      code,
      message,
      jobKey,
      retry,
    ]),
    compensations: [...state.compensations.values()].map((one) => [
      one.recordKey,
      one.scopeKey,
      one.elementKey,
      one.elementId,
      one.elementType,
      JSON.stringify(one.variables),
      text(one.called),
      one.throwerKey,
      one.handlerKey,
    ]),
  };
}

type WaitParts = [
  Wait["kind"],
  string | null,
  string | null,
  string | null,
  boolean | null,
  number | null,
  string | null,
  number | null,
];

function partsOf(wait: Wait): WaitParts {
  switch (wait.kind) {
    case "timer":
      return [wait.kind, null, null, null, null, wait.dueMs, wait.cycle, wait.repetitions];
    case "message":
      return [wait.kind, wait.messageName, wait.correlationKey, null, null, null, null, null];
    case "signal":
      return [wait.kind, null, null, wait.signalName, null, null, null, null];
    case "conditional":
      return [wait.kind, null, null, null, wait.isTrue, null, null, null];
    default:
      return wait satisfies never;
  }
}

const compare = (one: string, other: string) => (BigInt(one) < BigInt(other) ? -1 : 1);

const inOrder = <T>(map: ReadonlyMap<string, T>): T[] =>
  [...map].sort(([one], [other]) => compare(one, other)).map(([, value]) => value);

const text = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
