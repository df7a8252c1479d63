import { type Expression, evaluateToJson } from "../../engine/feel/expression.ts";
import type { Json, Variables } from "../../engine/feel/values.ts";
import { type FlowNode, type ProcessModel, type SingleTrigger, triggersOf } from "../../engine/model/model.ts";
import type { Event, Subscription } from "../../engine/vocabulary.ts";
import type { BareInstance } from "./bareInstance.ts";
import { type Publication, Rejected } from "./runner.ts";

export interface Message {
  readonly key: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string | null;
  readonly variables: Variables;
  readonly expiresMs: number;
  /** Processes that have had it: each gets it once. */
  readonly reached: Set<string>;
}

/** An event that begins instances, and which of its triggers does. */
export interface Start {
  readonly node: FlowNode;
  readonly triggerIndex: number;
}

export interface OpenWait {
  readonly instance: BareInstance;
  readonly subscription: Subscription;
}

/** What the messages need of the world: they find who waits, it tells them. */
export interface Post {
  readonly models: readonly ProcessModel[];
  readonly instances: readonly BareInstance[];
  nowMs(): number;
  correlate(wait: OpenWait, message: Message): void;
  begin(model: ProcessModel, start: Start, message: Message): void;
}

/**
 * Messages and those who wait for them, by Zeebe's rules: by name and correlation key, the oldest wait of each process
 * first, a message once per process, buffered for its time to live, and one instance at a time that a message with a
 * correlation key has started.
 */
export class BareMessages {
  readonly #post: Post;
  readonly #waits = new Map<string, OpenWait>();
  /** Waits that a message is on its way to. */
  readonly #promised = new Set<string>();
  #buffer: Message[] = [];
  #count = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** Keeps the list of open waits, gives buffered messages to new ones and to processes that have become free. */
  follow(instance: BareInstance, event: Event): void {
    if (event.type === "subscriptionClosed") {
      this.#waits.delete(event.subscriptionKey);
      this.#promised.delete(event.subscriptionKey);
    }
    if (event.type === "subscriptionOpened" && event.wait.kind === "message") {
      const wait = { instance, subscription: event };
      this.#waits.set(event.subscriptionKey, wait);
      const message = this.#live().find((one) => fits(one, wait) && !one.reached.has(instance.processId));
      if (message) this.#promise(wait, message);
    }
    if (event.type === "elementCompleted" || event.type === "elementTerminated")
      if (event.elementKey === instance.key) this.#startNext(instance);
  }

  publish({ timeToLiveMs, ...publication }: Publication): void {
    const { name, correlationKey, messageId } = publication;
    const isSame = (one: Message) =>
      one.messageId === messageId && one.name === name && one.correlationKey === correlationKey;
    if (messageId !== null && this.#live().some(isSame))
      throw new Rejected("MESSAGE_PUBLISHED_ALREADY", `message id ${messageId} lives already`);
    this.#count += 1;
    const expiresMs = this.#post.nowMs() + (timeToLiveMs ?? 0);
    const message = { ...publication, key: String(this.#count), expiresMs, reached: new Set<string>() };
    for (const wait of [...this.#waits.values()]) if (fits(message, wait)) this.#promise(wait, message);
    for (const model of this.#post.models) this.#startBy(message, model);
    if (timeToLiveMs === null && message.reached.size === 0)
      throw new Rejected("MESSAGE_NOT_CORRELATED", `nothing waits for ${name} ${correlationKey}`);
    if (expiresMs > this.#post.nowMs()) this.#buffer.push(message);
  }

  /** The wait had gone when the message came: another one of the same process may have it. */
  orphaned({ instance, subscription }: OpenWait, message: Message): void {
    this.#promised.delete(subscription.subscriptionKey);
    message.reached.delete(instance.processId);
    for (const wait of [...this.#waits.values()]) if (fits(message, wait)) this.#promise(wait, message);
    this.#startBy(message, instance.model);
  }

  #promise(wait: OpenWait, message: Message): void {
    const { processId } = wait.instance;
    const { subscriptionKey } = wait.subscription;
    if (message.reached.has(processId) || this.#promised.has(subscriptionKey)) return;
    message.reached.add(processId);
    this.#promised.add(subscriptionKey);
    this.#post.correlate(wait, message);
  }

  #startBy(message: Message, model: ProcessModel): void {
    const start = startsBy(model, "message", message.name)[0];
    if (!start || message.reached.has(model.processId)) return;
    const isOccupied = (instance: BareInstance) =>
      instance.processId === model.processId &&
      instance.origins.startCorrelationKey === message.correlationKey &&
      !instance.hasEnded;
    if (message.correlationKey !== "" && this.#post.instances.some(isOccupied)) return;
    message.reached.add(model.processId);
    this.#post.begin(model, start, message);
  }

  /** The oldest buffered message with the key of an instance that has ended starts the next one. */
  #startNext({ model, origins }: BareInstance): void {
    const key = origins.startCorrelationKey;
    if (key === null || key === "") return;
    const isNext = (message: Message) =>
      message.correlationKey === key &&
      !message.reached.has(model.processId) &&
      startsBy(model, "message", message.name).length > 0;
    const next = this.#live().find(isNext);
    if (next) this.#startBy(next, model);
  }

  #live(): readonly Message[] {
    this.#buffer = this.#buffer.filter(({ expiresMs }) => expiresMs > this.#post.nowMs());
    return this.#buffer;
  }
}

function fits({ name, correlationKey }: Message, { subscription: { wait } }: OpenWait): boolean {
  return wait.kind === "message" && wait.messageName === name && wait.correlationKey === correlationKey;
}

/** What begins an instance of the process when a message or signal of this name comes. */
export function startsBy({ root }: ProcessModel, kind: "message" | "signal", name: string): Start[] {
  const isNamed = (trigger: SingleTrigger) =>
    (trigger.kind === "message" || trigger.kind === "signal") && trigger.kind === kind && nameOf(trigger.name) === name;
  const starts = root.children
    .flatMap(startsAt)
    .flatMap((node) => triggersOf(node).map((trigger, triggerIndex) => ({ node, trigger, triggerIndex })));
  return starts.filter(({ trigger }) => isNamed(trigger));
}

/** Behind a gateway that begins instances it is its events that do. */
function startsAt(node: FlowNode): readonly FlowNode[] {
  if (node.type === "EVENT_BASED_GATEWAY" && node.isInstantiating) return node.outgoing.map(({ target }) => target);
  return node.type === "START_EVENT" || node.isInstantiating ? [node] : [];
}

/** There is no instance yet, so a name sees no variables. */
function nameOf(name: Expression): Json {
  const evaluated = evaluateToJson(name, () => undefined, { nowMs: 0, random: () => 0 });
  if (!evaluated.ok) throw new Error(evaluated.message);
  return evaluated.value;
}
