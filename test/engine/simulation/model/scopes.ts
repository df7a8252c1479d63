import { type Node, node, type Part } from "../../../bpmnText.ts";
import { activity } from "./activities.ts";
import { row } from "./blocks.ts";
import { cancel, compensation } from "./definitions.ts";
import { startOutside, thrownAtTheEnd, undoing } from "./triggers.ts";
import { deeper, inRow, type Place, type Writer } from "./writer.ts";

/** A start, some blocks and an end, with event sub-processes beside them; sometimes without start and end. */
export function scopeParts(w: Writer, given: Place): Part[] {
  const place = { ...given, isMany: false, undone: given.undoable };
  const isOpen = w.random.chance(8);
  const start = isOpen ? node("task", w.id("first")) : node("startEvent", w.id("start"));
  const body = row(w, place);
  const ways = isOpen && w.random.chance(50) ? [...anotherWay(w, place)] : [];
  return [
    start,
    ...body.parts,
    `${start.id} -> ${body.first}`,
    ...ways,
    ...(isOpen ? [] : ended(w, place, body.last)),
    ...eventSubProcesses(w, place),
  ];
}

/** A second node that nothing leads to begins as well. */
function anotherWay(w: Writer, place: Place): Part[] {
  const first = node("task", w.id("first"));
  const body = row(w, deeper(place));
  return [first, ...body.parts, `${first.id} -> ${body.first}`];
}

/** What stands behind the last node of a path. In an ad-hoc sub-process there are no end events. */
export function ended(w: Writer, place: Place, last: string): Part[] {
  if (place.scope === "adHoc") return [];
  const end = endEvent(w, place);
  return [end, `${last} -> ${end.id}`];
}

function endEvent(w: Writer, place: Place): Node {
  if (place.scope === "transaction" && w.random.chance(25)) return node("endEvent", w.id("canceled"), cancel);
  const thrown = thrownAtTheEnd(w, place);
  return thrown ? node("endEvent", w.id("throws"), thrown) : node("endEvent", w.id("end"));
}

export function eventSubProcesses(w: Writer, place: Place): Part[] {
  if (place.depth <= 0 || w.isFull) return [];
  const { random } = w;
  const count = random.pick([0, 0, 0, 1, 1, 2]);
  const codes = new Set<string>();
  const parts: Part[] = [];
  for (let n = 0; n < count; n++) {
    const { more, isInterrupting, only } = startOutside(w);
    if (only !== null && codes.has(only)) continue;
    codes.add(only ?? "");
    parts.push(eventSubProcess(w, place, more, isInterrupting));
  }
  if (place.scope === "subProcess" && random.chance(6)) parts.push(undoingSubProcess(w, place));
  return parts;
}

function eventSubProcess(w: Writer, place: Place, more: Partial<Node>, isInterrupting: boolean): Node {
  const start = node(
    "startEvent",
    w.id("event"),
    more,
    isInterrupting ? {} : { attributes: { isInterrupting: "false" } },
  );
  const inside: Place = { ...deeper(place), scope: "eventSubProcess", isBeside: true, isMany: false, undoable: [] };
  return triggered(w, inside, start);
}

/** It says how its sub-process is undone. */
function undoingSubProcess(w: Writer, place: Place): Node {
  const start = node("startEvent", w.id("undoing"), compensation());
  const inside: Place = {
    ...deeper(place),
    scope: "eventSubProcess",
    isBeside: true,
    isMany: false,
    isCaught: false,
    undoable: [],
  };
  return triggered(w, inside, start);
}

function triggered(w: Writer, inside: Place, start: Node): Node {
  const body = row(w, inside);
  const throwing = w.random.chance(20) ? node("intermediateThrowEvent", w.id("throw"), undoing(w, inside)) : null;
  const middle = throwing ? inRow([{ parts: [throwing], first: throwing.id, last: throwing.id }, body]) : body;
  const parts = [start, ...middle.parts, `${start.id} -> ${middle.first}`, ...ended(w, inside, middle.last)];
  return node("subProcess", w.id("events"), { attributes: { triggeredByEvent: "true" }, parts });
}

/** Activities without order, some with another one behind them. */
export function adHocParts(w: Writer, given: Place): { parts: Part[]; beginnings: string[] } {
  const place = { ...given, isMany: false, undone: given.undoable };
  const chains = Array.from({ length: 1 + w.random.number(3) }, () =>
    inRow(Array.from({ length: w.random.chance(30) ? 2 : 1 }, () => activity(w, place))),
  );
  return {
    parts: [...chains.flatMap(({ parts }) => parts), ...eventSubProcesses(w, place)],
    beginnings: chains.map(({ first }) => first),
  };
}
