import type { FlowNode, ProcessModel } from "../../../engine/model/model.ts";
import type { Event, Wait } from "../../../engine/vocabulary.ts";
import { isExplained } from "./beginnings.ts";
import { checkDeparture } from "./departures.ts";
import { add, type Entry, newEntry, shown } from "./entry.ts";
import { readyJoins } from "./joinOracle.ts";
import { Undoing } from "./undoing.ts";

/**
 * The tokens of one process instance, counted from its events alone and by other rules than the engine's: every token
 * is taken from where it lay, every element that begins has a reason, every one that ends leaves nothing behind.
 * Each method throws when something does not add up.
 */
export class Account {
  readonly model: ProcessModel;
  readonly entries = new Map<string, Entry>();
  readonly undoing: Undoing;
  readonly #owners = new Map<string, string>();
  readonly #waits = new Map<string, { elementId: string; kind: Wait["kind"] }>();
  readonly #ended = new Set<string>();
  #departed: { entry: Entry; flowIds: string[] } | null = null;
  /** Began without a reason that could be seen; the next event has to give one. */
  #unexplained: Entry | null = null;
  #over: { entry: Entry; ids: readonly string[] } | null = null;
  /** Its first command is being followed. */
  isStarting = false;

  constructor(model: ProcessModel) {
    this.model = model;
    this.undoing = new Undoing(model.semantics.isCompensationParallel);
  }

  /** The events of one command. */
  follow(events: readonly Event[]): void {
    this.isStarting = this.#ended.size === 0 && this.entries.size === 0;
    for (const event of events) this.#follow(event);
    this.#settle();
    for (const entry of this.entries.values()) {
      entry.interrupted = [];
      entry.triggered.clear();
    }
  }

  #follow(event: Event): void {
    if (event.type !== "sequenceFlowTaken") this.#settle();
    if (this.#unexplained && event.type !== "compensationBegan")
      throw new Error(`${this.#unexplained.node.id} began without a token`);
    this.#withdraw(event);
    this.undoing.follow(event, this);
    switch (event.type) {
      case "elementActivated":
        return this.#activated(event);
      case "elementCompleted":
        this.#departed = { entry: this.#ends(event.elementKey), flowIds: [] };
        return;
      case "elementTerminated":
        return this.#terminated(this.#ends(event.elementKey));
      case "sequenceFlowTaken":
        return this.#taken(event);
      case "tokensDropped":
        if (this.entry(event.scopeKey).tokens.size === 0) throw new Error(`no tokens to drop in ${event.scopeKey}`);
        return this.entry(event.scopeKey).tokens.clear();
      case "loopBegan":
        this.entry(event.elementKey).loop = { count: event.count, started: 0 };
        return;
      case "progressed":
        return this.#progressed(event);
      case "compensationBegan":
        if (this.#unexplained?.key === event.handlerKey) this.#unexplained = null;
        this.entry(event.handlerKey).isHandler = true;
        return;
      default:
        return this.#opensOrCloses(event);
    }
  }

  /** What a complex gateway has still to wait for is noted at its scope; that it waits no more comes before it fires. */
  #progressed({ elementKey, progress }: Event & { type: "progressed" }): void {
    const entry = this.entry(elementKey);
    if (progress?.isReset) entry.isReset = true;
    const over = [...entry.resetting.keys()].filter((id) => !progress?.gateways?.[id]);
    if (over.length > 0) this.#over = { entry, ids: over };
  }

