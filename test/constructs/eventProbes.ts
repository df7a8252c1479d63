import { positions } from "../../engine/constructs/events.ts";
import { boundary, bpmn, job, type Node, node, type Part, subProcess } from "../bpmnText.ts";
import { trigger } from "./definitions.ts";

const begin = node("startEvent", "begin");
const end = node("endEvent", "end");

function withHandlers(position: string, kind: string): string {
  const xml = probe(position, kind);
  return xml.includes('id="undo"') ? associated(position === "boundaryEvent" ? "it" : "done-undone", xml) : xml;
}

function probe(position: string, kind: string): string {
  const held = trigger(kind);
  switch (position) {
    case "startEvent":
      return bpmn("probe", [node("startEvent", "it", ofProcess(held)), end, "it -> end"]);
    case "subProcessStartEvent":
      return bpmn("probe", [
        begin,
        subProcess("inner", [node("startEvent", "it", held), node("endEvent", "over"), "it -> over"]),
        end,
        "begin -> inner -> end",
      ]);
    case "eventSubProcessStartEvent":
      return bpmn("probe", withHandler(kind, held, {}));
    case "eventSubProcessStartEvent.nonInterrupting":
      return bpmn("probe", withHandler(kind, held, { isInterrupting: "false" }));
    case "intermediateCatchEvent":
      return bpmn(
        "probe",
        kind === "link"
          ? link(["throw", "it"])
          : [begin, node("intermediateCatchEvent", "it", held), end, "begin -> it -> end"],
      );
    case "boundaryEvent":
      return bpmn("probe", onActivity(kind, held, {}));
    case "boundaryEvent.nonInterrupting":
      return bpmn("probe", onActivity(kind, held, { cancelActivity: "false" }));
    case "intermediateThrowEvent":
      return bpmn(
        "probe",
        kind === "link"
          ? link(["it", "catch"])
          : [...undoable(kind), node("intermediateThrowEvent", "it", held), end, `${lastOf(kind)} -> it -> end`],
      );
    case "endEvent":
      return bpmn("probe", ended(kind, held));
    default:
      throw new Error(`Expected a probe for the position ${position}, there is none`);
  }
}

/** No instance waits at a start event of the process, so its message needs no key. */
const ofProcess = (held: Partial<Node>): Partial<Node> => ({
  ...held,
  roots: (held.roots ?? []).map((xml) => xml.replace(/<bpmn:extensionElements>.*?<\/bpmn:extensionElements>/s, "")),
});

function withHandler(kind: string, held: Partial<Node>, attributes: Node["attributes"]): Part[] {
  const handler = node("subProcess", "handler", {
    attributes: { triggeredByEvent: "true" },
    parts: [
      node("startEvent", "it", { ...held, attributes: { ...held.attributes, ...attributes } }),
      node("endEvent", "over"),
      "it -> over",
    ],
  });
  const work = job("serviceTask", "work");
  // A compensation event sub-process undoes the embedded sub-process that it stands in.
  if (kind !== "compensation") return [begin, work, end, handler, "begin -> work -> end"];
  const inner = subProcess("inner", [
    node("startEvent", "first"),
    work,
    node("endEvent", "last"),
    handler,
    "first -> work -> last",
  ]);
  return [begin, inner, end, "begin -> inner -> end"];
}

function onActivity(kind: string, held: Partial<Node>, attributes: Node["attributes"]): Part[] {
  const it = boundary("it", "work", { ...held, attributes: { ...held.attributes, ...attributes } });
  if (kind === "compensation") return [begin, job("serviceTask", "work"), it, undo, end, "begin -> work -> end"];
  const work =
    kind === "cancel" ? transaction("work", node("endEvent", "stop", trigger("cancel"))) : job("serviceTask", "work");
  return [begin, work, end, it, node("endEvent", "other"), "begin -> work -> end", "it -> other"];
}

const undo = job("serviceTask", "undo", { attributes: { isForCompensation: "true" } });

/** The association that makes it the handler; the writer of models knows nodes and flows only. */
const associated = (from: string, xml: string): string =>
  xml.replace(
    "</bpmn:process>",
    `<bpmn:association id="undoing" sourceRef="${from}" targetRef="undo" associationDirection="One" /></bpmn:process>`,
  );

const transaction = (id: string, last: Node): Node =>
  node("transaction", id, { parts: [node("startEvent", `${id}-begin`), last, `${id}-begin -> ${last.id}`] });

function link([from, to]: [string, string]): Part[] {
  return [
    begin,
    node("intermediateThrowEvent", from, trigger("link")),
    node("intermediateCatchEvent", to, trigger("link")),
    end,
    `begin -> ${from}`,
    `${to} -> end`,
  ];
}

/** Something that a compensation event can undo. */
function undoable(kind: string): Part[] {
  if (!kind.startsWith("compensation")) return [begin];
  return [
    begin,
    job("serviceTask", "done"),
    boundary("done-undone", "done", trigger("compensation")),
    undo,
    "begin -> done",
  ];
}

const lastOf = (kind: string) => (kind.startsWith("compensation") ? "done" : "begin");

function ended(kind: string, held: Partial<Node>): Part[] {
  const it = node("endEvent", "it", held);
  if (kind !== "cancel") return [...undoable(kind), it, `${lastOf(kind)} -> it`];
  return [
    begin,
    transaction("work", it),
    boundary("canceled", "work", trigger("cancel")),
    end,
    node("endEvent", "other"),
    "begin -> work -> end",
    "canceled -> other",
  ];
}

/** A model for each event of the table, by the construct's id. */
export const eventProbes: Readonly<Record<string, string>> = Object.fromEntries(
  positions.flatMap(({ id, triggers }) => triggers.map((one) => [`${id}.${one}`, withHandlers(id, one)])),
);
