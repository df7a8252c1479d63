import { error, message, type Node, timer } from "../../../bpmnText.ts";
import { allOfThem, compensation, conditional, escalation, signal } from "./definitions.ts";
import type { Place, Writer } from "./writer.ts";

/** The variable that conditions read; commands set it to 0..9, sometimes to something that is no number. */
export const deciding = "n";
/** What only the parts beside the main flow set: no condition reads it, so none of them wakes another for ever. */
export const aside = "m";
export const errorCodes = ["BUSY", "BROKEN"] as const;
const escalationCodes = ["LATE", "LARGE"] as const;
const messageNames = ["go", "stop", "note"] as const;
const quietMessage = "news";
/** Anything may wait for these. */
const loud = ["alarm", "bell"] as const;
/** No start waits for this, so that what a start has begun may throw it. */
const quiet = "whisper";
export const signalNames = [...loud, quiet] as const;

type More = Partial<Node>;

/** Each is true for a number that lets no loop begin again. */
export const someCondition = ({ random }: Writer) =>
  random.pick([
    () => `=n > ${random.number(6)}`,
    () => `=n < ${1 + random.number(9)}`,
    () => `=n = ${random.number(7)}`,
  ])();

/** Something that an event in the flow can wait for. */
export const waitFor = (w: Writer): More =>
  w.random.pick([
    () => timer("timeDuration", `="PT" + string(n + 1) + "M"`),
    () => timer("timeDuration", "PT1H"),
    () => aMessage(w),
    () => message(quietMessage, `="key"`),
    () => signal(w.random.pick(signalNames)),
    () => conditional(someCondition(w)),
    () => several(w, waitsInFlow),
  ])();

/** What surely waits, however often it is passed. */
export const surelyWaitFor = (w: Writer): More =>
  w.random.pick([() => timer("timeDuration", "PT1H"), () => aMessage(w)])();

const aMessage = ({ random }: Writer): More => message(random.pick(messageNames), `="key"`);

/** No loop and no start waits for the last one, so that nothing wakes itself again and again. */
const thrownMessage = ({ random, isCalm }: Writer): More =>
  message(isCalm ? quietMessage : random.pick([...messageNames, quietMessage]), `="key"`);

type Trigger = (w: Writer) => More;

const waitsInFlow: readonly Trigger[] = [
  () => timer("timeDuration", "PT10M"),
  aMessage,
  (w) => signal(w.random.pick(signalNames)),
  (w) => conditional(someCondition(w)),
];

/** Two or three different ones: any of them, or all. */
function several(w: Writer, from: readonly Trigger[]): More {
  const left = [...from];
  const chosen = Array.from({ length: 2 + w.random.number(2) }, () => left.splice(w.random.number(left.length), 1)[0]);
  const merged = chosen.map((one) => one?.(w) ?? {});
  return {
    ...(w.random.chance(50) ? allOfThem : {}),
    inside: merged.flatMap(({ inside = [] }) => inside),
    roots: merged.flatMap(({ roots = [] }) => roots),
  };
}

/** What starts something outside the flow, and what tells it from others of which only one may stand there. */
export interface Start {
  readonly more: More;
  readonly isInterrupting: boolean;
  readonly only: string | null;
}

/** Of a boundary event, or of an event sub-process's start. */
export function startOutside(w: Writer): Start {
  const { random } = w;
  const isInterrupting = random.chance(50);
  const free = (more: More): Start => ({ more, isInterrupting, only: null });
  const code = () => random.pick([null, ...errorCodes]);
  const level = () => random.pick([null, ...escalationCodes]);
  return random.pick<() => Start>([
    () => free(timer("timeDuration", "PT1H")),
    () => ({ more: timer("timeCycle", "R2/PT10M"), isInterrupting: false, only: null }),
    () => free(aMessage(w)),
    () => free(aMessage(w)),
    () => free(signal(random.pick(isInterrupting ? signalNames : loud))),
    () => free(conditional(someCondition(w))),
    () => errorStart(code()),
    () => errorStart(code()),
    () => escalationStart(level(), isInterrupting),
    () => escalationStart(level(), isInterrupting),
    () => free(several(w, isInterrupting ? startsOutside : [...startsOutside, loudSignal])),
  ])();
}

export const errorStart = (code: string | null): Start => ({
  more: error(code ?? undefined),
  isInterrupting: true,
  only: `error ${code}`,
});

const escalationStart = (code: string | null, isInterrupting: boolean): Start => ({
  more: escalation(code),
  isInterrupting,
  only: `escalation ${code}`,
});

const loudSignal: Trigger = (w) => signal(w.random.pick(loud));

const startsOutside: readonly Trigger[] = [
  () => timer("timeDuration", "PT10M"),
  aMessage,
  (w) => conditional(someCondition(w)),
  loudSignal,
];

/** What an event on the way throws. */
export const thrownOnTheWay = (w: Writer, place: Place): More =>
  w.random.pick([
    () => ({}),
    () => thrownMessage(w),
    () => thrownSignal(w, place),
    () => escalation(w.random.pick(escalationCodes)),
    () => escalation(w.random.pick(escalationCodes)),
    () => undoing(w, place),
    () => undoing(w, place),
    () => together(thrownSignal(w, place), escalation(w.random.pick(escalationCodes)), undoing(w, place)),
  ])();

const thrownSignal = ({ random }: Writer, { isBeside }: Place): More =>
  signal(isBeside ? quiet : random.pick(signalNames));

export function undoing({ random }: Writer, { undone }: Place): More {
  const one = random.chance(40) ? random.pickAny(undone) : undefined;
  return compensation(one ?? null, random.chance(80));
}

const together = (...some: readonly More[]): More => ({
  inside: some.flatMap(({ inside = [] }) => inside),
  roots: some.flatMap(({ roots = [] }) => roots),
});

/** What ends a path; null for nothing special. */
export function thrownAtTheEnd(w: Writer, place: Place): More | null {
  const { random } = w;
  const number = random.number(100);
  const throwsErrors = place.isCaught || !w.isSound;
  if (number < 7) return { inside: ["<bpmn:terminateEventDefinition />"] };
  if (number < 17 && throwsErrors && place.depth < 4) return error(random.pick(errorCodes));
  if (number < 24) return escalation(random.pick(escalationCodes));
  if (number < 28) return thrownMessage(w);
  if (number < 33) return thrownSignal(w, place);
  if (number < 39) return undoing(w, place);
  if (number < 42) return together(thrownMessage(w), escalation(random.pick(escalationCodes)), undoing(w, place));
  return null;
}
