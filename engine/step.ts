import { openWaitsAround, subscribeTo } from "./activities.ts";
import { Allowance } from "./allowance.ts";
import { expressionStepsPerCommandMax, keysPerInstanceMax } from "./bounds.ts";
import type { Decisions } from "./decision/calling.ts";
import type { Failure, Outcome } from "./elements/behaviour.ts";
import { createJob } from "./elements/job.ts";
import { evolve } from "./evolve.ts";
import { type Expression, evaluateExpression, evaluateToJson } from "./feel/expression.ts";
import { type Moment, randomFrom } from "./feel/moment.ts";
import type { Feel } from "./feel/value.ts";
import { type Json, newRoom, show, type Variables } from "./feel/values.ts";
import { innerKey } from "./keys.ts";
import type { FlowNode, JobDefinition, ProcessModel, SequenceFlow } from "./model/model.ts";
import { assert, failed, ok, type Result } from "./result.ts";
import type { ElementInstance, InstanceState, OpenUserTask } from "./state.ts";
import { happen } from "./termination.ts";
import { newUnasked, note, type Unasked } from "./unasked.ts";
import { lookupFrom, propagate, setLocal } from "./variables.ts";
import type { Event, Incident, JobKind, Progress, UserTaskProperties } from "./vocabulary.ts";

/** What the loop still has to do; first in, first out, so that a replay moves tokens in the same order. */
export type Work =
  | { kind: "arrive"; flow: SequenceFlow; scopeKey: string }
  | { kind: "begin"; elementKey: string; entry: Entry | null }
  | { kind: "open"; elementKey: string }
  | { kind: "enter"; elementKey: string }
  | { kind: "finish"; elementKey: string; flows: readonly SequenceFlow[] | null }
  | { kind: "leave"; elementKey: string }
  | { kind: "check"; elementKey: string };

/** Where a scope begins when something from outside decides it, and what that brought. */
export type Entry = NonNullable<Progress["entry"]>;

/** What a command is carried out with. */
export interface Circumstances {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** What random values follow from, with the instance and its course: nobody outside should know it. */
  readonly seed?: string;
  /** The decisions that it can make; none is deployed unless given. */
  readonly decisions?: Decisions;
}

const noneDeployed: Decisions = () => null;

/** What a behaviour can ask of the engine while one command runs. Every change goes through `emit`. */
export class Step {
  readonly model: ProcessModel;
  readonly state: InstanceState;
  readonly nowMs: number;
  readonly #seed: string;
  #instanceKey: bigint | null = null;
  /** Made with the first expression: most commands of a simple process have none. */
  #moment: Moment | null = null;
  /** Why something became null in the last expression; null when nothing did. */
  #reason: string | null = null;
  readonly decisions: Decisions;
  readonly events: Event[] = [];
  readonly work: Work[] = [];
  /** How much of the work is done or being done. */
  steps = 0;
  /** How much of it there may be. */
  readonly allowance = new Allowance();
  /** How many expressions were evaluated. */
  evaluations = 0;
  /** For the values that expressions still make. */
  readonly room = newRoom();
  /** How often a conditional subscription was looked at because a variable changed. */
  looks = 0;
  /** What joins and conditions have to be asked about; null for a model without any. */
  readonly unasked: Unasked | null;

  constructor(
    model: ProcessModel,
    state: InstanceState,
    { nowMs, seed = "", decisions = noneDeployed }: Circumstances,
  ) {
    this.model = model;
    this.state = state;
    this.decisions = decisions;
    this.nowMs = nowMs;
    this.#seed = seed;
    this.unasked = newUnasked(model);
  }

