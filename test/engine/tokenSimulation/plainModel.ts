import { create, type Draft, flowElementsIn, listOf, moddle, referenceOf, retype } from "./moddle.ts";
import type { Step } from "./recorded.ts";

/** Every message has the same correlation key; where two tokens could mistake each other, their names differ. */
export const correlationKey = "key";

/** How long every timer waits, unless it is told to fire. */
const duration = "PT1H";

/**
 * Adds to a plain model what an executable one needs and a drawing leaves open, without changing where its tokens go:
 *
 * - Every process that something in it can start is executable, and of several start events only the triggered one has
 *   no trigger of its own.
 * - A gateway's flows get conditions: true on those that a `choose` step names, else on its first one.
 * - A message flow is a message; what it ends at catches it, what it begins at throws it. Each other event and receive
 *   task without a message has one of its own. Signals, links, and what is thrown as error or escalation without a
 *   reference are one each for the whole model, since any of them finds any other.
 * - A timer has a duration, a non-interrupting one a cycle; no condition ever becomes true.
 * - A boundary event without a trigger waits for a message of its own, a task of a `waitAt` step for a worker.
 */
export async function executable(xml: string, steps: readonly Step[]): Promise<string> {
  const { rootElement: definitions } = await moddle.fromXML(xml);
  const model = new PlainModel(definitions);
  for (const step of steps) if (step.kind === "waitAt") model.waitAt(step.taskId);
  model.sendAlongMessageFlows();
  model.startOnlyAt(steps.flatMap((step) => (step.kind === "trigger" ? [step.elementId] : [])));
  model.fillEvents();
  model.fillGateways(steps);
  return (await moddle.toXML(definitions)).xml;
}

class PlainModel {
  readonly #definitions: Draft;
  readonly #elements: readonly Draft[];

  constructor(definitions: Draft) {
    this.#definitions = definitions;
    const processes = listOf(definitions, "rootElements").filter(({ $type }) => $type === "bpmn:Process");
    for (const process of processes)
      process.set(
        "isExecutable",
        listOf(process, "flowElements").some((element) => !element.get("triggeredByEvent")),
      );
    this.#elements = processes.flatMap(flowElementsIn);
  }

  waitAt(taskId: string): void {
    const task = this.#elements.find(({ id }) => id === taskId);
    if (!task) throw new Error(`Expected a task ${taskId}, found none`);
    retype(task, "bpmn:ServiceTask");
    const extensionElements = create("bpmn:ExtensionElements", task);
    extensionElements.set("values", [create("zeebe:TaskDefinition", extensionElements, { type: taskId })]);
    task.set("extensionElements", extensionElements);
  }

