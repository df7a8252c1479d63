import { evaluateToJson, type Lookup } from "../feel/expression.ts";
import type { Moment } from "../feel/moment.ts";
import { show } from "../feel/values.ts";
import type { TimerTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
import { dueAfterDuration, dueAtDate, firstOfCycle, type TimerWait } from "./time.ts";

const forms = { timeDate: "date", timeDuration: "duration", timeCycle: "cycle" } as const;

/** BPMN 2.0.2 §10.5.5.7. Exactly one of date, duration and cycle; ISO 8601 or FEEL. */
export function readTimer(definition: XmlElement, element: XmlElement, reader: Reader): TimerTrigger | null {
  const given = Object.entries(forms).filter(([property]) => elementOf(definition, property));
  const [first] = given;
  const text = first && textOf(elementOf(definition, first[0]), "body");
  if (given.length !== 1 || !first || text === undefined) {
    reader.error(
      "TIMER_INVALID",
      element,
      `Expected one of timeDate, timeDuration and timeCycle at ${describe(element)}, got ${given.length === 1 ? "an empty one" : given.length}.`,
    );
    return null;
  }
  const time = reader.expression(element, text, first[1]);
  if (!time) return null;
  const trigger: TimerTrigger = { kind: "timer", form: first[1], time };
  const fault = time.fixed === null ? null : faultOf(waitFor(trigger, time.fixed, 0));
  if (fault) reader.error("TIMER_INVALID", element, `${fault}, at ${describe(element)}.`);
  return fault ? null : trigger;
}

/** When it is due, and how often again. The expression is evaluated once, here, when the wait begins. */
export function timerWait(trigger: TimerTrigger, lookup: Lookup, moment: Moment): Result<TimerWait> {
  const evaluated = evaluateToJson(trigger.time, lookup, moment);
  if (!evaluated.ok) return evaluated;
  if (typeof evaluated.value === "string") return waitFor(trigger, evaluated.value, moment.nowMs);
  return failed(`Expected a ${trigger.form} from "${trigger.time.source}", got ${show(evaluated.value)}`);
}

function waitFor(trigger: TimerTrigger, text: string, nowMs: number): Result<TimerWait> {
  switch (trigger.form) {
    case "date":
      return once(dueAtDate(text));
    case "duration":
      return once(dueAfterDuration(text, nowMs));
    case "cycle":
      return firstOfCycle(text, nowMs);
    default:
      return trigger.form satisfies never;
  }
}

const once = (due: Result<number>): Result<TimerWait> =>
  due.ok ? ok({ kind: "timer", dueMs: due.value, cycle: null, repetitions: 0 }) : due;
const faultOf = (result: Result<unknown>) => (result.ok ? null : result.message);
