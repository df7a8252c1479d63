import { extension, node, type Part } from "../../../bpmnText.ts";
import { activity, undoable } from "./activities.ts";
import { activation, link } from "./definitions.ts";
import { ended } from "./scopes.ts";
import { tangle } from "./tangle.ts";
import { someCondition, surelyWaitFor, thrownOnTheWay, undoing, waitFor } from "./triggers.ts";
import { type Block, deeper, inRow, type Place, type Writer } from "./writer.ts";

/** One or more random blocks, one behind the other. */
export function row(w: Writer, place: Place): Block {
  const count = w.isFull ? 1 : 1 + w.random.number(place.depth > 2 ? 3 : 2);
  return inRow(Array.from({ length: count }, () => block(w, place)));
}

type Draw = (w: Writer, place: Place) => Block;

function block(w: Writer, place: Place): Block {
  const draw = w.random.pickAny(drawable(w, place)) ?? activity;
  return draw(w, place);
}

function drawable(w: Writer, place: Place): readonly Draw[] {
  const simple: readonly Draw[] = [activity, activity, activity, activity, activity, catching, throwing, eventGateway];
  if (place.depth <= 0 || w.isFull) return simple;
  const joining = w.isSound && place.isMany ? [] : [inclusive, complex, implicit];
  const nested = [choice, parallel, ...joining, loop, quantities, undone, undone].map(within);
  const unsound = w.isSound ? [] : [mismatched, mismatched, surplus, tangle, tangle].map(within);
  return [...simple, ...simple, ...nested, ...unsound, ...(place.scope === "adHoc" ? [] : [jump])];
}

/** What it holds is one level deeper. */
const within =
  (draw: Draw): Draw =>
  (w, place) =>
    draw(w, deeper(place));

const single = (one: { id: string }, parts: Part[]): Block => ({ parts, first: one.id, last: one.id });

function catching(w: Writer): Block {
  const event = node("intermediateCatchEvent", w.id("wait"), waitFor(w));
  return single(event, [event]);
}

function throwing(w: Writer, place: Place): Block {
  const event = node("intermediateThrowEvent", w.id("throw"), thrownOnTheWay(w, place));
  return single(event, [event]);
}

/** Something is done, and undone. */
function undone(w: Writer, place: Place): Block {
  const event = node("intermediateThrowEvent", w.id("throw"), undoing(w, place));
  const done = Array.from({ length: 1 + w.random.number(3) }, () => undoable(w, place));
  return inRow([...done, single(event, [event])]);
}

/** A link event throws the token to the catch event of the same name. */
function jump(w: Writer): Block {
  const [from, to] = [w.id("jump"), w.id("land")];
  const parts = [node("intermediateThrowEvent", from, link(to)), node("intermediateCatchEvent", to, link(to))];
  return { parts, first: from, last: to };
}

/** Some ways go on at a link event. */
const jumping =
  (w: Writer, place: Place) =>
  (way: Block): Block =>
    place.scope !== "adHoc" && w.random.chance(25) ? inRow([way, jump(w)]) : way;

function eventGateway(w: Writer): Block {
  const [gateway, merge] = [w.id("events"), w.id("merge")];
  const events = Array.from({ length: 2 + w.random.number(2) }, () => catching(w));
  const parts = [
    node("eventBasedGateway", gateway),
    ...events.flatMap((event) => event.parts),
    node("exclusiveGateway", merge),
    ...events.flatMap(({ first, last }) => [`${gateway} -> ${first}`, `${last} -> ${merge}`]),
  ];
  return { parts, first: gateway, last: merge };
}

/** Ways between a node that splits and one that merges; a flow's text says when it is taken. */
function between(
  w: Writer,
  [split, merge]: [string, string],
  ways: readonly Block[],
  taken: (index: number) => string = () => "",
): Block {
  const [first, last] = [w.id("split"), w.id("merge")];
  const parts = [
    node(split, first),
    ...ways.flatMap((way) => way.parts),
    node(merge, last),
    ...ways.flatMap((way, index) => [`${first} -> ${way.first} ${taken(index)}`, `${way.last} -> ${last}`]),
  ];
  return { parts, first, last };
}

const severalWays = (w: Writer, place: Place, count = 2 + w.random.number(2)) =>
  Array.from({ length: count }, () => row(w, place));

const when = (w: Writer) => `if ${someCondition(w)}`;

const choice: Draw = (w, place) =>
  between(w, ["exclusiveGateway", "exclusiveGateway"], severalWays(w, place), (index) =>
    index === 0 && (w.isSound || w.random.chance(80)) ? "default" : when(w),
  );

