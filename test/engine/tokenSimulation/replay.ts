import type { Command, Subscription } from "../../../engine/vocabulary.ts";
import { modelsIn } from "../../scenario/bareRunner.ts";
import { BareWorld } from "../../scenario/bareWorld.ts";
import { correlationKey, executable } from "./plainModel.ts";
import type { Recording, Step, Walk } from "./recorded.ts";
import { byProcess, walkOf } from "./walk.ts";

/** What was recorded, and what we do with the same steps. */
export async function replay({ xml, steps, walk }: Recording): Promise<{ recorded: Walk; ours: Walk }> {
  const world = new BareWorld(await modelsIn(await executable(xml, steps)));
  let from = 0;
  let looked = 0;
  for (const step of steps) {
    if (step.kind === "look") {
      from = looked;
      looked = 1 + (world.history.at(-1)?.turn ?? -1);
    } else take(world, step);
  }
  return { recorded: byProcess(walk, world.history), ours: walkOf(world.history, from) };
}

function take(world: BareWorld, step: Exclude<Step, { kind: "look" }>): void {
  switch (step.kind) {
    case "choose":
    case "waitAt":
      // Part of the model already.
      return;
    case "send":
      return world.publish({
        name: step.messageFlowId,
        correlationKey,
        variables: {},
        timeToLiveMs: null,
        messageId: null,
      });
    case "trigger":
      return trigger(world, step.elementId);
    default:
      step satisfies never;
  }
}

function trigger(world: BareWorld, elementId: string): void {
  const model = world.models.find(({ root }) =>
    root.children.some((node) => node.id === elementId && node.type === "START_EVENT"),
  );
  if (!model) return goOn(world, elementId);
  const isNone = model.nodes.get(elementId)?.trigger === null;
  world.start(model, { type: "startInstance", variables: {}, startElementIds: isNone ? null : [elementId] });
}

/** What has waited longest at the element goes on, whatever it waits for. */
function goOn(world: BareWorld, elementId: string): void {
  for (const { key, state } of world.instances) {
    const subscription = [...state.subscriptions.values()].find((one) => one.elementId === elementId);
    if (subscription) return world.execute(key, triggering(subscription));
    const job = [...state.jobs.values()].find(({ type }) => type === elementId);
    if (job) return world.execute(key, { type: "completeJob", jobKey: job.key, variables: {} });
  }
  throw new Error(`Expected something to wait at ${elementId}, found nothing`);
}

function triggering({ subscriptionKey, wait }: Subscription): Command {
  switch (wait.kind) {
    case "timer":
      return { type: "triggerTimer", subscriptionKey };
    case "message":
      return { type: "correlateMessage", subscriptionKey, messageKey: "1", variables: {} };
    case "signal":
      return { type: "triggerSignal", subscriptionKey, variables: {} };
    case "conditional":
      throw new Error("A condition comes true by variables, of which a plain model has none");
    default:
      return wait satisfies never;
  }
}
