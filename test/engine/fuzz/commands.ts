import type { Variables } from "../../../engine/feel/values.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import type { InstanceState } from "../../../engine/state.ts";
import type { Command } from "../../../engine/vocabulary.ts";
import type { Random } from "../simulation/random.ts";

/** The start of an instance: mostly as the model says, sometimes at any element of the process. */
export function randomStart(random: Random, { root }: ProcessModel): Command {
  const starts = root.children.filter(({ type, isInstantiating }) => type === "START_EVENT" || isInstantiating);
  const at = random.chance(20) ? random.pickAny(root.children) : random.chance(50) ? random.pickAny(starts) : undefined;
  return { type: "startInstance", variables: someVariables(random), startElementIds: at ? [at.id] : null };
}

/** Something that may be said to the instance, sometimes with the key of something else. */
export function randomCommand(random: Random, state: InstanceState): Command {
  const keys = [...state.elements.keys()];
  const any = random.pickAny(keys) ?? state.key;
  const jobKey = random.pickAny([...state.jobs.keys()]) ?? any;
  const userTaskKey = random.pickAny([...state.userTasks.keys()]) ?? any;
  const subscription = random.pickAny([...state.subscriptions.values()]);
  const incidentKey = random.pickAny([...state.incidents.keys()]) ?? any;
  const calling =
    random.pickAny([...state.elements.values()].filter(({ type }) => type === "CALL_ACTIVITY"))?.key ?? any;
  const adHoc =
    random.pickAny([...state.elements.values()].filter(({ type }) => type === "AD_HOC_SUB_PROCESS"))?.key ?? any;
  const variables = someVariables(random);
  const elementId = random.pickAny([...state.elements.values()])?.elementId ?? "nowhere";
  return random.pick<() => Command>([
    () => ({ type: "completeJob", jobKey, variables }),
    () => ({ type: "completeJob", jobKey, variables }),
    () => ({ type: "failJob", jobKey, retries: random.number(2), message: "failed", retryDelayMs: 0, variables }),
    () => ({ type: "throwJobError", jobKey, errorCode: random.pick(["A", "FAILED", ""]), message: "", variables }),
    () => ({ type: "completeUserTask", userTaskKey, variables, by: null }),
    () => triggered(subscription, any, variables),
    () => triggered(subscription, any, variables),
    () => ({ type: "resolveIncident", incidentKey }),
    () => ({ type: "setVariables", elementKey: any, variables, isLocal: random.chance(50) }),
    () => ({ type: "completeCall", elementKey: calling, variables, compensations: [] }),
    () => ({ type: "failCall", elementKey: calling, message: "no such process" }),
    () => ({
      type: "activateAdHoc",
      elementKey: adHoc,
      elements: [{ elementId, variables }],
      isCancelingRemaining: random.chance(20),
    }),
    () => ({ type: "cancelInstance" }),
  ])();
}

function triggered(
  subscription: { subscriptionKey: string; wait: { kind: string } } | undefined,
  any: string,
  variables: Variables,
): Command {
  const subscriptionKey = subscription?.subscriptionKey ?? any;
  switch (subscription?.wait.kind) {
    case "timer":
      return { type: "triggerTimer", subscriptionKey };
    case "signal":
      return { type: "triggerSignal", subscriptionKey, variables };
    default:
      return { type: "correlateMessage", subscriptionKey, messageKey: "1", variables };
  }
}

function someVariables(random: Random): Variables {
  if (random.chance(40)) return {};
  const name = random.pick(["n", "x", "amount", "items", "__proto__", "a b"]);
  return { [name]: random.pick([null, 0, 7, "text", true, [1, 2], { a: 1 }, []]) };
}
