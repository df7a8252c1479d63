import { createRequire } from "node:module";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };

/** An element of a model that is being changed. */
export interface Draft {
  readonly $type: string;
  readonly $parent?: Draft;
  id?: string;
  name?: string;
  /** Attributes and children under their BPMN names. */
  get(property: string): unknown;
  set(property: string, value: unknown): void;
}

interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: Draft }>;
  toXML(element: Draft): Promise<{ xml: string }>;
  create(type: string, properties: Record<string, unknown>): Draft;
  getType(type: string): { prototype: object };
}

// Loaded this way because the package's types tell only what the engine calls.
const { BpmnModdle }: { BpmnModdle: new (packages: object) => Moddle } = createRequire(import.meta.url)("bpmn-moddle");

export const moddle = new BpmnModdle({ zeebe });

/** A new element inside another one. */
export function create(type: string, parent: Draft, properties: Record<string, unknown> = {}): Draft {
  return Object.assign(moddle.create(type, properties), { $parent: parent });
}

/** The elements that a property lists; a new list when there is none. */
export function listOf(element: Draft, property: string): Draft[] {
  return (element.get(property) as Draft[] | undefined) ?? [];
}

export const referenceOf = (element: Draft, property: string) => element.get(property) as Draft | undefined;

/** Another type with the same attributes and children, for example of a task that now waits for a worker. */
export function retype(element: Draft, type: string): void {
  Object.setPrototypeOf(element, moddle.getType(type).prototype);
}

/** Everything inside a process that stands in a flow, at any depth, in document order. */
export function flowElementsIn(scope: Draft): Draft[] {
  return listOf(scope, "flowElements").flatMap((element) => [element, ...flowElementsIn(element)]);
}
