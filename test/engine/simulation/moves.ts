import type { Json, Variables } from "../../../engine/feel/values.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import type { InstanceState, Job } from "../../../engine/state.ts";
import type { Command, JobResult } from "../../../engine/vocabulary.ts";
import { aside, deciding, errorCodes, signalNames } from "./model/triggers.ts";
import type { Random } from "./random.ts";
import { type Move, triggeredStarts } from "./world.ts";

/** What a move is chosen by: the processes, their instances, and what has been done. */
export interface Board {
  readonly models: readonly ProcessModel[];
  readonly instances: ReadonlyMap<
    string,
    { readonly model: ProcessModel; readonly state: InstanceState; readonly keys: readonly string[] }
  >;
  readonly moves: readonly Move[];
  /** Nothing begins in the middle of a process, where half of its tokens would be missing. */
  readonly isSound: boolean;
  /** Instances that have something to tell others. */
  senders(): readonly string[];
}

/** Something that may fit; now and then what a late, doubled or mistaken caller says. */
export function randomMove(random: Random, board: Board): Move {
  const { instances, moves } = board;
  const live = [...instances].filter(([, { state }]) => state.elements.size > 0);
  const before = moves.filter(({ kind }) => kind === "tell");
  if (instances.size === 0 || (live.length < 3 && random.chance(live.length === 0 ? 60 : 2)))
    return randomStart(random, board);
  const from = random.pickAny(board.senders());
  if (from !== undefined && random.chance(60)) return { kind: "deliver", from };
  if (random.chance(4)) return random.pickAny(before) ?? randomStart(random, board);
  if (random.chance(4))
    return { kind: "broadcast", signalName: random.pick(signalNames), variables: someVariables(random) };
  const [key, { model, state, keys }] = random.pickAny(random.chance(95) ? live : [...instances]) ??
    [...instances][0] ?? ["", { model: board.models[0], state: undefined, keys: [] }];
  if (!state || !model) return randomStart(random, board);
  return { kind: "tell", instanceKey: key, command: randomCommand(random, model, state, keys) };
}

/** At its none start event, or wherever it can begin. */
function randomStart(random: Random, { models, isSound }: Board): Move {
  const model = random.pickAny(random.chance(70) ? models.slice(0, 1) : models) ?? models[0];
  const starts = model ? triggeredStarts(model) : [];
  const direct = model?.root.children.filter(({ type }) => type !== "BOUNDARY_EVENT") ?? [];
  const at = random.chance(35)
    ? random.pickAny(starts)
    : random.chance(isSound ? 0 : 4)
      ? random.pickAny(direct)
      : undefined;
  return {
    kind: "start",
    processId: model?.processId ?? "",
    command: {
      type: "startInstance",
      variables: random.chance(95) ? { [deciding]: random.number(10) } : {},
      startElementIds: at ? [at.id] : null,
      ...(at ? { eventVariables: someVariables(random) } : {}),
    },
  };
}

/** What somebody may say to an instance, whether it fits or not. */
export function randomCommand(
  random: Random,
  model: ProcessModel,
  state: InstanceState,
  keys: readonly string[],
): Command {
  if (random.chance(6)) return misdirected(random, keys);
  if (random.chance(1)) return { type: "cancelInstance" };
  const moves = [
    ...[...state.jobs.values()].flatMap((job) => jobMoves(random, model, state, job)),
    ...taskMoves(random, state),
    ...triggers(random, state),
    ...activations(random, model, state),
    ...[...state.incidents.keys()].map((incidentKey) => (): Command => ({ type: "resolveIncident", incidentKey })),
    () => setVariables(random, state),
  ];
  return random.pickAny(moves)?.() ?? setVariables(random, state);
}

type Say = () => Command;

function jobMoves(random: Random, model: ProcessModel, state: InstanceState, job: Job): Say[] {
  const { key: jobKey } = job;
  const complete = (): Command => ({
    type: "completeJob",
    jobKey,
    variables: someVariables(random),
    result: resultOf(random, model, state, job),
  });
  const variables = someVariables(random);
  return [
    complete,
    complete,
    complete,
    complete,
    () => ({
      type: "failJob",
      jobKey,
      retries: random.number(4) - 1,
      message: "no",
      retryDelayMs: random.number(2),
      variables,
    }),
    () => ({ type: "throwJobError", jobKey, errorCode: random.pick(errorCodes), message: "", variables }),
    () => ({ type: "updateJob", jobKey, retries: random.number(3) }),
  ];
}

function resultOf(
  random: Random,
  model: ProcessModel,
  state: InstanceState,
  { kind, elementKey }: Job,
): JobResult | null {
  if (kind === "TASK_LISTENER" && random.chance(50)) {
    const corrections = random.chance(50) ? { assignee: random.pick([null, "ada"]), priority: random.number(100) } : {};
    return { type: "userTask", isDenied: random.chance(40), deniedReason: "no", corrections };
  }
  if (kind !== "AD_HOC_SUB_PROCESS" && random.chance(95)) return null;
  const beginnings = beginningsOf(model, state.elements.get(elementKey)?.elementId ?? "");
  return {
    type: "adHocSubProcess",
    isConditionFulfilled: random.chance(30),
    isCancelingRemaining: random.chance(15),
    elements: beginnings
      .filter(() => random.chance(40))
      .map((elementId) => ({ elementId, variables: someVariables(random) })),
  };
}

