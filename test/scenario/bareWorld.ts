import type { Decisions } from "../../engine/decision/calling.ts";
import type { Variables } from "../../engine/feel/values.ts";
import { instanceKeyOf, keyOfSequence } from "../../engine/keys.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import type { Command, Event, OutgoingEvent, StartInstance } from "../../engine/vocabulary.ts";
import { BareInstance, type Origins } from "./bareInstance.ts";
import { BareMessages, type Message, type OpenWait, type Start, startsBy } from "./bareMessages.ts";
import { type Publication, Rejected } from "./runner.ts";

/** A fact, whose it is, and which of the world's commands it followed from, from 0. */
export interface Happened {
  readonly instance: BareInstance;
  readonly event: Event;
  readonly turn: number;
}

/**
 * Process instances on the pure engine, in memory, and the post between them: what one of them sends is carried out
 * after its own command, first in, first out. The same commands always give the same facts in the same order.
 */
export class BareWorld {
  readonly models: readonly ProcessModel[];
  readonly instances: BareInstance[] = [];
  /** Of all instances, in the order in which it happened. */
  readonly history: Happened[] = [];
  #now = Date.UTC(2026, 0, 5, 9);
  #keyCount = 0;
  #turns = 0;
  readonly #post: (() => void)[] = [];
  readonly #messages: BareMessages;
  readonly #decisions: Decisions;
  /** The instance that a call activity's instance has called. */
  readonly #called = new Map<string, BareInstance>();

