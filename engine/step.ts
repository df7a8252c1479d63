import { openBoundaryEvents, subscribeTo } from "./activities.ts";
import { keysPerInstanceMax } from "./bounds.ts";
import type { Failure, Outcome } from "./elements/behaviour.ts";
import { evolve } from "./evolve.ts";
import { type Expression, evaluateExpression, evaluateToJson } from "./feel/expression.ts";
import { type Json, show, type Variables } from "./feel/values.ts";
import { innerKey } from "./keys.ts";
import type { FlowNode, ProcessModel, SequenceFlow } from "./model/model.ts";
import { assert, failed, ok, type Result } from "./result.ts";
import type { ElementInstance, InstanceState } from "./state.ts";
import { terminateChildren, throwError } from "./termination.ts";
import { lookupFrom, propagate, setLocal } from "./variables.ts";
import type { Event, Incident, UserTaskProperties } from "./vocabulary.ts";

/** What the loop still has to do; first in, first out, so that a replay moves tokens in the same order. */
export type Work =
  | { kind: "arrive"; flow: SequenceFlow; scopeKey: string }
  | { kind: "begin"; elementKey: string }
  | { kind: "enter"; elementKey: string }
  | { kind: "finish"; elementKey: string; flows: readonly SequenceFlow[] | null }
  | { kind: "leave"; elementKey: string };

/** What a behaviour can ask of the engine while one command runs. Every change goes through `emit`. */
export class Step {
  readonly model: ProcessModel;
  readonly state: InstanceState;
  readonly nowMs: number;
  readonly events: Event[] = [];
  readonly work: Work[] = [];
  /** How much of the work is done or being done. */
  steps = 0;

  constructor(model: ProcessModel, state: InstanceState, nowMs: number) {
    this.model = model;
    this.state = state;
    this.nowMs = nowMs;
  }

  /** Records a fact and applies it. */
  emit(event: Event): void {
    this.events.push(event);
    evolve(this.state, event);
  }

  newKey(): string {
    this.state.keyCount += 1;
    // The bound on keys stops an instance long before; one more would be a neighbour's.
    assert(this.state.keyCount <= keysPerInstanceMax, `instance ${this.state.key} has no keys left`);
    return innerKey(this.state.key, this.state.keyCount);
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

  /** Gives a node a token; it begins when its turn in the queue comes. */
  activate(node: FlowNode, scopeKey: string, flows: readonly SequenceFlow[]): string {
    const elementKey = this.newKey();
    const flowIds = flows.map((flow) => flow.id);
    this.emit({ type: "elementActivated", elementKey, elementId: node.id, elementType: node.type, scopeKey, flowIds });
    this.work.push({ kind: "begin", elementKey });
    return elementKey;
  }

  /** The value of an expression as the element sees it. */
  evaluate(elementKey: string, expression: Expression): Result<unknown> {
    return evaluateExpression(expression, lookupFrom(this.state, elementKey), this.nowMs);
  }

  evaluateToJson(elementKey: string, expression: Expression): Result<Json> {
    return evaluateToJson(expression, lookupFrom(this.state, elementKey), this.nowMs);
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
  expected(what: string, elementKey: string, expression: Expression, came: unknown): string {
    return `Expected ${what} from "${expression.source}" at "${this.element(elementKey).elementId}", got ${show(came)}`;
  }

  /** Waits for the triggers of these nodes; all or, with a failure, none of them. */
  subscribe(elementKey: string, nodes: readonly FlowNode[]): Failure | null {
    return subscribeTo(this, elementKey, nodes);
  }

  openBoundaryEvents(elementKey: string): Failure | null {
    return openBoundaryEvents(this, elementKey);
  }

  createJob(elementKey: string, job: { type: string; retries: number; headers: Readonly<Record<string, string>> }) {
    const { type: jobType, retries, headers } = job;
    const elementId = this.element(elementKey).elementId;
    const scopeKeys = this.scopesOf(elementKey);
    this.emit({
      type: "jobCreated",
      jobKey: this.newKey(),
      elementKey,
      elementId,
      jobType,
      retries,
      headers,
      scopeKeys,
    });
  }

  createUserTask(elementKey: string, properties: UserTaskProperties): void {
    const elementId = this.element(elementKey).elementId;
    this.emit({ type: "userTaskCreated", userTaskKey: this.newKey(), elementKey, elementId, ...properties });
  }

  /** Not of a job: that one names its job (`commands/job.ts`). */
  raiseIncident(elementKey: string, { code, message }: Failure, retry: Incident["retry"]): void {
    const { elementId } = this.element(elementKey);
    const incidentKey = this.newKey();
    this.emit({ type: "incidentRaised", incidentKey, elementKey, elementId, code, message, jobKey: null, retry });
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

  /** Ends everything else in the element's scope. */
  terminateOthers(elementKey: string): void {
    const { scopeKey } = this.element(elementKey);
    assert(scopeKey !== null, "a process instance has no siblings");
    terminateChildren(this, scopeKey, elementKey);
  }

  /** Throws an error from an element instance outwards; the answer is a failure when nothing catches it. */
  throwError(elementKey: string, code: Expression | null): Outcome {
    return throwError(this, elementKey, code);
  }

  /** The element and its scopes, from the inside out. */
  scopesOf(elementKey: string): string[] {
    const keys: string[] = [];
    for (let key: string | null = elementKey; key !== null; key = this.element(key).scopeKey) keys.push(key);
    return keys;
  }
}
