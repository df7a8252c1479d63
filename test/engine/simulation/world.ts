import type { Variables } from "../../../engine/feel/values.ts";
import { instanceKeyOf, keyOfSequence } from "../../../engine/keys.ts";
import { type FlowNode, type ProcessModel, triggersOf } from "../../../engine/model/model.ts";
import type { Command, OutgoingEvent, Rejection, StartInstance } from "../../../engine/vocabulary.ts";
import { Instance } from "./instance.ts";
import type { Random } from "./random.ts";

/** Something to do, from outside. */
export type Move =
  | { readonly kind: "start"; readonly processId: string; readonly command: StartInstance }
  | { readonly kind: "tell"; readonly instanceKey: string; readonly command: Command }
  | { readonly kind: "broadcast"; readonly signalName: string; readonly variables: Variables }
  /** The oldest word that this instance has for others reaches them. */
  | { readonly kind: "deliver"; readonly from: string };

/** More instances than this are not begun: processes that begin one another would fill the memory. */
const instancesMax = 12;

/**
 * Process instances and the post between them. What one instance says to others comes later, in the order in which it
 * was said, while anything else happens in between.
 */
export class World {
  readonly models: readonly ProcessModel[];
  readonly instances = new Map<string, Instance>();
  /** What instances have said and nobody has heard, by sender. */
  readonly post = new Map<string, OutgoingEvent[]>();
  readonly moves: Move[] = [];
  /** Of the processes, as they were drawn. */
  readonly isSound: boolean;
  readonly random: Random;
  /** Nobody hears messages, and nothing new begins but what is called. */
  isQuiet = false;
  /** How many of the moves were chosen; with the others everything that waited was answered. */
  chosen = 0;
  #count = 0;
  #nowMs = Date.UTC(2026, 0, 5);
  /** Which instance an element instance has called. */
  readonly #called = new Map<string, string>();

  constructor(models: readonly ProcessModel[], isSound: boolean, random: Random) {
    this.models = models;
    this.isSound = isSound;
    this.random = random;
  }

  perform(move: Move): void {
    this.moves.push(move);
    if (!this.isQuiet) this.chosen = this.moves.length;
    switch (move.kind) {
      case "start": {
        const model = this.models.find(({ processId }) => processId === move.processId);
        if (model) this.#begin(model, null, move.command);
        return;
      }
      case "tell":
        this.tell(move.instanceKey, move.command);
        return;
      case "broadcast":
        return this.#broadcast(move.signalName, move.variables, null);
      case "deliver": {
        const event = this.post.get(move.from)?.shift();
        return event && this.#deliver(move.from, event);
      }
      default:
        move satisfies never;
    }
  }

  /** Null when it was carried out. */
  tell(instanceKey: string, command: Command): Rejection | null {
    this.#nowMs += 1_000;
    const instance = this.instances.get(instanceKey);
    if (!instance) throw new Error(`there is no instance ${instanceKey}`);
    const { events, rejection } = instance.execute(command, this.#nowMs);
    const said = events.filter((event) => isOutgoing(event));
    if (said.length > 0) this.post.set(instanceKey, [...(this.post.get(instanceKey) ?? []), ...said]);
    return rejection;
  }

  senders(): string[] {
    return [...this.post].flatMap(([key, { length }]) => (length > 0 ? [key] : []));
  }

  #begin(model: ProcessModel, callerKey: string | null, command: StartInstance): Rejection | string {
    this.#count += 1;
    const key = keyOfSequence(BigInt(this.#count));
    this.instances.set(key, new Instance(key, model, callerKey));
    const rejection = this.tell(key, command);
    if (rejection) this.instances.delete(key);
    return rejection ?? key;
  }

  #deliver(from: string, event: OutgoingEvent): void {
    const callerKey = this.instances.get(from)?.state.callerKey ?? "";
    switch (event.type) {
      case "messageThrown":
        return this.#publish(event.messageName, event.correlationKey, event.variables);
      case "signalThrown":
        return this.#broadcast(event.signalName, event.variables, from);
      case "processCalled":
        return this.#call(event);
      case "callCanceled": {
        const called = this.#called.get(event.elementKey);
        if (called) this.#tellUnlessGone(called, { type: "cancelInstance", isByCaller: true });
        return;
      }
      case "calledCompleted": {
        const { variables, compensations } = event;
        return this.#tellElement(callerKey, { type: "completeCall", elementKey: callerKey, variables, compensations });
      }
      case "thrownToCaller": {
        const { origin, thrown } = event;
        return this.#tellElement(callerKey, { type: "catchThrown", elementKey: callerKey, origin, thrown });
      }
      case "thrownAnswered": {
        const { origin, thrown, isCaught } = event;
        const { elementKey } = origin;
        return this.#tellElement(elementKey, { type: "answerThrown", elementKey, thrown, isCaught });
      }
      default:
        event satisfies never;
    }
  }

  /** Word for an element is refused only when the element has ended. */
  #tellElement(elementKey: string, command: Command): void {
    const isLive = this.instances.get(instanceKeyOf(elementKey))?.state.elements.has(elementKey);
    const rejection = this.tell(instanceKeyOf(elementKey), command);
    if (rejection && isLive) throw new Error(`${command.type} to a live element: ${rejection.detail}`);
  }

