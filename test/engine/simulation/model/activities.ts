import {
  besides,
  boundary,
  extension,
  mapped,
  messageRef,
  type Node,
  node,
  type Part,
  subProcess,
  work,
} from "../../../bpmnText.ts";
import { row } from "./blocks.ts";
import {
  cancel,
  compensation,
  completion,
  forCompensation,
  listeners,
  multiInstance,
  standardLoop,
  taskListeners,
} from "./definitions.ts";
import { adHocParts, ended, scopeParts } from "./scopes.ts";
import { aside, deciding, errorStart, type Start, signalNames, someCondition, startOutside } from "./triggers.ts";
import { type Block, deeper, type Place, type Writer } from "./writer.ts";

type More = Partial<Node>;

/** An activity, with what may stand on it: boundary events, a loop, listeners, mappings, what undoes it. */
export const activity = (w: Writer, place: Place): Block => hosted(w, place, 25);

/** Something that can be undone. */
export const undoable = (w: Writer, place: Place): Block => hosted(w, place, 100);

function hosted(w: Writer, place: Place, undoablePercent: number): Block {
  const { random } = w;
  const isNesting = place.depth > 0 && !w.isFull;
  const drawn = isNesting && random.chance(50) ? random.pick(scopes) : random.pick(leaves);
  const kind = drawn === "callActivity" && w.isSound && w.callable.length === 0 ? "serviceTask" : drawn;
  const isCatchingAll = random.chance(30);
  const id = w.id(kind);
  const inside: Place = { ...deeper(place), isCaught: place.isCaught || isCatchingAll };
  const host = node(xmlName(kind), id, ...contentOf(w, kind, id, inside), ...additions(w, kind));
  const undoing = random.chance(canBeUndone(kind) ? undoablePercent : 0) ? undo(w, place, id) : [];
  const starts = startsOn(w, host, kind, isCatchingAll);
  const block = withBoundaries(w, place, host, starts);
  return { ...block, parts: [...block.parts, ...undoing] };
}

const leaves = [
  "task",
  "manualTask",
  "script",
  "serviceTask",
  "serviceTask",
  "businessRuleTask",
  "userTask",
  "userTask",
  "receiveTask",
  "sendTask",
  "callActivity",
  "callActivity",
] as const;

const scopes = ["subProcess", "subProcess", "transaction", "adHocSubProcess"] as const;

type Kind = (typeof leaves)[number] | (typeof scopes)[number];

const xmlName = (kind: Kind) => (kind === "script" ? "scriptTask" : kind);

const isScope = (kind: Kind) => kind === "subProcess" || kind === "transaction" || kind === "adHocSubProcess";

const canBeUndone = (kind: Kind) => kind !== "receiveTask" && kind !== "manualTask";

function contentOf(w: Writer, kind: Kind, id: string, inside: Place): More[] {
  const { random } = w;
  switch (kind) {
    case "task":
    case "manualTask":
      return [];
    case "script":
      // No script lets a loop begin again: nothing would stop it.
      return [scripted(inside.isBeside ? aside : deciding, random.number(7))];
    case "serviceTask":
    case "businessRuleTask":
      return [work(id)];
    case "sendTask":
      return random.chance(50)
        ? [work(id)]
        : [messageRef(w.isCalm ? "news" : random.pick(["go", "stop", "news"]), `="key"`)];
    case "userTask":
      return [extension("<zeebe:userTask />"), ...taskWithListeners(w)];
    case "receiveTask":
      return [messageRef(random.pick(["go", "stop"]), `="key"`)];
    case "callActivity":
      return [called(w)];
    case "subProcess":
      return [{ parts: scopeParts(w, { ...inside, scope: "subProcess", undoable: [] }) }];
    case "transaction":
      return [{ parts: scopeParts(w, { ...inside, scope: "transaction", undoable: [] }) }];
    case "adHocSubProcess":
      return adHoc(w, inside, id);
    default:
      return kind satisfies never;
  }
}

