import type { Json, Variables } from "../../../engine/feel/values.ts";
import type { InstanceState } from "../../../engine/state.ts";
import type { Command } from "../../../engine/vocabulary.ts";
import { deciding, errorCodes } from "./model.ts";
import type { Random } from "./random.ts";

/** A command that may fit the state; `formerKeys` are those of things that may have ended. */
export function randomCommand(random: Random, state: InstanceState, formerKeys: readonly string[]): Command {
  if (random.chance(8)) return misdirected(random, formerKeys);
  if (random.chance(1)) return { type: "cancelInstance" };
  const moves = [...jobMoves(random, state), ...otherMoves(random, state)];
  return random.pickAny(moves)?.() ?? setVariables(random, state.key);
}

type Move = () => Command;

function jobMoves(random: Random, state: InstanceState): Move[] {
  return [...state.jobs.keys()].flatMap((jobKey): Move[] => [
    () => ({ type: "completeJob", jobKey, variables: someVariables(random) }),
    () => ({ type: "completeJob", jobKey, variables: someVariables(random) }),
    () => ({ type: "completeJob", jobKey, variables: {} }),
    () => ({
      type: "failJob",
      jobKey,
      retries: random.number(3),
      message: "failed",
      retryDelayMs: random.number(2) * 1_000,
      variables: someVariables(random),
    }),
    () => ({
      type: "throwJobError",
      jobKey,
      errorCode: random.pick(errorCodes),
      message: "",
      variables: someVariables(random),
    }),
    () => ({ type: "updateJob", jobKey, retries: random.number(3) }),
  ]);
}

function otherMoves(random: Random, state: InstanceState): Move[] {
  const userTasks = [...state.userTasks.keys()].flatMap((userTaskKey): Move[] => [
    () => ({ type: "completeUserTask", userTaskKey, variables: someVariables(random), by: random.pick([null, "ada"]) }),
    () => ({
      type: "assignUserTask",
      userTaskKey,
      assignee: random.pick(["ada", "bob"]),
      isOverrideAllowed: random.chance(50),
    }),
    () => ({ type: "unassignUserTask", userTaskKey }),
  ]);
  const triggers = [...state.subscriptions.values()].map(({ subscriptionKey, wait }): Move => {
    if (wait.kind === "timer") return () => ({ type: "triggerTimer", subscriptionKey });
    return () => ({ type: "correlateMessage", subscriptionKey, messageKey: "1", variables: someVariables(random) });
  });
  const incidents = [...state.incidents.keys()].flatMap((incidentKey): Move[] => [
    () => ({ type: "resolveIncident", incidentKey }),
    () => setVariables(random, state.key),
  ]);
  return [...userTasks, ...triggers, ...incidents];
}

function setVariables(random: Random, elementKey: string): Command {
  return { type: "setVariables", elementKey, variables: { [deciding]: random.number(10) }, isLocal: random.chance(50) };
}

/** What a late, doubled or mistaken caller says. */
function misdirected(random: Random, formerKeys: readonly string[]): Command {
  const key = random.pickAny(formerKeys) ?? "1";
  return random.pick<Move>([
    () => ({ type: "completeJob", jobKey: key, variables: {} }),
    () => ({ type: "failJob", jobKey: key, retries: -1, message: "", retryDelayMs: 0, variables: {} }),
    () => ({ type: "updateJob", jobKey: key, retries: 0 }),
    () => ({ type: "triggerTimer", subscriptionKey: key }),
    () => ({ type: "correlateMessage", subscriptionKey: key, messageKey: "1", variables: {} }),
    () => ({ type: "completeUserTask", userTaskKey: key, variables: {}, by: "eve" }),
    () => ({ type: "resolveIncident", incidentKey: key }),
    () => setVariables(random, key),
    () => ({ type: "startInstance", variables: {}, startElementIds: null }),
  ])();
}

function someVariables(random: Random): Variables {
  if (random.chance(40)) return {};
  const value: Json = random.chance(95) ? random.number(10) : random.pick<Json>(["many", null, [1]]);
  return { [deciding]: value };
}