  #tellUnlessGone(instanceKey: string, command: Command): void {
    const isLive = (this.instances.get(instanceKey)?.state.elements.size ?? 0) > 0;
    const rejection = this.tell(instanceKey, command);
    if (rejection && isLive) throw new Error(`${command.type} to a live instance: ${rejection.detail}`);
  }

  #call({ elementKey, processId, variables, undoing }: OutgoingEvent & { type: "processCalled" }): void {
    const before = undoing && this.#called.get(undoing.elementKey);
    const model = before ? this.instances.get(before)?.model : this.models.find((one) => one.processId === processId);
    const command: StartInstance = { type: "startInstance", variables, startElementIds: null };
    const begun = model
      ? this.#begin(model, elementKey, undoing ? { ...command, compensations: undoing.compensations } : command)
      : { detail: `there is no process ${processId}` };
    if (typeof begun === "string") this.#called.set(elementKey, begun);
    else this.#tellElement(elementKey, { type: "failCall", elementKey, message: begun.detail });
  }

  /** One of those who wait for it has it; else it begins a process; else nobody has it. */
  #publish(name: string, correlationKey: string, variables: Variables): void {
    if (this.isQuiet) return;
    const waiting = [...this.instances].flatMap(([key, { state }]) =>
      [...state.subscriptions.values()].flatMap(({ subscriptionKey, wait }) =>
        wait.kind === "message" && wait.messageName === name && wait.correlationKey === correlationKey
          ? [{ key, subscriptionKey }]
          : [],
      ),
    );
    const one = this.random.pickAny(waiting);
    if (!one) return this.#beginBy("message", name, variables);
    const { subscriptionKey } = one;
    this.tell(one.key, { type: "correlateMessage", subscriptionKey, messageKey: "1", variables });
  }

  /** Everything that waits for it now, but for the thrower, which has heard it; and every start event. */
  #broadcast(signalName: string, variables: Variables, thrower: string | null): void {
    const waiting = [...this.instances].flatMap(([key, { state }]) =>
      [...state.subscriptions.values()].flatMap(({ subscriptionKey, wait }) =>
        key !== thrower && wait.kind === "signal" && wait.signalName === signalName ? [{ key, subscriptionKey }] : [],
      ),
    );
    for (const { key, subscriptionKey } of waiting)
      this.tell(key, { type: "triggerSignal", subscriptionKey, variables });
    if (!this.isQuiet) this.#beginBy("signal", signalName, variables);
  }

  #beginBy(kind: "message" | "signal", name: string, eventVariables: Variables): void {
    for (const model of this.models)
      for (const start of triggeredStarts(model)) {
        const isMeant = triggersOf(start).some(
          (trigger) =>
            trigger.kind === kind &&
            "name" in trigger &&
            typeof trigger.name === "object" &&
            trigger.name.fixed === name,
        );
        if (!isMeant || this.instances.size >= instancesMax) continue;
        const command: StartInstance = {
          type: "startInstance",
          variables: {},
          startElementIds: [start.id],
          eventVariables,
        };
        this.#begin(model, null, command);
      }
  }
}

/** What begins an instance of the process when it happens: start events, receive tasks, events behind a gateway. */
export const triggeredStarts = ({ root }: ProcessModel): FlowNode[] =>
  root.children.flatMap((node) => {
    if (node.type === "START_EVENT") return node.trigger ? [node] : [];
    if (!node.isInstantiating) return [];
    return node.type === "EVENT_BASED_GATEWAY" ? node.outgoing.map(({ target }) => target) : [node];
  });

const outgoing: Readonly<Record<OutgoingEvent["type"], true>> = {
  messageThrown: true,
  signalThrown: true,
  processCalled: true,
  callCanceled: true,
  calledCompleted: true,
  thrownToCaller: true,
  thrownAnswered: true,
};

const isOutgoing = (event: { type: string }): event is OutgoingEvent => event.type in outgoing;