  /** What expressions know of the world. */
  get moment(): Moment {
    this.#moment ??= {
      nowMs: this.nowMs,
      budget: { stepsLeft: expressionStepsPerCommandMax },
      random: randomFrom(() => `${this.#seed} ${this.state.key} ${this.state.keyCount}`),
      warned: (reason) => {
        this.#reason = reason;
      },
    };
    return this.#moment;
  }

  /** Records a fact and applies it. */
  emit(event: Event): void {
    this.events.push(event);
    if (this.unasked) note(this.unasked, this.state, event);
    evolve(this.state, event);
  }

  newKey(): string {
    this.state.keyCount += 1;
    // The bound on keys stops an instance long before; one more would be a neighbour's.
    assert(this.state.keyCount <= keysPerInstanceMax, `instance ${this.state.key} has no keys left`);
    this.#instanceKey ??= BigInt(this.state.key);
    return innerKey(this.#instanceKey, this.state.keyCount);
  }

  element(elementKey: string): ElementInstance {
    const element = this.state.elements.get(elementKey);
    assert(element, `element instance ${elementKey} is not live`);
    return element;
  }

  node(elementId: string): FlowNode {
    const node = this.model.nodes.get(elementId);
    assert(node, `model ${this.model.processId} has no element ${elementId}`);
    return node;
  }

  nodeOf(elementKey: string): FlowNode {
    return this.node(this.element(elementKey).elementId);
  }

  /** Gives a node a token; it begins when its turn in the queue comes. A repeated activity begins with its body. */
  activate(node: FlowNode, scopeKey: string, flows: readonly SequenceFlow[], entry: Entry | null = null): string {
    const elementKey = this.#activated(node, node.loop ? "MULTI_INSTANCE_BODY" : node.type, scopeKey, flows, null);
    this.work.push({ kind: "begin", elementKey, entry });
    return elementKey;
  }

  /** One of the instances of a repeated activity, or one activation inside an ad-hoc sub-process. */
  activateInner(scopeKey: string, local: Variables, entry: Entry | null): string {
    const scope = this.element(scopeKey);
    const node = this.node(scope.elementId);
    const type = scope.type === "MULTI_INSTANCE_BODY" ? node.type : "AD_HOC_SUB_PROCESS_INNER_INSTANCE";
    const elementKey = this.#activated(node, type, scopeKey, [], scope.loop?.started ?? null);
    setLocal(this, elementKey, local);
    this.work.push({ kind: "begin", elementKey, entry });
    return elementKey;
  }

  /** A token at an event that has happened already, or a scope that is opened for compensation: it does not begin. */
  activateBegun(node: FlowNode, scopeKey: string, flows: readonly SequenceFlow[], type = node.type): string {
    return this.#activated(node, type, scopeKey, flows, null);
  }

  #activated(
    node: FlowNode,
    elementType: FlowNode["type"],
    scopeKey: string,
    flows: readonly SequenceFlow[],
    loopIndex: number | null,
  ): string {
    const elementKey = this.newKey();
    const flowIds = flows.map((flow) => flow.id);
    this.emit({ type: "elementActivated", elementKey, elementId: node.id, elementType, scopeKey, flowIds, loopIndex });
    return elementKey;
  }

  /** Begins a scope where something from outside says. */
  enterScope(scopeKey: string, entry: Entry): Outcome {
    for (const id of entry.elementIds) happen(this, this.node(id), scopeKey, entry);
    return { kind: "wait" };
  }

  /** Changes what is noted of an element's course; a member that becomes undefined is dropped. */
  progress(elementKey: string, changes: Progress): void {
    const merged = { ...this.element(elementKey).progress, ...changes };
    const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
    const progress = kept.length === 0 ? null : (Object.fromEntries(kept) as Progress);
    this.emit({ type: "progressed", elementKey, progress });
  }

  /** The value of an expression as the element sees it, or as another `lookup` does. */
  evaluate(elementKey: string, expression: Expression, lookup = lookupFrom(this.state, elementKey)): Result<Feel> {
    this.evaluations += 1;
    return evaluateExpression(expression, lookup, this.moment);
  }

  /** As {@link evaluate}, as a value to keep. */
  evaluateToJson(
    elementKey: string,
    expression: Expression,
    lookup = lookupFrom(this.state, elementKey),
  ): Result<Json> {
    this.evaluations += 1;
    return evaluateToJson(expression, lookup, this.moment, this.room);
  }

  /** Whether the flow's condition is true; fails when it is no boolean. */
  condition(elementKey: string, flow: SequenceFlow): Result<boolean> {
    if (!flow.condition) return ok(true);
    const holds = this.evaluate(elementKey, flow.condition);
    if (!holds.ok) return failed(`${holds.message}, at flow "${flow.id}"`);
    if (typeof holds.value === "boolean") return ok(holds.value);
    return failed(`Expected a boolean from "${flow.condition.source}" at flow "${flow.id}", got ${show(holds.value)}`);
  }

  /** The variables that these flows' conditions read, for a message. */
  seenBy(elementKey: string, flows: readonly SequenceFlow[]): Variables {
    const lookup = lookupFrom(this.state, elementKey);
    const names = new Set(flows.flatMap((flow) => flow.condition?.names ?? []));
    return Object.fromEntries([...names].map((name) => [name, lookup(name) ?? null]));
  }

  /** `Expected a text as job type from "=type" at "charge", got null`. */
  expected(what: string, elementKey: string, expression: Expression, came: Feel): string {
    return `Expected ${what} from "${expression.source}" at "${this.element(elementKey).elementId}", got ${show(came)}`;
  }

  /** Waits for the triggers of these nodes; all or, with a failure, none of them. */
  subscribe(elementKey: string, nodes: readonly FlowNode[]): Failure | null {
    return subscribeTo(this, elementKey, nodes);
  }

  /** Arms boundary events and event sub-processes; all of them, or none and the failure. */
  openWaitsAround(elementKey: string): Failure | null {
    return openWaitsAround(this, elementKey);
  }

  /** Creates a job for the element; fails when its type or its retries are no usable values. */
  createJob(elementKey: string, definition: JobDefinition, kind: JobKind): Failure | null {
    return createJob(this, elementKey, definition, kind);
  }

  createUserTask(elementKey: string, properties: UserTaskProperties): OpenUserTask {
    const elementId = this.element(elementKey).elementId;
    const key = this.newKey();
    this.emit({ type: "userTaskCreated", userTaskKey: key, elementKey, elementId, ...properties });
    return { key, elementKey, assignee: properties.assignee, transition: null };
  }

  /** Not of a job: that one names its job (`commands/job.ts`). */
  raiseIncident(elementKey: string, { code, message }: Failure, retry: Incident["retry"]): void {
    const { elementId } = this.element(elementKey);
    const incidentKey = this.newKey();
    // What gave null was evaluated just now; whoever has to mend it wants to know why.
    const told = this.#reason !== null && /got null\b/.test(message) ? `${message} (${this.#reason})` : message;
    this.emit({ type: "incidentRaised", incidentKey, elementKey, elementId, code, message: told, jobKey: null, retry });
  }

  /**
   * Variables that an element has brought: with output mappings they stay local until the mappings pick from them,
   * without any they go to the nearest scope that has the name, else to the process.
   */
  giveResult(elementKey: string, variables: Variables): void {
    const { scopeKey } = this.element(elementKey);
    if (this.nodeOf(elementKey).outputs.length > 0 || scopeKey === null) setLocal(this, elementKey, variables);
    else propagate(this, elementKey, variables);
  }

  /** The element and its scopes, from the inside out. */
  scopesOf(elementKey: string): string[] {
    const keys: string[] = [];
    for (let key: string | null = elementKey; key !== null; key = this.element(key).scopeKey) keys.push(key);
    return keys;
  }

  /** A scope in which something lives or waits; a gateway that waits for reset may still go on. */
  isScopeBusy(elementKey: string): boolean {
    const { children, tokens, progress } = this.element(elementKey);
    return children.size > 0 || tokens.size > 0 || progress?.gateways !== undefined;
  }
}
