import { expect } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Json } from "../../engine/feel/values.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { run } from "../../engine/run.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Circumstances } from "../../engine/step.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { Rejected, type RunningInstance } from "./runner.ts";

/** Why an instance began: at a call activity's instance, or by a message with a correlation key. */
export interface Origins {
  readonly callerKey: string | null;
  readonly startCorrelationKey: string | null;
}

/** One process instance on the pure engine, with its state in memory. */
export class BareInstance implements RunningInstance {
  readonly key: string;
  readonly model: ProcessModel;
  readonly origins: Origins;
  readonly state: InstanceState;
  readonly all: Event[] = [];
  /** What the journal alone makes of the state. */
  readonly #folded: InstanceState;

  constructor(key: string, model: ProcessModel, origins: Origins) {
    this.key = key;
    this.model = model;
    this.origins = origins;
    this.state = emptyState(key, origins.callerKey);
    this.#folded = emptyState(key, origins.callerKey);
  }

  get processId(): string {
    return this.model.processId;
  }

  get hasEnded(): boolean {
    return this.all.length > 0 && this.state.elements.size === 0;
  }

  /** Answers what happened. Also checks that the events, written down and read again, rebuild the state. */
  execute(command: Command, circumstances: Circumstances): readonly Event[] {
    const ran = run(this.model, this.state, command, circumstances);
    const events = ran.ok ? ran.events : [];
    for (const event of events) this.all.push(event);
    for (const event of parseJson<Event[]>(JSON.stringify(events))) evolve(this.#folded, event);
    expect({ ...this.#folded, keyCount: this.state.keyCount }).toEqual(this.state);
    if (!ran.ok) throw new Rejected(ran.rejection.code, ran.rejection.detail);
    return events;
  }

  async jobKey(jobType: string): Promise<string> {
    const open = [...this.state.jobs.values()].find(({ type }) => type === jobType)?.key;
    const last = () => this.#last("jobKey", (event) => event.type === "jobCreated" && event.jobType === jobType);
    return found(open ?? last(), `job ${jobType}`);
  }

  async userTaskKey(elementId: string): Promise<string> {
    const isAt = (task: { elementKey: string }) => this.state.elements.get(task.elementKey)?.elementId === elementId;
    const open = [...this.state.userTasks.values()].find(isAt)?.key;
    const last = () => this.#last("userTaskKey", (event) => isOf(event, "userTaskCreated", elementId));
    return found(open ?? last(), `user task ${elementId}`);
  }

  async incidentKey(): Promise<string> {
    const open = [...this.state.incidents.keys()][0];
    return found(open ?? this.#last("incidentKey", ({ type }) => type === "incidentRaised"), "incident");
  }

  async elementKey(elementId: string): Promise<string> {
    const live = [...this.state.elements.values()].find((element) => element.elementId === elementId)?.key;
    const last = () => this.#last("elementKey", (event) => isOf(event, "elementActivated", elementId));
    return found(live ?? last(), `element ${elementId}`);
  }

  async timerKey(elementId: string): Promise<string> {
    const isTimer = (event: Event) =>
      isOf(event, "subscriptionOpened", elementId) &&
      event.type === "subscriptionOpened" &&
      event.wait.kind === "timer";
    return found(this.#last("subscriptionKey", isTimer), `timer at ${elementId}`);
  }

  async events(): Promise<readonly Event[]> {
    return this.all;
  }

  async waiting(): Promise<string[]> {
    const leaves = [...this.state.elements.values()].filter(({ children }) => children.size === 0);
    return leaves.map(({ elementId }) => elementId);
  }

  async incidents(): Promise<{ elementId: string; code: string }[]> {
    return [...this.state.incidents.values()];
  }

  /** Read off the events: what has ended keeps no state, and its variables are those that were last set in it. */
  async variables(scopeKey: string): Promise<Record<string, Json>> {
    return Object.fromEntries(
      this.all.flatMap((event) =>
        event.type === "variableSet" && event.scopeKey === scopeKey ? [[event.name, event.value]] : [],
      ),
    );
  }

  async isEnded(): Promise<boolean> {
    return this.hasEnded;
  }

  /** The newest event that tells of it. */
  #last<K extends string>(key: K, test: (event: Event) => boolean): string | undefined {
    const event = this.all.findLast((one) => key in one && test(one));
    return (event as Record<K, string> | undefined)?.[key];
  }
}

const isOf = (event: Event, type: Event["type"], elementId: string) =>
  event.type === type && "elementId" in event && event.elementId === elementId;

function found(key: string | undefined, what: string): string {
  if (key === undefined) throw new Error(`there is no ${what}`);
  return key;
}