const scripted = (variable: string, value: number): More =>
  extension(`<zeebe:script expression="=${value}" resultVariable="${variable}" />`);

function taskWithListeners({ random }: Writer): More[] {
  const assigned = random.chance(30) ? [extension(`<zeebe:assignmentDefinition assignee="ada" />`)] : [];
  if (!random.chance(30)) return assigned;
  const events = ["creating", "assigning", "updating", "completing", "completing"].filter(() => random.chance(40));
  return [...assigned, taskListeners(...events)];
}

function called({ random, callable, isSound }: Writer): More {
  const processId = random.pickAny(callable) ?? "nobody";
  const known = callable.length === 0 || (!isSound && random.chance(4)) ? "nobody" : processId;
  return extension(
    `<zeebe:calledElement processId="${known}" propagateAllChildVariables="${random.chance(70)}" propagateAllParentVariables="${random.chance(80)}" />`,
  );
}

function adHoc(w: Writer, inside: Place, id: string): More[] {
  const { random } = w;
  const { parts, beginnings } = adHocParts(w, { ...inside, scope: "adHoc", undoable: [] });
  const active = beginnings.filter(() => random.chance(60)).map((one) => `&quot;${one}&quot;`);
  const isDecidedByWorker = random.chance(20);
  return [
    { parts },
    { attributes: { ordering: random.chance(30) ? "Sequential" : undefined } },
    { attributes: { cancelRemainingInstances: random.chance(50) ? "false" : undefined } },
    ...(isDecidedByWorker ? [work(id)] : []),
    ...(random.chance(80) ? [extension(adHocExtension(active.join(", "), random.chance(30)))] : []),
    ...(random.chance(40) ? [completion(`=${deciding} > ${random.number(4)}`)] : []),
  ];
}

const adHocExtension = (active: string, isCollecting: boolean) =>
  `<zeebe:adHoc activeElementsCollection="=[${active}]"${isCollecting ? ` outputCollection="done" outputElement="=${deciding}"` : ""} />`;

/** Loop, listeners, mappings. */
function additions(w: Writer, kind: Kind): More[] {
  const { random } = w;
  const some: More[] = [];
  if (random.chance(isScope(kind) ? 15 : 20)) some.push(repeated(w));
  if (random.chance(8)) some.push(listeners(...(["start", "end", "end"] as const).filter(() => random.chance(60))));
  if (random.chance(12)) some.push(mapped({ inputs: { local: `=${deciding}`, [deciding]: `=${deciding}` } }));
  else if (random.chance(8)) some.push(mapped({ outputs: { result: `=${deciding}` } }));
  return some;
}

function repeated(w: Writer): More {
  const { random } = w;
  const condition = random.chance(50) ? someCondition(w) : null;
  if (random.chance(25))
    return standardLoop({ isTestedBefore: random.chance(50), condition, maximum: 1 + random.number(3) });
  return multiInstance({
    isSequential: random.chance(40),
    over: random.pick([
      { collection: "=[1, 2, 3]" },
      { collection: "=[]" },
      { collection: `=for i in 1..3 return i + ${deciding}` },
      { cardinality: "2" },
      { cardinality: `=modulo(${deciding}, 4)` },
    ]),
    isCollecting: random.chance(40),
    until: random.chance(30) ? random.pick(["=numberOfCompletedInstances >= 2", `=${deciding} > 6`]) : null,
    first: random.chance(10) ? random.pick(signalNames) : null,
  });
}

