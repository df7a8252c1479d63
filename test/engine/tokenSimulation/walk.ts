import type { FlowNode } from "../../../engine/model/model.ts";
import type { Event } from "../../../engine/vocabulary.ts";
import type { BareInstance } from "../../scenario/bareInstance.ts";
import type { Happened } from "../../scenario/bareWorld.ts";
import type { Walk } from "./recorded.ts";

/**
 * What the recordings call entering and leaving, read off our events; process instances one after the other, since
 * the standard orders nothing between them. What happened before a turn is left out.
 *
 * - An element is entered when it is activated; a join for every token that comes to it.
 * - What has waited (for a trigger, a worker, its compensation handlers) is entered again when it goes on. Not so an
 *   event-based gateway: it is never left, and the event takes its place.
 * - An element is left when it completes, and an activity also when an interrupting boundary event ends it. Whatever
 *   else is terminated is not left.
 * - A scope that is opened again to be undone from the inside is not entered again, but left again.
 */
export function walkOf(history: readonly Happened[], fromTurn: number): Walk {
  const walks = [...Map.groupBy(history, ({ instance }) => instance)].map(([instance, happened]) =>
    new Walker(instance).walk(happened, fromTurn),
  );
  return { entered: walks.flatMap(({ entered }) => entered), left: walks.flatMap(({ left }) => left) };
}

/** The part of a recorded walk that is in each process, in the order of {@link walkOf}. */
export function byProcess({ entered, left }: Walk, history: readonly Happened[]): Walk {
  const models = [...new Set(history.map(({ instance }) => instance.model))];
  const sorted = (ids: readonly string[]) => models.flatMap(({ nodes }) => ids.filter((id) => nodes.has(id)));
  return { entered: sorted(entered), left: sorted(left) };
}

/** Reads one instance's events, in order. */
class Walker {
  readonly #instance: BareInstance;
  readonly #entered: string[] = [];
  readonly #left: string[] = [];
  readonly #elementIds = new Map<string, string>();
  /** Element instances that did not go on at once. */
  readonly #waited = new Set<string>();
  /** Element instances that undo a scope from the inside. */
  readonly #reopened: ReadonlySet<string>;
  /** Flows that were taken, and whose tokens have not come to their ends: they do so in this order. */
  #underway: { flowId: string; scopeKey: string }[] = [];

  constructor(instance: BareInstance) {
    this.#instance = instance;
    this.#reopened = new Set(
      instance.all.flatMap((event) =>
        event.type === "compensationBegan" && event.isReopened ? [event.handlerKey] : [],
      ),
    );
  }

  walk(happened: readonly Happened[], fromTurn: number): Walk {
    for (const [turn, inTurn] of Map.groupBy(happened, (one) => one.turn)) {
      if (turn === fromTurn) this.#forget();
      const events = inTurn.map(({ event }) => event);
      for (const [index, event] of events.entries()) this.#read(event, events.slice(index));
      this.#arrive(this.#underway.length);
    }
    return { entered: this.#entered, left: this.#left };
  }

  #forget(): void {
    this.#entered.length = 0;
    this.#left.length = 0;
  }

  #read(event: Event, following: readonly Event[]): void {
    switch (event.type) {
      case "sequenceFlowTaken":
        this.#underway.push(event);
        return;
      case "elementActivated":
        return this.#activated(event);
      case "subscriptionOpened":
      case "jobCreated":
        // What a boundary event waits for, its activity does not.
        if (this.#elementIds.get(event.elementKey) === event.elementId) this.#waited.add(event.elementKey);
        return;
      case "compensationClaimed":
        if (!this.#reopened.has(event.throwerKey)) this.#waited.add(event.throwerKey);
        return;
      case "tokensDropped":
        return this.#drop(event.scopeKey);
      case "elementCompleted":
        return this.#completed(event);
      case "elementTerminated":
        this.#drop(event.elementKey);
        if (isInterrupted(this.#node(event.elementId), following)) this.#left.push(event.elementId);
        return;
      default:
        return;
    }
  }

  #activated({ elementKey, elementId, flowIds }: Event & { type: "elementActivated" }): void {
    this.#elementIds.set(elementKey, elementId);
    if (elementKey === this.#instance.key) return;
    const arrived = flowIds.map((flowId) => this.#underway.findIndex((one) => one.flowId === flowId));
    this.#arrive(Math.max(-1, ...arrived) + 1);
    if (!isJoin(this.#node(elementId)) && !this.#reopened.has(elementKey)) this.#entered.push(elementId);
  }

  #completed({ elementKey, elementId }: Event & { type: "elementCompleted" }): void {
    this.#drop(elementKey);
    if (elementKey === this.#instance.key || this.#node(elementId).type === "EVENT_BASED_GATEWAY") return;
    if (this.#waited.has(elementKey)) this.#entered.push(elementId);
    this.#left.push(elementId);
  }

  /** The first of the tokens that are under way have come to the ends of their flows. */
  #arrive(count: number): void {
    for (const { flowId } of this.#underway.splice(0, count)) {
      const target = [...this.#instance.model.nodes.values()].find((node) =>
        node.incoming.some((flow) => flow.id === flowId),
      );
      if (target && isJoin(target)) this.#entered.push(target.id);
    }
  }

  #drop(scopeKey: string): void {
    this.#underway = this.#underway.filter((one) => one.scopeKey !== scopeKey);
  }

  #node(elementId: string): FlowNode {
    const node = this.#instance.model.nodes.get(elementId);
    if (!node) throw new Error(`there is no element ${elementId}`);
    return node;
  }
}

const isJoin = ({ type, incoming }: FlowNode) =>
  incoming.length > 0 && (type === "PARALLEL_GATEWAY" || type === "INCLUSIVE_GATEWAY");

/** One of its interrupting boundary events goes on in the same turn. */
const isInterrupted = ({ boundaryEvents }: FlowNode, following: readonly Event[]) =>
  following.some(
    (event) =>
      event.type === "elementActivated" &&
      boundaryEvents.some((boundary) => boundary.isInterrupting && boundary.id === event.elementId),
  );