/** What can be begun in an ad-hoc sub-process, and now and then what cannot. */
const beginningsOf = (model: ProcessModel, adHocId: string): string[] =>
  (model.nodes.get(adHocId)?.children ?? [])
    .filter(({ type, incoming, isForCompensation }) => {
      const isActivity = type !== "BOUNDARY_EVENT" && type !== "EVENT_SUB_PROCESS";
      return isActivity && incoming.length === 0 && !isForCompensation;
    })
    .map(({ id }) => id);

function activations(random: Random, model: ProcessModel, state: InstanceState): Say[] {
  return [...state.elements.values()].flatMap(({ key, type, elementId }) => {
    if (type !== "AD_HOC_SUB_PROCESS") return [];
    const elements = beginningsOf(model, elementId).filter(() => random.chance(40));
    const [isCancelingRemaining, unknown] = [random.chance(15), random.chance(5) ? ["nothing"] : []];
    const activated = [...elements, ...unknown].map((id) => ({ elementId: id, variables: someVariables(random) }));
    return [(): Command => ({ type: "activateAdHoc", elementKey: key, elements: activated, isCancelingRemaining })];
  });
}

function taskMoves(random: Random, state: InstanceState): Say[] {
  return [...state.userTasks.keys()].flatMap((userTaskKey): Say[] => [
    () => ({ type: "completeUserTask", userTaskKey, variables: someVariables(random), by: random.pick([null, "ada"]) }),
    () => ({ type: "completeUserTask", userTaskKey, variables: someVariables(random), by: null }),
    () => ({
      type: "assignUserTask",
      userTaskKey,
      assignee: random.pick(["ada", "bob"]),
      isOverrideAllowed: random.chance(50),
    }),
    () => ({ type: "unassignUserTask", userTaskKey }),
    () => ({ type: "updateUserTask", userTaskKey, changes: { priority: random.number(100), candidateUsers: ["bob"] } }),
  ]);
}

function triggers(random: Random, state: InstanceState): Say[] {
  return [...state.subscriptions.values()].map(({ subscriptionKey, wait }): Say => {
    const variables = someVariables(random);
    switch (wait.kind) {
      case "timer":
        return () => ({ type: "triggerTimer", subscriptionKey });
      case "message":
        return () => ({ type: "correlateMessage", subscriptionKey, messageKey: "1", variables });
      case "signal":
        return () => ({ type: "triggerSignal", subscriptionKey, variables });
      case "conditional":
        return () => setVariables(random, state);
      default:
        return wait satisfies never;
    }
  });
}

/** Of the process, or of anything in it. */
function setVariables(random: Random, state: InstanceState): Command {
  const elementKey = random.chance(60) ? state.key : (random.pickAny([...state.elements.keys()]) ?? state.key);
  const variables = { [random.pick([deciding, deciding, aside])]: random.number(10) };
  return { type: "setVariables", elementKey, variables, isLocal: random.chance(30) };
}

function misdirected(random: Random, formerKeys: readonly string[]): Command {
  const key = random.pickAny(formerKeys) ?? "1";
  return random.pick<Say>([
    () => ({ type: "completeJob", jobKey: key, variables: {} }),
    () => ({
      type: "failJob",
      jobKey: key,
      retries: -1,
      message: "",
      retryDelayMs: 0,
      variables: someVariables(random),
    }),
    () => ({ type: "throwJobError", jobKey: key, errorCode: "BUSY", message: "", variables: {} }),
    () => ({ type: "updateJob", jobKey: key, retries: 0 }),
    () => ({ type: "triggerTimer", subscriptionKey: key }),
    () => ({ type: "correlateMessage", subscriptionKey: key, messageKey: "1", variables: {} }),
    () => ({ type: "triggerSignal", subscriptionKey: key, variables: {} }),
    () => ({ type: "completeUserTask", userTaskKey: key, variables: {}, by: "eve" }),
    () => ({ type: "resolveIncident", incidentKey: key }),
    () => ({ type: "setVariables", elementKey: key, variables: { [deciding]: 1 }, isLocal: false }),
    () => ({ type: "startInstance", variables: {}, startElementIds: null }),
    () => ({ type: "activateAdHoc", elementKey: key, elements: [], isCancelingRemaining: true }),
    () => ({ type: "cancelInstance", isByCaller: false }),
  ])();
}

function someVariables(random: Random): Variables {
  if (random.chance(40)) return {};
  const value: Json = random.chance(95) ? random.number(10) : random.pick<Json>(["many", null, [1]]);
  return { [deciding]: value };
}