/** A compensation boundary event, the handler and the association between them. */
function undo(w: Writer, place: Place, id: string): Part[] {
  const { random } = w;
  const [event, handlerId] = [w.id("undo"), w.id("handler")];
  place.undoable.push(id);
  const handler = random.pick<() => Node>([
    () => node("serviceTask", handlerId, forCompensation, work(handlerId)),
    () => node("serviceTask", handlerId, forCompensation, work(handlerId)),
    () => node("task", handlerId, forCompensation),
    () => node("scriptTask", handlerId, forCompensation, scripted(aside, 1)),
    () => node("serviceTask", handlerId, forCompensation, work(handlerId), repeated(w)),
    () => handlingSubProcess(w, place, handlerId),
  ])();
  const ends = { sourceRef: event, targetRef: handlerId, associationDirection: "One" };
  const parts = [
    boundary(event, id, compensation()),
    handler,
    node("association", w.id("undoes"), { attributes: ends }),
  ];
  return random.chance(30) && place.depth > 0 && !w.isFull ? [...parts, ...outOf(w, place, handler)] : parts;
}

/** A way out of a handler, which has no flows of its own. */
function outOf(w: Writer, place: Place, handler: Node): Part[] {
  const { more, isInterrupting } = startOutside(w);
  const beside: Place = { ...deeper(place), isBeside: true, isMany: place.isMany || !isInterrupting };
  const [id, way] = [w.id("boundary"), row(w, beside)];
  const event = boundary(id, handler.id, ...(isInterrupting ? [] : [besides]), more);
  return [event, ...way.parts, `${id} -> ${way.first}`, ...ended(w, beside, way.last)];
}

const handlingSubProcess = (w: Writer, place: Place, id: string): Node =>
  place.depth > 0 && !w.isFull
    ? subProcess(
        id,
        scopeParts(w, { ...deeper(place), scope: "subProcess", isBeside: true, isCaught: false, undoable: [] }),
        forCompensation,
      )
    : node("task", id, forCompensation);

function startsOn(w: Writer, host: Node, kind: Kind, isCatchingAll: boolean): Start[] {
  const { random } = w;
  const isStillThere = kind !== "task" && kind !== "manualTask" && kind !== "script";
  const count = random.pick([0, 0, 0, 1, 1, 2]);
  const starts = isStillThere ? Array.from({ length: count }, () => startOutside(w)) : [];
  const all = isCatchingAll && isStillThere ? [errorStart(null), ...starts] : starts;
  const canceled: Start[] = kind === "transaction" ? [{ more: cancel, isInterrupting: true, only: "cancel" }] : [];
  const unique = [...canceled, ...all].filter(
    ({ only }, index, list) => only === null || list.findIndex((one) => one.only === only) === index,
  );
  return host.attributes.isForCompensation ? [] : unique;
}

/** Events on an activity, each with a way of its own. Those that interrupt it lead back behind it, or to an end. */
function withBoundaries(w: Writer, place: Place, host: Node, starts: readonly Start[]): Block {
  const parts: Part[] = [host];
  const merged: string[] = [];
  for (const { more, isInterrupting } of starts) {
    const id = w.id("boundary");
    const way = row(w, { ...deeper(place), isBeside: true, isMany: place.isMany || !isInterrupting });
    parts.push(
      boundary(id, host.id, ...(isInterrupting ? [] : [besides]), more),
      ...way.parts,
      `${id} -> ${way.first}`,
    );
    const isJoining = isInterrupting
      ? w.isSound || w.random.chance(50)
      : !w.isSound && !wakesAgain(more) && w.random.chance(20);
    if (isJoining) merged.push(way.last);
    else parts.push(...ended(w, { ...place, isBeside: true }, way.last));
  }
  if (merged.length === 0) return { parts, first: host.id, last: host.id };
  const merge = w.id("merge");
  const flows = [host.id, ...merged].map((from) => `${from} -> ${merge}`);
  return { parts: [...parts, node("exclusiveGateway", merge), ...flows], first: host.id, last: merge };
}

/** What the flow behind it throws or sets would make it happen again, within one command and for ever. */
const wakesAgain = ({ inside = [] }: More): boolean => /signalEvent|conditionalEvent/.test(inside.join());
