/**
 * Writes BPMN XML for tests that need many small models: the logic only, without a drawing.
 *
 *     bpmn("pay", [node("startEvent", "start"), job("serviceTask", "charge"), node("endEvent", "end"),
 *       "start -> charge -> end"])
 */
export function bpmn(
  processId: string,
  parts: readonly Part[],
  attributes: Attributes = { isExecutable: "true" },
): string {
  const roots = [...new Set(rootsOf(parts))];
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://millrace/test">
${indented([tag("bpmn:process", { id: processId, ...attributes }, scope(parts)), ...roots].join("\n"))}
</bpmn:definitions>
`;
}

/** A node, or sequence flows: `a -> b -> c`, `a -> b if =amount > 100`, `a -> b default`. */
export type Part = Node | string;

export interface Node {
  readonly id: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** Children in the order of the schema: extension elements, nodes and flows inside, event definitions. */
  readonly extensions: readonly string[];
  readonly parts: readonly Part[];
  readonly inside: readonly string[];
  /** Messages and errors that it refers to. */
  readonly roots: readonly string[];
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element by its BPMN name, with what `more` adds to it. */
export function node(type: string, id: string, ...more: readonly Partial<Node>[]): Node {
  const merged = { attributes: {}, extensions: [], parts: [], inside: [], roots: [] };
  const sum = more.reduce<Omit<Node, "id" | "type">>(
    (all, one) => ({
      attributes: { ...all.attributes, ...one.attributes },
      extensions: [...all.extensions, ...(one.extensions ?? [])],
      parts: [...all.parts, ...(one.parts ?? [])],
      inside: [...all.inside, ...(one.inside ?? [])],
      roots: [...all.roots, ...(one.roots ?? [])],
    }),
    merged,
  );
  return { id, type, ...sum };
}

/** A node whose job has its own id as type. */
export const job = (type: string, id: string, ...more: readonly Partial<Node>[]): Node =>
  node(type, id, work(id), ...more);

export const subProcess = (id: string, parts: readonly Part[], ...more: readonly Partial<Node>[]): Node =>
  node("subProcess", id, { parts }, ...more);

export const boundary = (id: string, attachedToRef: string, ...more: readonly Partial<Node>[]): Node =>
  node("boundaryEvent", id, { attributes: { attachedToRef } }, ...more);

export const besides: Partial<Node> = { attributes: { cancelActivity: "false" } };

export const extension = (xml: string): Partial<Node> => ({ extensions: [xml] });

export const work = (type: string, retries?: string): Partial<Node> =>
  extension(tag("zeebe:taskDefinition", { type, retries }));

/** `{ inputs: { rate: "=0.2" } }`: target to source. */
export function mapped({ inputs = {}, outputs = {} }: { inputs?: Attributes; outputs?: Attributes }): Partial<Node> {
  const mapping =
    (kind: string) =>
    ([target, source]: [string, string | undefined]) =>
      tag(kind, { source, target });
  const inner = [
    ...Object.entries(inputs).map(mapping("zeebe:input")),
    ...Object.entries(outputs).map(mapping("zeebe:output")),
  ];
  return extension(tag("zeebe:ioMapping", {}, inner.join("\n")));
}

/** `timer("timeDuration", "PT1H")`. */
export const timer = (form: "timeDate" | "timeDuration" | "timeCycle", text: string): Partial<Node> => ({
  inside: [
    tag(
      "bpmn:timerEventDefinition",
      {},
      `<bpmn:${form} xsi:type="bpmn:tFormalExpression">${escaped(text)}</bpmn:${form}>`,
    ),
  ],
});

/** A message event; a receive task takes `messageRef` instead. */
export const message = (name: string, correlationKey?: string): Partial<Node> => ({
  inside: [tag("bpmn:messageEventDefinition", { messageRef: `message-${name}` })],
  roots: [messageRoot(name, correlationKey)],
});

export const messageRef = (name: string, correlationKey?: string): Partial<Node> => ({
  attributes: { messageRef: `message-${name}` },
  roots: [messageRoot(name, correlationKey)],
});

/** Without a code it catches every error. */
export const error = (errorCode?: string): Partial<Node> =>
  errorCode === undefined
    ? { inside: [tag("bpmn:errorEventDefinition", {})] }
    : {
        inside: [tag("bpmn:errorEventDefinition", { errorRef: errorId(errorCode) })],
        roots: [tag("bpmn:error", { id: errorId(errorCode), name: errorCode, errorCode })],
      };

export const terminate: Partial<Node> = { inside: [tag("bpmn:terminateEventDefinition", {})] };

const errorId = (errorCode: string) => `error-${errorCode.replace(/\W/g, "")}`;

function messageRoot(name: string, correlationKey: string | undefined): string {
  const inner = correlationKey === undefined ? "" : extensions([tag("zeebe:subscription", { correlationKey })]);
  return tag("bpmn:message", { id: `message-${name}`, name }, inner);
}

function rootsOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (typeof part === "string" ? [] : [...part.roots, ...rootsOf(part.parts)]));
}

function scope(parts: readonly Part[]): string {
  const flows = parts.flatMap((part) => (typeof part === "string" ? flowsIn(part) : []));
  const count = new Map<string, number>();
  const named = flows.map((flow) => {
    const id = `${flow.from}-to-${flow.to}`;
    const n = (count.get(id) ?? 0) + 1;
    count.set(id, n);
    return { ...flow, id: n === 1 ? id : `${id}-${n}` };
  });
  const nodes = parts.flatMap((part) => {
    if (typeof part === "string") return [];
    const chosen = named.find((flow) => flow.from === part.id && flow.rest === "default")?.id;
    return [nodeXml(part, chosen)];
  });
  return [...nodes, ...named.map(flowXml)].join("\n");
}

interface Flow {
  from: string;
  to: string;
  /** `default`, `if =…` or nothing. */
  rest: string;
}

function flowsIn(text: string): Flow[] {
  const [, chain = "", rest = ""] = /^(.*?)(?:\s+(default|if .*))?$/s.exec(text.trim()) ?? [];
  const ids = chain.split("->").map((id) => id.trim());
  return ids.slice(1).map((to, index) => ({ from: ids[index] ?? "", to, rest }));
}

function flowXml({ id, from, to, rest }: Flow & { id: string }): string {
  const condition = rest.startsWith("if ")
    ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escaped(rest.slice(3))}</bpmn:conditionExpression>`
    : "";
  return tag("bpmn:sequenceFlow", { id, sourceRef: from, targetRef: to }, condition);
}

function nodeXml(
  { id, type, attributes, extensions: extended, parts, inside }: Node,
  chosen: string | undefined,
): string {
  const inner = [extended.length > 0 ? extensions(extended) : "", scope(parts), ...inside].filter((xml) => xml !== "");
  return tag(`bpmn:${type}`, { id, ...attributes, default: chosen }, inner.join("\n"));
}

const extensions = (inner: readonly string[]) => tag("bpmn:extensionElements", {}, inner.join("\n"));

function tag(name: string, attributes: Attributes, inner = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(value ?? "")}"`)
    .join("");
  return inner === "" ? `<${name}${written} />` : `<${name}${written}>\n${indented(inner)}\n</${name}>`;
}

const indented = (xml: string) => xml.replace(/^/gm, "  ");

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
