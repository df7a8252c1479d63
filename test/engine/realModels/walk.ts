import type { Variables } from "../../../engine/feel/values.ts";
import { type FlowNode, type ProcessModel, triggersOf } from "../../../engine/model/model.ts";
import { lookupFrom } from "../../../engine/variables.ts";
import type { Incident, StartInstance } from "../../../engine/vocabulary.ts";
import type { BareInstance } from "../../scenario/bareInstance.ts";
import { BareWorld } from "../../scenario/bareWorld.ts";
import { type Random, randomFrom } from "../simulation/random.ts";
import { type Act, actsIn } from "./acts.ts";
import { type Invention, inventionFor } from "./invention.ts";

/** How a walk ended. */
export interface Walked {
  readonly processId: string;
  /** Where it began; null is the none start event. */
  readonly startElementId: string | null;
  /** `waiting` when nothing that one could do was left, `endless` when there still was after so many acts. */
  readonly outcome: "completed" | "incident" | "waiting" | "endless";
  readonly acts: number;
  /** What stands open at the end, of all instances, with the process that it stands in. */
  readonly incidents: readonly (Incident & { model: ProcessModel })[];
  /** Incidents that other variables have resolved. */
  readonly mended: number;
  /** Element ids that were activated, with their processes: `pay/charge`. */
  readonly visited: ReadonlySet<string>;
  /** Ids of the elements at which the instances still wait. */
  readonly waitsAt: readonly string[];
}

/** Real processes end after some dozens; a loop that chance has to leave may take longer. */
const actsMax = 400;
/** Of one walk; an incident that other variables do not resolve stays. */
const mendsMax = 12;

/** Everything at which an instance of the process can begin. */
export function startsOf({ root }: ProcessModel): (FlowNode | null)[] {
  const triggered = root.children.filter(
    (node) => node.isInstantiating || (node.type === "START_EVENT" && node.trigger !== null),
  );
  const isPlain =
    root.children.some(({ type, trigger }) => type === "START_EVENT" && trigger === null) || triggered.length === 0;
  return [...(isPlain ? [null] : []), ...triggered];
}

/**
 * Walks one instance to its end, and those that it calls or wakes: jobs and user tasks are completed, messages and
 * signals come, time passes, conditions come true, all with invented variables.
 *
 * @param others processes that it may call or wake; not itself, or one that calls itself would never stop.
 */
export function walk(
  model: ProcessModel,
  others: readonly ProcessModel[],
  start: FlowNode | null,
  seed: number,
): Walked {
  const random = randomFrom(seed);
  const inventions = new Map([model, ...others].map((one) => [one, inventionFor(one)]));
  const world = new BareWorld(others);
  const invent = (one: ProcessModel) => inventionOf(inventions, one).variables(random, world.nowMs());
  world.start(model, startOf(start, invent(model)));
  let acts = 0;
  let mended = 0;
  while (acts < actsMax && isRunning(world)) {
    if (mended < mendsMax && mendOne(world, inventions, random)) {
      mended += 1;
      continue;
    }
    const act = next(actsIn(world, { invent, random }), random);
    if (!act) break;
    acts += 1;
    act.perform();
  }
  return told(world, model, start, { acts, mended });
}

const startOf = (start: FlowNode | null, variables: Variables): StartInstance => ({
  type: "startInstance",
  variables,
  startElementIds: start ? [start.id] : null,
  ...(start && triggersOf(start).length > 0 ? { eventVariables: variables } : {}),
});

const isRunning = (world: BareWorld) => world.instances.some(({ hasEnded }) => !hasEnded);

function inventionOf(inventions: ReadonlyMap<ProcessModel, Invention>, model: ProcessModel): Invention {
  const invention = inventions.get(model);
  if (!invention) throw new Error(`Expected an invention for ${model.processId}, there is none`);
  return invention;
}

/** Work first, then what comes from outside, and time only when nothing else is left; but sometimes otherwise. */
function next(acts: readonly Act[], random: Random): Act | undefined {
  if (random.chance(20)) return random.pickAny(acts);
  const urgency = Math.min(...acts.map((act) => act.urgency));
  return random.pickAny(acts.filter((act) => act.urgency === urgency));
}

/** Gives the element of an open incident other variables and resolves it; false when no incident can be mended so. */
function mendOne(world: BareWorld, inventions: ReadonlyMap<ProcessModel, Invention>, random: Random): boolean {
  for (const instance of world.instances)
    for (const incident of instance.state.incidents.values()) {
      const variables = mended(instance, incident, inventions, random, world.nowMs());
      if (!variables) continue;
      const { elementKey, incidentKey } = incident;
      world.execute(instance.key, { type: "setVariables", elementKey, variables, isLocal: false });
      world.execute(instance.key, { type: "resolveIncident", incidentKey });
      return true;
    }
  return false;
}

function mended(
  instance: BareInstance,
  incident: Incident,
  inventions: ReadonlyMap<ProcessModel, Invention>,
  random: Random,
  nowMs: number,
): Variables | null {
  if (["UNHANDLED_ERROR_EVENT", "CALLED_ELEMENT_ERROR"].includes(incident.code)) return null;
  const invention = inventionOf(inventions, instance.model);
  if (!invention.wishes.some(({ elementId }) => elementId === incident.elementId)) return null;
  return invention.mend(random, incident.elementId, lookupFrom(instance.state, incident.elementKey), nowMs);
}

function told(
  world: BareWorld,
  model: ProcessModel,
  start: FlowNode | null,
  counts: Pick<Walked, "acts" | "mended">,
): Walked {
  const running = world.instances.filter(({ hasEnded }) => !hasEnded);
  const incidents = running.flatMap((one) =>
    [...one.state.incidents.values()].map((incident) => ({ ...incident, model: one.model })),
  );
  const visited = world.history.flatMap(({ instance, event }) =>
    event.type === "elementActivated" ? [`${instance.processId}/${event.elementId}`] : [],
  );
  const leaves = running.flatMap(({ state }) =>
    [...state.elements.values()].filter(({ children }) => children.size === 0),
  );
  return {
    ...counts,
    processId: model.processId,
    startElementId: start?.id ?? null,
    outcome: outcomeOf(running.length, incidents.length, counts.acts),
    incidents,
    visited: new Set(visited),
    waitsAt: leaves.map(({ elementId }) => elementId),
  };
}

function outcomeOf(running: number, incidents: number, acts: number): Walked["outcome"] {
  if (running === 0) return "completed";
  if (incidents > 0) return "incident";
  return acts >= actsMax ? "endless" : "waiting";
}
