import type { ElementInstance, InstanceState } from "../../engine/state.ts";

/**
 * As lists, in the order in which a state goes through them; but those that have none in the order of their keys: tokens
 * on flows, results of inner instances. (As maps, ten thousand of them would be compared with ten thousand each.)
 */
export const comparable = (state: InstanceState) => ({
  ...state,
  elements: [...state.elements.values()].map(comparableElement),
  jobs: [...state.jobs.values()],
  userTasks: [...state.userTasks.values()],
  subscriptions: [...state.subscriptions.values()],
  incidents: [...state.incidents.values()],
  compensations: [...state.compensations.values()],
});

const comparableElement = (element: ElementInstance) => ({
  ...element,
  children: [...element.children],
  tokens: [...element.tokens].sort(),
  variables: [...element.variables],
  subscriptionKeys: [...element.subscriptionKeys],
  incidentKeys: [...element.incidentKeys],
  loop: element.loop && { ...element.loop, outputs: [...element.loop.outputs].sort(([a], [b]) => a - b) },
});

/** Where two values part, as a path into them, and what each has there. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly came: unknown;
}

/**
 * The state that the events of a journal give, against the one that the rows hold. What nobody sees in the events, the
 * number of keys that were used, is left out. Null when they are the same.
 */
export function stateDifference(replayed: InstanceState, rows: InstanceState): Difference | null {
  return differenceOf(comparable({ ...replayed, keyCount: rows.keyCount }), comparable(rows), "");
}

/** The first difference, in the order of the expected value's members; one that is undefined is none. */
function differenceOf(expected: unknown, came: unknown, path: string): Difference | null {
  if (!isObject(expected) || !isObject(came)) return Object.is(expected, came) ? null : { path, expected, came };
  for (const name of new Set([...Object.keys(expected), ...Object.keys(came)])) {
    const found = differenceOf(expected[name], came[name], path === "" ? name : `${path}.${name}`);
    if (found) return found;
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
