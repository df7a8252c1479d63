import type { ElementInstance, InstanceState } from "../../../engine/state.ts";
import type { Command } from "../../../engine/vocabulary.ts";
import type { Instance } from "./instance.ts";
import { deciding } from "./model/triggers.ts";
import { randomCommand } from "./moves.ts";
import { type Reason, reasonOf, reasonsOf } from "./reasons.ts";
import type { World } from "./world.ts";

/** Unsound processes can make tokens for ever; sound ones need far less. */
const commandsMax = { sound: 4_000, unsound: 300 };

/** In this many every condition has had every number, several times. */
const roundsMax = 300;

/** Why an instance has not ended, after everything that waits was answered. */
export interface Left {
  readonly processId: string;
  readonly reasons: readonly { readonly elementId: string; readonly reason: Reason }[];
}

/** Answers everything that waits, again and again with other values, until all has ended or nothing more can be said. */
export function drain(world: World): { left: readonly Left[]; isExhausted: boolean } {
  world.isQuiet = true;
  const live = () => [...world.instances.values()].filter(({ hasEnded }) => !hasEnded);
  const most = world.isSound ? commandsMax.sound : commandsMax.unsound;
  let count = 0;
  deliverAll(world);
  for (let [round, before] = [0, -1]; round < roundsMax && count > before && count < most; round++) {
    before = count;
    // Every condition is true for some number, and false for another.
    for (const instance of live())
      for (const command of saidTo(instance, world).slice(0, most - count)) {
        world.perform({ kind: "tell", instanceKey: instance.key, command });
        deliverAll(world);
        count += 1;
      }
  }
  const left = live().map(({ model, state }) => ({ processId: model.processId, reasons: reasonsOf(model, state) }));
  return { left, isExhausted: count >= most };
}

/** Answers, and now and then something else: what is reached only now shall be disturbed as well. */
function saidTo(instance: Instance, { random }: World): Command[] {
  // Every condition is true for some number, and false for another.
  const answers = answersTo(instance, random.number(10));
  const other = random.chance(25) ? randomCommand(random, instance.model, instance.state, instance.keys) : null;
  return other && other.type !== "cancelInstance" ? [other, ...answers] : answers;
}

/** More than this is said only by instances that answer one another for ever. */
const deliveredMax = 3_000;

export function deliverAll(world: World): void {
  let count = 0;
  for (let [from] = world.senders(); from !== undefined; [from] = world.senders()) {
    count += 1;
    if (count > deliveredMax) throw new Error(`the instances do not come to rest: ${from} says more and more`);
    world.perform({ kind: "deliver", from });
  }
}

function answersTo({ model, state }: Instance, value: number): Command[] {
  const answers: Command[] = [];
  for (const element of state.elements.values()) {
    const { key, jobKey, userTaskKey, incidentKeys } = element;
    for (const incidentKey of incidentKeys)
      answers.push(...seeing(element, value), { type: "resolveIncident", incidentKey });
    const job = state.jobs.get(jobKey ?? "");
    if (job && !job.isStopped) answers.push(completed(job.key, job.kind === "AD_HOC_SUB_PROCESS", value));
    else if (userTaskKey !== null)
      answers.push({ type: "completeUserTask", userTaskKey, variables: { [deciding]: value }, by: null });
    const reason = reasonOf(model, state, element);
    if (reason === "event") answers.push(...seeing(element, value), ...happening(state, key));
    if (reason === "activation") answers.push(...seeing(element, value), activating(model, element, value));
  }
  return answers;
}

/** What undoes something sees the variables of a time past, and nobody changes those but where they are seen. */
const seeing = ({ key, scopeKey }: ElementInstance, value: number): Command[] =>
  [scopeKey ?? key, key].map((elementKey) => ({
    type: "setVariables",
    elementKey,
    variables: { [deciding]: value },
    isLocal: true,
  }));

const completed = (jobKey: string, isAdHoc: boolean, value: number): Command => ({
  type: "completeJob",
  jobKey,
  variables: { [deciding]: value },
  result: isAdHoc
    ? { type: "adHocSubProcess", isConditionFulfilled: true, isCancelingRemaining: false, elements: [] }
    : null,
});

/** Whether a condition is true, its variables decide. */
function happening(state: InstanceState, elementKey: string): Command[] {
  const waits = [...state.subscriptions.values()].filter((one) => one.elementKey === elementKey);
  return waits.flatMap(({ subscriptionKey, wait }): Command[] => {
    switch (wait.kind) {
      case "timer":
        return [{ type: "triggerTimer", subscriptionKey }];
      case "message":
        return [{ type: "correlateMessage", subscriptionKey, messageKey: "1", variables: {} }];
      case "signal":
        return [{ type: "triggerSignal", subscriptionKey, variables: {} }];
      case "conditional":
        return [];
      default:
        return wait satisfies never;
    }
  });
}

function activating(
  { nodes }: Instance["model"],
  { key, elementId }: { key: string; elementId: string },
  value: number,
): Command {
  const beginnings = (nodes.get(elementId)?.children ?? []).filter(({ type, incoming, isForCompensation }) => {
    const isActivity = type !== "BOUNDARY_EVENT" && type !== "EVENT_SUB_PROCESS";
    return isActivity && incoming.length === 0 && !isForCompensation;
  });
  const one = beginnings[value % beginnings.length];
  const elements = one ? [{ elementId: one.id, variables: {} }] : [];
  return { type: "activateAdHoc", elementKey: key, elements, isCancelingRemaining: false };
}