  sendAlongMessageFlows(): void {
    const flows = listOf(this.#definitions, "rootElements").flatMap((element) => listOf(element, "messageFlows"));
    const isToProcess = (flow: Draft) => this.#elements.includes(referenceOf(flow, "targetRef") as Draft);
    // An element has one message; that which reaches a flow node is the one whose way goes on.
    for (const flow of flows.toSorted((one, other) => Number(isToProcess(other)) - Number(isToProcess(one))))
      for (const end of [referenceOf(flow, "sourceRef"), referenceOf(flow, "targetRef")])
        if (end && this.#elements.includes(end)) this.#giveMessage(end, flow.id ?? "");
  }

  startOnlyAt(triggeredIds: readonly string[]): void {
    for (const element of this.#elements) {
      const isOfProcess = element.$type === "bpmn:StartEvent" && element.$parent?.$type === "bpmn:Process";
      const isAlone = this.#elements.every(
        (other) => other === element || other.$type !== "bpmn:StartEvent" || other.$parent !== element.$parent,
      );
      if (isOfProcess && !isAlone && !triggeredIds.includes(element.id ?? "")) this.#giveMessage(element);
    }
  }

  fillEvents(): void {
    for (const element of this.#elements) {
      const definitions = listOf(element, "eventDefinitions");
      if (element.$type === "bpmn:ReceiveTask") this.#giveMessage(element);
      if (element.$type === "bpmn:BoundaryEvent" && definitions.length === 0) this.#giveMessage(element);
      for (const definition of definitions) this.#fill(element, definition);
    }
  }

  fillGateways(steps: readonly Step[]): void {
    for (const gateway of this.#elements) {
      const outgoing = listOf(gateway, "outgoing");
      if (!/:(Exclusive|Inclusive)Gateway$/.test(gateway.$type) || outgoing.length < 2) continue;
      const choice = steps.find((step) => step.kind === "choose" && step.gatewayId === gateway.id);
      const chosen = choice?.kind === "choose" ? choice.flowIds : [outgoing[0]?.id];
      for (const flow of outgoing.filter((one) => one !== referenceOf(gateway, "default"))) {
        const body = chosen.includes(flow.id ?? "") ? "=true" : "=false";
        flow.set("conditionExpression", create("bpmn:FormalExpression", flow, { body }));
      }
    }
  }

  #fill(event: Draft, definition: Draft): void {
    switch (definition.$type) {
      case "bpmn:MessageEventDefinition":
        return this.#giveMessage(event);
      case "bpmn:SignalEventDefinition":
        return this.#refer(definition, "signalRef", "bpmn:Signal", {});
      case "bpmn:ErrorEventDefinition":
        return isThrowing(event)
          ? this.#refer(definition, "errorRef", "bpmn:Error", { errorCode: unnamed })
          : undefined;
      case "bpmn:EscalationEventDefinition":
        if (!isThrowing(event)) return;
        return this.#refer(definition, "escalationRef", "bpmn:Escalation", { escalationCode: unnamed });
      case "bpmn:LinkEventDefinition":
        if (!definition.get("name")) definition.set("name", unnamed);
        return;
      case "bpmn:TimerEventDefinition": {
        const isRepeated = event.get("cancelActivity") === false || event.get("isInterrupting") === false;
        const body = isRepeated ? `R/${duration}` : duration;
        const property = isRepeated ? "timeCycle" : "timeDuration";
        return definition.set(property, create("bpmn:FormalExpression", definition, { body }));
      }
      case "bpmn:ConditionalEventDefinition":
        return definition.set("condition", create("bpmn:FormalExpression", definition, { body: "=false" }));
      case "bpmn:CompensateEventDefinition":
      case "bpmn:CancelEventDefinition":
      case "bpmn:TerminateEventDefinition":
        return;
      default:
        throw new Error(`Expected an event definition of BPMN 2.0 at ${event.id}, got ${definition.$type}`);
    }
  }

  /** Lets an event or a task catch or throw the message; one of its own when no message flow gives it another. */
  #giveMessage(element: Draft, name = element.id ?? ""): void {
    if (element.$type === "bpmn:Task") retype(element, "bpmn:SendTask");
    const holder = /Task$/.test(element.$type) ? element : this.#messageDefinition(element);
    const message = referenceOf(holder, "messageRef") ?? this.#root("bpmn:Message", `message ${name}`, { name });
    holder.set("messageRef", message);
    const extensionElements = create("bpmn:ExtensionElements", message);
    const subscription = create("zeebe:Subscription", extensionElements, { correlationKey: `="${correlationKey}"` });
    extensionElements.set("values", [subscription]);
    message.set("extensionElements", extensionElements);
  }

  #messageDefinition(event: Draft): Draft {
    const [definition = create("bpmn:MessageEventDefinition", event)] = listOf(event, "eventDefinitions");
    event.set("eventDefinitions", [definition]);
    return definition;
  }

  #refer(definition: Draft, property: string, type: string, code: Record<string, string>): void {
    if (referenceOf(definition, property)) return;
    definition.set(property, this.#root(type, `${unnamed} ${type}`, { name: unnamed, ...code }));
  }

  /** A root element of this type and key, made when it is needed first. */
  #root(type: string, key: string, properties: Record<string, string>): Draft {
    const id = key.replace(/[^\w-]/g, "_");
    const roots = listOf(this.#definitions, "rootElements");
    const present = roots.find((element) => element.id === id);
    if (present) return present;
    const root = create(type, this.#definitions, { id, ...properties });
    this.#definitions.set("rootElements", [...roots, root]);
    return root;
  }
}

const unnamed = "unnamed";

const isThrowing = (event: Draft) => /:(EndEvent|IntermediateThrowEvent)$/.test(event.$type);
