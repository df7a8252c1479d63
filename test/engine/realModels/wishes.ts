import { type Expression, evaluateToJson, type Lookup } from "../../../engine/feel/expression.ts";
import type { Json } from "../../../engine/feel/values.ts";
import { type FlowNode, type ProcessModel, type SingleTrigger, triggersOf } from "../../../engine/model/model.ts";

/** What an expression has to give so that a token can go on. */
export type Want = "boolean" | "list" | "text" | "key" | "count" | "date" | "duration" | "cycle" | "any";

export interface Wish {
  readonly elementId: string;
  readonly expression: Expression;
  readonly want: Want;
  /** One of these conditions has to be true; only at the first of them, and only where there is no default flow. */
  readonly oneOf: readonly Expression[];
}

/** What the computed expressions of a process have to give, by element. */
export function wishesOf(model: ProcessModel): Wish[] {
  return [...model.nodes.values()].flatMap((node) =>
    [
      ...conditionsOf(node),
      ...activityWishes(node),
      ...triggersOf(node).flatMap((trigger) => triggerWishes(node, trigger)),
    ].filter(({ expression }) => expression.fixed === null),
  );
}

type Given = readonly [Expression | null | undefined, Want];

const wishes = ({ id }: FlowNode, given: readonly Given[]): Wish[] =>
  given.flatMap(([expression, want]) => (expression ? [{ elementId: id, expression, want, oneOf: [] }] : []));

function conditionsOf(node: FlowNode): Wish[] {
  const conditions = node.outgoing.flatMap(({ condition }) => condition ?? []);
  const isForced = node.defaultFlow === null && conditions.length === node.outgoing.length;
  return wishes(
    node,
    conditions.map((condition): Given => [condition, "boolean"]),
  ).map((wish, at) => (at === 0 && isForced ? { ...wish, oneOf: conditions } : wish));
}

function activityWishes(node: FlowNode): Wish[] {
  const { job, call, loop, adHoc, userTask, script, inputs, outputs, activationCondition, listeners } = node;
  return wishes(node, [
    ...[...inputs, ...outputs].map(({ source }): Given => [source, "any"]),
    ...[job, ...listeners.start, ...listeners.end].flatMap((one): Given[] => [
      [one?.type, "text"],
      [one?.retries, "count"],
    ]),
    [call?.processId, "text"],
    [script?.expression, "any"],
    [adHoc?.activeElements, "any"],
    [adHoc?.completionCondition, "boolean"],
    [activationCondition, "boolean"],
    [userTask?.assignee, "text"],
    [userTask?.dueDate, "date"],
    [userTask?.followUpDate, "date"],
    [userTask?.priority, "count"],
    ...(loop?.kind === "multiInstance" ? multiInstanceWishes(loop) : []),
    ...(loop?.kind === "standard"
      ? ([
          [loop.condition, "boolean"],
          [loop.maximum, "count"],
        ] as const)
      : []),
  ]);
}

type MultiInstance = Extract<FlowNode["loop"], { kind: "multiInstance" }>;

const multiInstanceWishes = ({
  inputCollection,
  cardinality,
  completionCondition,
  outputElement,
}: MultiInstance): Given[] => [
  [inputCollection, "list"],
  [cardinality, "count"],
  [completionCondition, "boolean"],
  [outputElement, "any"],
];

function triggerWishes(node: FlowNode, trigger: SingleTrigger): Wish[] {
  switch (trigger.kind) {
    case "timer":
      return wishes(node, [[trigger.time, trigger.form]]);
    case "message":
      return wishes(node, [
        [trigger.name, "text"],
        [trigger.correlationKey, "key"],
      ]);
    case "signal":
      return wishes(node, [[trigger.name, "text"]]);
    case "error":
    case "escalation":
      return wishes(node, [[trigger.code, "text"]]);
    case "conditional":
      return wishes(node, [[trigger.condition, "boolean"]]);
    case "compensation":
    case "link":
    case "cancel":
    case "terminate":
      return [];
    default:
      trigger satisfies never;
      return [];
  }
}

const random = () => 0;

/** Whether the variables give what is wished. */
export function isFulfilled({ expression, want, oneOf }: Wish, lookup: Lookup, nowMs: number): boolean {
  const evaluated = evaluateToJson(expression, lookup, { nowMs, random });
  if (!evaluated.ok || !isWanted(evaluated.value, want)) return false;
  return oneOf.length === 0 || oneOf.some((condition) => isTrue(condition, lookup, nowMs));
}

function isTrue(condition: Expression, lookup: Lookup, nowMs: number): boolean {
  const evaluated = evaluateToJson(condition, lookup, { nowMs, random });
  return evaluated.ok && evaluated.value === true;
}

function isWanted(value: Json, want: Want): boolean {
  switch (want) {
    case "any":
      return true;
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "count":
      return Number.isInteger(value) && Number(value) >= 0;
    case "key":
      return (typeof value === "string" && value !== "") || typeof value === "number";
    case "text":
      return typeof value === "string" && value !== "";
    case "date":
      return /^\d{4}-\d\d-\d\dT/.test(String(value));
    case "duration":
      return /^P/.test(String(value));
    case "cycle":
      return /^R/.test(String(value));
    default:
      want satisfies never;
      return false;
  }
}