  constructor(models: readonly ProcessModel[], decisions: Decisions = () => null) {
    this.models = models;
    this.#decisions = decisions;
    this.#messages = new BareMessages({
      models,
      instances: this.instances,
      nowMs: () => this.#now,
      correlate: (wait, message) => this.#post.push(() => this.#correlate(wait, message)),
      begin: (model, start, message) => this.#beginBy(model, start, message),
    });
  }

  nowMs(): number {
    return this.#now;
  }

  setNow(nowMs: number): void {
    this.#now = nowMs;
  }

  start(model: ProcessModel, command: StartInstance): void {
    this.#begin(model, { callerKey: null, startCorrelationKey: null }, command);
    this.#settle();
  }

  execute(processInstanceKey: string, command: Command): void {
    this.#execute(this.#instance(processInstanceKey), command);
    this.#settle();
  }

  publish(publication: Publication): void {
    this.#messages.publish(publication);
    this.#settle();
  }

  broadcast(signalName: string, variables: Variables): void {
    this.#broadcast(signalName, variables);
    this.#settle();
  }

  #settle(): void {
    for (let carryOut = this.#post.shift(); carryOut; carryOut = this.#post.shift()) carryOut();
  }

  #instance(key: string): BareInstance {
    const instance = this.instances.find((one) => one.key === key);
    if (!instance) throw new Rejected("INSTANCE_NOT_FOUND", `there is no instance ${key}`);
    return instance;
  }

  #begin(model: ProcessModel, origins: Origins, command: StartInstance): BareInstance {
    const instance = this.#newInstance(model, origins);
    try {
      this.#execute(instance, command);
    } catch (error) {
      this.instances.splice(this.instances.indexOf(instance), 1);
      throw error;
    }
    return instance;
  }

  #newInstance(model: ProcessModel, origins: Origins): BareInstance {
    this.#keyCount += 1;
    const instance = new BareInstance(keyOfSequence(BigInt(this.#keyCount)), model, origins);
    this.instances.push(instance);
    return instance;
  }

  #execute(instance: BareInstance, command: Command): void {
    const events = instance.execute(command, { nowMs: this.#now, decisions: this.#decisions });
    const turn = this.#turns++;
    for (const event of events) {
      this.history.push({ instance, event, turn });
      this.#messages.follow(instance, event);
      if (isOutgoing(event)) this.#post.push(() => this.#deliver(instance, event));
    }
  }

  #deliver(from: BareInstance, event: OutgoingEvent): void {
    const { callerKey } = from.origins;
    switch (event.type) {
      case "messageThrown":
        return this.#messages.publish({ ...event, name: event.messageName, messageId: null });
      case "signalThrown":
        return this.#broadcast(event.signalName, event.variables, from);
      case "processCalled":
        return this.#call(event);
      case "callCanceled":
        return this.#cancelCalled(event.elementKey);
      case "calledCompleted": {
        const { variables, compensations } = event;
        return this.#tell(callerKey, { type: "completeCall", elementKey: callerKey ?? "", variables, compensations });
      }
      case "thrownToCaller": {
        const { origin, thrown } = event;
        return this.#tell(callerKey, { type: "catchThrown", elementKey: callerKey ?? "", origin, thrown });
      }
      case "thrownAnswered": {
        const { origin, thrown, isCaught } = event;
        const { elementKey } = origin;
        return this.#tell(origin.processInstanceKey, { type: "answerThrown", elementKey, thrown, isCaught });
      }
      default:
        event satisfies never;
    }
  }

  /** To the instance that the key belongs to, unless what it is about has gone meanwhile. */
  #tell(key: string | null, command: Command): void {
    if (key === null) throw new Error(`nobody to tell ${command.type}`);
    this.#whenGone(
      () => this.#execute(this.#instance(instanceKeyOf(key)), command),
      () => {},
    );
  }

  #whenGone(attempt: () => void, otherwise: () => void): void {
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof Rejected && gone.has(error.code))) throw error;
      otherwise();
    }
  }

  #call(event: OutgoingEvent & { type: "processCalled" }): void {
    const { elementKey, variables, undoing } = event;
    const model = undoing ? this.#called.get(undoing.elementKey)?.model : this.#callable(event);
    const fail = (message: string) => this.#tell(elementKey, { type: "failCall", elementKey, message });
    if (!model) return fail(`there is no process ${event.processId}`);
    const command: StartInstance = { type: "startInstance", variables, startElementIds: null };
    try {
      const origins = { callerKey: elementKey, startCorrelationKey: null };
      const called = this.#begin(
        model,
        origins,
        undoing ? { ...command, compensations: undoing.compensations } : command,
      );
      this.#called.set(elementKey, called);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      fail(error.message);
    }
  }

  #callable({ processId, binding, versionTag }: OutgoingEvent & { type: "processCalled" }): ProcessModel | undefined {
    const fits = (model: ProcessModel) => binding !== "versionTag" || model.versionTag === versionTag;
    return this.models.find((model) => model.processId === processId && fits(model));
  }

  /** A call that could not be made has nothing to cancel. */
  #cancelCalled(elementKey: string): void {
    const called = this.#called.get(elementKey);
    if (called) this.#tell(called.key, { type: "cancelInstance", isByCaller: true });
  }

  #correlate(wait: OpenWait, message: Message): void {
    const { subscriptionKey } = wait.subscription;
    const { key: messageKey, variables } = message;
    this.#whenGone(
      () => this.#execute(wait.instance, { type: "correlateMessage", subscriptionKey, messageKey, variables }),
      () => this.#messages.orphaned(wait, message),
    );
  }

  #beginBy(model: ProcessModel, start: Start, message: Message): void {
    const origins = { callerKey: null, startCorrelationKey: message.correlationKey };
    const instance = this.#newInstance(model, origins);
    this.#post.push(() => this.#execute(instance, startAt(start, message.variables)));
  }

  /**
   * All who wait for it now, once each, and every start event of its name at which no instance waits for it, begun by
   * another trigger. The thrower has heard it already.
   */
  #broadcast(signalName: string, variables: Variables, thrower: BareInstance | null = null): void {
    for (const instance of this.instances.filter((one) => one !== thrower))
      for (const { subscriptionKey, wait } of instance.state.subscriptions.values())
        if (wait.kind === "signal" && wait.signalName === signalName)
          this.#post.push(() => this.#tell(subscriptionKey, { type: "triggerSignal", subscriptionKey, variables }));
    for (const model of this.models)
      for (const start of startsBy(model, "signal", signalName))
        if (!this.#isAwaited(model, start))
          this.#post.push(() => {
            this.#begin(model, { callerKey: null, startCorrelationKey: null }, startAt(start, variables));
          });
  }

  #isAwaited(model: ProcessModel, { node, triggerIndex }: Start): boolean {
    const waits = this.instances
      .filter((instance) => instance.model === model)
      .flatMap(({ state }) => [...state.subscriptions.values()]);
    return waits.some((wait) => wait.elementId === node.id && wait.triggerIndex === triggerIndex);
  }
}

const startAt = ({ node, triggerIndex }: Start, eventVariables: Variables): StartInstance => ({
  type: "startInstance",
  variables: {},
  startElementIds: [node.id],
  eventVariables,
  triggerIndex,
});

/** What is said too late: its addressee has ended, or waits no longer. */
const gone: ReadonlySet<string> = new Set(["INSTANCE_ENDED", "ELEMENT_NOT_FOUND", "SUBSCRIPTION_GONE"]);

const outgoing: Readonly<Record<OutgoingEvent["type"], true>> = {
  messageThrown: true,
  signalThrown: true,
  processCalled: true,
  callCanceled: true,
  calledCompleted: true,
  thrownToCaller: true,
  thrownAnswered: true,
};

const isOutgoing = (event: Event): event is OutgoingEvent => event.type in outgoing;
