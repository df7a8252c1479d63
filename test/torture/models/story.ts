import type { Json, Variables } from "../../../engine/feel/values.ts";
import type { Client } from "../client.ts";
import type { Plan } from "../plan.ts";
import type { Random } from "../random.ts";

/** An instance that the load has asked for, and what it knows of it. */
export interface Begun {
  readonly story: string;
  /** Its own, in its variables and correlation keys; the business id of the instance. */
  readonly id: string;
  /** Of the request that started it. */
  readonly mark: string;
  readonly variables: Variables & { readonly plan: Plan };
  /** Null until it is known whether it exists. */
  processInstanceKey: string | null;
  /** What the load has done to it beside starting it; what the end must show. */
  readonly notes: string[];
}

/** How often; at least and at most where both are right. */
export type Times = number | readonly [least: number, most: number];

/** How an instance must have ended. */
export interface Expected {
  readonly state: readonly ("COMPLETED" | "TERMINATED")[];
  /** Element instances that completed, by element id; none of any other element. */
  readonly completed: Readonly<Record<string, Times>>;
  /** Of the instance's own scope; others are not looked at. */
  readonly variables?: Readonly<Record<string, Json>>;
  /** Instances that it called, or started by its messages, by process id. */
  readonly caused?: Readonly<Record<string, Times>>;
}

/** What the journal and the rows say of an instance that has ended. */
export interface Facts {
  readonly key: string;
  readonly processId: string;
  readonly state: string;
  readonly variables: Variables;
  /** Completed element instances by element id. */
  readonly completed: ReadonlyMap<string, number>;
  /** Marks of the signals that it has heard. */
  readonly signals: readonly string[];
  /** Ids of elements in the order in which they began (`+`) and completed (`-`). */
  readonly walk: readonly string[];
}

/** A model, a load for it, and its end. */
export interface Story {
  /** The id of the process that is started. */
  readonly name: string;
  /** BPMN, deployed together. */
  readonly files: readonly string[];
  /** Beside the id. */
  variables(random: Random): Variables & { readonly plan: Plan };
  /** Before the instance is started. */
  prelude?(client: Client, id: string): Promise<void>;
  /** What clients do while it runs. It ends when they have done their part, however often they had to try. */
  drive?(client: Client, instance: Begun, random: Random): Promise<void>;
  expected(instance: Begun): Expected;
  /** What counts cannot tell; answers what is wrong. */
  check?(instance: Begun, facts: Facts, outcomeOf: (mark: string) => string | undefined): string[];
}

const hourMs = 3_600_000;

/** Publishes until it is certain that the message was published, once: its id makes another try harmless. */
export async function publish(client: Client, name: string, id: string, variables: Variables = {}): Promise<void> {
  const message = { name, correlationKey: id, timeToLive: hourMs, messageId: `${name} ${id}`, variables };
  const body = (mark: string) => ({ ...message, variables: { ...variables, [name]: mark } });
  await client.insist({ what: "publish", target: `${name} ${id}`, path: "/v2/messages/publication", body });
}

/** How many instances of an element have completed; null when nobody answers. */
export async function completedOf(client: Client, { processInstanceKey }: Begun, elementId: string) {
  const found = await client.look("GET", `/v2/process-instances/${processInstanceKey}/statistics/element-instances`);
  if (found === null) return null;
  const items = found.items as { elementId: string; completed: number }[];
  return items.find((item) => item.elementId === elementId)?.completed ?? 0;
}