  /** Everything in the scope was ended: nothing fires. */
  #withdraw(event: Event): void {
    const { entry, ids = [] } = this.#over ?? {};
    this.#over = null;
    for (const id of ids)
      if (event.type !== "elementActivated" || event.elementId !== id || event.scopeKey !== entry?.key)
        entry?.resetting.delete(id);
  }

  entry(key: string): Entry {
    const entry = this.entries.get(key);
    if (!entry) throw new Error(`element instance ${key} ${this.#ended.has(key) ? "has ended" : "never began"}`);
    return entry;
  }

  #activated({
    elementKey,
    elementId,
    elementType,
    scopeKey,
    flowIds,
    loopIndex,
  }: Event & { type: "elementActivated" }) {
    if (this.entries.has(elementKey) || this.#ended.has(elementKey)) throw new Error(`${elementKey} began twice`);
    const node = this.model.nodes.get(elementId);
    if (!node) throw new Error(`there is no element ${elementId}`);
    const entry = newEntry({ key: elementKey, node, type: elementType, scopeKey, loopIndex });
    const scope = scopeKey === null ? null : this.entry(scopeKey);
    if (scope) {
      if (flowIds.length > 0) this.#consumes(scope, node, flowIds);
      else if (!isExplained(this, scope, entry)) this.#unexplained = entry;
      scope.children.add(elementKey);
      if (takesOver(node)) scope.isTakenOver = true;
    } else if (node !== this.model.root || !this.isStarting) throw new Error(`${elementId} began outside of any scope`);
    this.entries.set(elementKey, entry);
  }

  /** It takes one token of each flow, and what its kind asks for. */
  #consumes(scope: Entry, node: FlowNode, flowIds: readonly string[]): void {
    const into = node.incoming.map(({ id }) => id);
    const isDistinct = new Set(flowIds).size === flowIds.length;
    const isRight = (() => {
      if (!flowIds.every((id) => into.includes(id))) return false;
      switch (node.type) {
        case "PARALLEL_GATEWAY":
          return isDistinct && flowIds.length === into.length;
        case "INCLUSIVE_GATEWAY":
          return isDistinct && (into.length === 1 || readyJoins(this, scope).includes(node));
        case "COMPLEX_GATEWAY":
          return isDistinct && this.fires(scope, node, flowIds);
        default:
          return flowIds.length === node.startQuantity;
      }
    })();
    if (!isRight) throw new Error(`${node.id} took [${flowIds}] of [${into}] with ${shown(scope.tokens)} there`);
    for (const id of flowIds) add(scope.tokens, id, -1);
  }

  /** A complex gateway: the first time when its condition says so, then when no more of its tokens can come. */
  fires(scope: Entry, node: FlowNode, flowIds: readonly string[]): boolean {
    if (!node.activationCondition) return node.incoming.length === 1 || readyJoins(this, scope).includes(node);
    const isReady = !scope.resetting.has(node.id) || readyJoins(this, scope).includes(node);
    if (!scope.resetting.delete(node.id)) scope.resetting.set(node.id, new Set(flowIds));
    return isReady;
  }

  /** Nothing that belongs to an element survives it. */
  #ends(key: string): Entry {
    const entry = this.entry(key);
    const left = [...entry.children].map((child) => this.entry(child).node.id);
    if (left.length > 0) throw new Error(`${entry.node.id} ended around [${left}]`);
    if (entry.tokens.size > 0) throw new Error(`${entry.node.id} ended around tokens on ${shown(entry.tokens)}`);
    if (entry.open.size > 0) throw new Error(`${entry.node.id} ended and left ${[...entry.open]} open`);
    this.entries.delete(key);
    this.#ended.add(key);
    if (entry.scopeKey !== null) this.entry(entry.scopeKey).children.delete(key);
    return entry;
  }

  #terminated(entry: Entry): void {
    const { scopeKey, loopIndex } = entry;
    if (loopIndex === null && scopeKey !== null) this.entry(scopeKey).interrupted.push(entry);
  }

  #taken({ flowId, scopeKey }: Event & { type: "sequenceFlowTaken" }): void {
    const departed = this.#departed;
    if (departed?.entry.scopeKey !== scopeKey) throw new Error(`a token came on ${flowId} from nowhere`);
    departed.flowIds.push(flowId);
    add(this.entry(scopeKey).tokens, flowId, 1);
  }

  #settle(): void {
    const { entry, flowIds } = this.#departed ?? {};
    this.#departed = null;
    if (entry && flowIds) checkDeparture(entry, flowIds);
  }

  #opensOrCloses(event: Event): void {
    switch (event.type) {
      case "jobCreated":
        return this.#opened(event.elementKey, event.jobKey);
      case "userTaskCreated":
        return this.#opened(event.elementKey, event.userTaskKey);
      case "subscriptionOpened":
        this.#waits.set(event.subscriptionKey, { elementId: event.elementId, kind: event.wait.kind });
        return this.#opened(event.elementKey, event.subscriptionKey);
      case "incidentRaised":
        return this.#opened(event.elementKey, event.incidentKey);
      case "jobCompleted":
      case "jobCanceled":
        return void this.#closed(event.jobKey);
      case "userTaskCompleted":
      case "userTaskCanceled":
        return void this.#closed(event.userTaskKey);
      case "incidentResolved":
        return void this.#closed(event.incidentKey);
      case "subscriptionClosed":
        return this.#unsubscribed(event);
      case "conditionChanged":
        if (event.isTrue) this.#triggered(event.subscriptionKey);
        return;
      default:
    }
  }

  #unsubscribed({ subscriptionKey, isTriggered }: Event & { type: "subscriptionClosed" }): void {
    if (isTriggered && this.#waits.get(subscriptionKey)?.kind !== "conditional") this.#triggered(subscriptionKey);
    this.#waits.delete(subscriptionKey);
    this.#closed(subscriptionKey);
  }

  #triggered(subscriptionKey: string): void {
    const { elementId = "" } = this.#waits.get(subscriptionKey) ?? {};
    add(this.entry(this.#owners.get(subscriptionKey) ?? "").triggered, elementId, 1);
  }

  #opened(elementKey: string, key: string): void {
    this.entry(elementKey).open.add(key);
    if (this.#owners.has(key)) throw new Error(`${key} was opened twice`);
    this.#owners.set(key, elementKey);
  }

  #closed(key: string): Entry {
    const entry = this.entry(this.#owners.get(key) ?? "");
    if (!entry.open.delete(key)) throw new Error(`${key} was closed twice`);
    return entry;
  }
}

const takesOver = ({ type, children }: FlowNode): boolean =>
  type === "EVENT_SUB_PROCESS" && children.some((one) => one.type === "START_EVENT" && one.isInterrupting);
