import type { Variables } from "../../../engine/feel/values.ts";
import { type ProcessModel, triggersOf } from "../../../engine/model/model.ts";
import type { Job } from "../../../engine/state.ts";
import type { JobResult, Subscription } from "../../../engine/vocabulary.ts";
import type { BareInstance } from "../../scenario/bareInstance.ts";
import type { BareWorld } from "../../scenario/bareWorld.ts";
import type { Random } from "../simulation/random.ts";

/** Something that the world around the instances can do. */
export interface Act {
  /** The lower, the sooner it is done. */
  readonly urgency: number;
  perform(): void;
}

export interface Hands {
  invent(model: ProcessModel): Variables;
  readonly random: Random;
}

/** Everything that can be done now, in the order in which it came up. */
export function actsIn(world: BareWorld, hands: Hands): Act[] {
  return world.instances
    .filter(({ hasEnded }) => !hasEnded)
    .flatMap((instance) => [
      ...[...instance.state.jobs.values()]
        .filter(({ isStopped }) => !isStopped)
        .map((job) => completing(world, instance, job, hands)),
      ...userTasks(world, instance, hands),
      ...adHocs(world, instance, hands),
      ...[...instance.state.subscriptions.values()].map((one) => arriving(world, instance, one, hands)),
    ]);
}

function completing(world: BareWorld, instance: BareInstance, job: Job, { invent, random }: Hands): Act {
  const { key: jobKey } = job;
  const perform = () => {
    const variables = invent(instance.model);
    const errorCode = random.chance(15) ? random.pickAny(caughtErrors(instance, job)) : undefined;
    if (errorCode !== undefined)
      return world.execute(instance.key, { type: "throwJobError", jobKey, errorCode, message: "", variables });
    world.execute(instance.key, { type: "completeJob", jobKey, variables, result: resultOf(instance, job, random) });
  };
  return { urgency: 0, perform };
}

/** Codes of the errors that boundary events on the job's element, or around it, expect. */
function caughtErrors(instance: BareInstance, { kind, elementKey }: Job): string[] {
  if (kind !== "BPMN_ELEMENT") return [];
  const codes: string[] = [];
  const element = instance.state.elements.get(elementKey);
  for (let node = instance.model.nodes.get(element?.elementId ?? "") ?? null; node; node = node.scope)
    for (const trigger of node.boundaryEvents.flatMap(triggersOf))
      if (trigger.kind === "error") codes.push(trigger.code ? (trigger.code.fixed ?? "") : "any");
  return codes.filter((code) => code !== "");
}

/** A worker of an ad-hoc sub-process begins one of its activities, or says that it is done. */
function resultOf(instance: BareInstance, { kind, elementKey }: Job, random: Random): JobResult | null {
  if (kind !== "AD_HOC_SUB_PROCESS") return null;
  const elementId = random.pickAny(entriesOf(instance, elementKey));
  const isConditionFulfilled = elementId === undefined || random.chance(50);
  const elements = isConditionFulfilled ? [] : [{ elementId, variables: {} }];
  return { type: "adHocSubProcess", isConditionFulfilled, elements, isCancelingRemaining: false };
}

function userTasks(world: BareWorld, instance: BareInstance, { invent }: Hands): Act[] {
  const open = [...instance.state.userTasks.values()].filter(({ transition }) => transition === null);
  return open.map(({ key: userTaskKey }) => ({
    urgency: 0,
    perform: () =>
      world.execute(instance.key, {
        type: "completeUserTask",
        userTaskKey,
        variables: invent(instance.model),
        by: null,
      }),
  }));
}

/** Ad-hoc sub-processes in which nothing goes on, and that no worker is asked about. */
function adHocs(world: BareWorld, instance: BareInstance, { random }: Hands): Act[] {
  const idle = [...instance.state.elements.values()].filter(
    ({ type, children, jobKey, incidentKeys }) =>
      type === "AD_HOC_SUB_PROCESS" && children.size === 0 && jobKey === null && incidentKeys.size === 0,
  );
  return idle.flatMap(({ key: elementKey }) => {
    const elementId = random.pickAny(entriesOf(instance, elementKey));
    if (elementId === undefined) return [];
    const elements = [{ elementId, variables: {} }];
    return [
      {
        urgency: 1,
        perform: () =>
          world.execute(instance.key, { type: "activateAdHoc", elementKey, elements, isCancelingRemaining: false }),
      },
    ];
  });
}

function entriesOf(instance: BareInstance, elementKey: string): string[] {
  const node = instance.model.nodes.get(instance.state.elements.get(elementKey)?.elementId ?? "");
  const isEntry = ({
    incoming,
    type,
    isForCompensation,
  }: {
    incoming: readonly unknown[];
    type: string;
    isForCompensation: boolean;
  }) => incoming.length === 0 && type !== "BOUNDARY_EVENT" && type !== "EVENT_SUB_PROCESS" && !isForCompensation;
  return (node?.children ?? []).filter(isEntry).map(({ id }) => id);
}

function arriving(
  world: BareWorld,
  instance: BareInstance,
  { subscriptionKey, wait }: Subscription,
  { invent }: Hands,
): Act {
  const variables = () => invent(instance.model);
  switch (wait.kind) {
    case "message": {
      const { messageName: name, correlationKey } = wait;
      return {
        urgency: 2,
        perform: () =>
          world.publish({ name, correlationKey, variables: variables(), timeToLiveMs: null, messageId: null }),
      };
    }
    case "signal":
      return { urgency: 3, perform: () => world.broadcast(wait.signalName, variables()) };
    case "conditional":
      return {
        urgency: 4,
        perform: () =>
          world.execute(instance.key, {
            type: "setVariables",
            elementKey: instance.key,
            variables: variables(),
            isLocal: false,
          }),
      };
    case "timer":
      return {
        // Sooner ones first, and all of them after everything else.
        urgency: 5 + wait.dueMs,
        perform: () => {
          world.setNow(Math.max(world.nowMs(), wait.dueMs));
          world.execute(instance.key, { type: "triggerTimer", subscriptionKey });
        },
      };
    default:
      wait satisfies never;
      throw new Error("Expected a wait of a known kind");
  }
}