function parallel(w: Writer, place: Place): Block {
  const isInclusive = w.random.chance(33) && !(w.isSound && place.isMany);
  return between(w, ["parallelGateway", isInclusive ? "inclusiveGateway" : "parallelGateway"], severalWays(w, place));
}

const inclusive: Draw = (w, place) =>
  between(w, ["inclusiveGateway", "inclusiveGateway"], severalWays(w, place).map(jumping(w, place)), (index) =>
    index === 0 && (w.isSound || w.random.chance(80)) ? "default" : when(w),
  );

/** The gateway goes on when enough have come, and waits for the others before it begins again. */
function complex(w: Writer, place: Place): Block {
  const ways = severalWays(w, place);
  const enough = w.random.pick([null, 1, 1 + w.random.number(ways.length), ways.length]);
  const [first, last] = [w.id("split"), w.id("complex")];
  const merge = w.id("merge");
  const also = w.random.chance(40) ? row(w, place) : null;
  const parts = [
    node("parallelGateway", first),
    ...ways.flatMap((way) => [...way.parts, `${first} -> ${way.first}`, `${way.last} -> ${last}`]),
    node("complexGateway", last, ...(enough === null ? [] : [activation(`activationCount >= ${enough}`)])),
    node("exclusiveGateway", merge),
    `${last} -> ${merge}${w.random.chance(50) ? " if =waitingForStart" : ""}`,
    ...(also ? [...also.parts, `${last} -> ${also.first} if =not(waitingForStart)`] : []),
    // A second token behind it fits nothing.
    ...(also ? (w.isSound ? ended(w, place, also.last) : [`${also.last} -> ${merge}`]) : []),
  ];
  return { parts, first, last: merge };
}

/** What was split in one way is merged in another: tokens wait for ever, or go on several times. */
function mismatched(w: Writer, place: Place): Block {
  const gateways = ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway"] as const;
  const [split, merge] = [w.random.pick(gateways), w.random.pick(gateways)];
  const isFree = split === "parallelGateway";
  return between(w, [split, merge], severalWays(w, { ...place, depth: Math.min(place.depth, 1) }), (index) =>
    isFree ? "" : index === 0 ? "default" : when(w),
  );
}

/** Several tokens come along one way, and those along the others later. */
function surplus(w: Writer, place: Place): Block {
  const many = node("task", w.id("many"), { attributes: { completionQuantity: String(2 + w.random.number(2)) } });
  const ways = severalWays(w, { ...place, depth: Math.min(place.depth, 1) });
  return between(w, ["parallelGateway", "parallelGateway"], [single(many, [many]), ...ways]);
}

/** Every round waits at least once; the bound on steps has a scenario of its own. */
function loop(w: Writer, place: Place): Block {
  const [merge, again, done] = [w.id("merge"), w.id("again"), w.id("done")];
  const waits = node("intermediateCatchEvent", w.id("wait"), surelyWaitFor(w));
  const body = row(w, place);
  const parts = [
    node("exclusiveGateway", merge),
    waits,
    ...body.parts,
    node("exclusiveGateway", again),
    node("exclusiveGateway", done),
    `${merge} -> ${waits.id} -> ${body.first}`,
    `${body.last} -> ${again}`,
    `${again} -> ${merge} if =n > 6`,
    `${again} -> ${done} default`,
  ];
  return { parts, first: merge, last: done };
}

/** One activity leaves several tokens, and one needs several to begin: as many, unless nothing has to fit. */
function quantities(w: Writer, place: Place): Block {
  const count = 2 + w.random.number(2);
  const [from, to] = [w.id("many"), w.id("few")];
  const between = w.random.chance(50) ? [activity(w, { ...place, isMany: true })] : [];
  const needed = w.isSound ? count : 1 + w.random.number(3);
  const many = node("task", from, { attributes: { completionQuantity: String(count) } });
  const few = node(
    "serviceTask",
    to,
    { attributes: { startQuantity: String(needed) } },
    extension(`<zeebe:taskDefinition type="few" />`),
  );
  return inRow([single(many, [many]), ...between, single(few, [few])]);
}

/** Conditions on the flows out of an activity, joined again. */
function implicit(w: Writer, place: Place): Block {
  const from = w.id("decide");
  const ways = severalWays(w, place, 2);
  const last = w.id("merge");
  const parts = [
    node("task", from),
    ...ways.flatMap((way) => way.parts),
    node("inclusiveGateway", last),
    ...ways.flatMap((way, index) => [
      `${from} -> ${way.first} ${index === 0 && (w.isSound || w.random.chance(70)) ? "default" : when(w)}`,
      `${way.last} -> ${last}`,
    ]),
  ];
  return { parts, first: from, last };
}
