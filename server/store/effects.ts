import type { PoolClient } from "pg";
import { timerDueMaxMs } from "../../engine/bounds.ts";
import { assert } from "../../engine/result.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import { type Call, callErrands, callerErrand, cancelCalled } from "./calls.ts";
import { addErrands, type Errand } from "./errands.ts";
import type { Publication } from "./publish.ts";
import { broadcast, type Signal } from "./signals.ts";
import type { Subject } from "./subjects.ts";

/** What the events of a batch do to other instances. */
export interface Effects {
  readonly messages: Publication[];
  readonly signals: { readonly signal: Signal; readonly throwerKey: string }[];
  readonly calls: Call[];
  /** Call activity instances that went on without their calls. */
  readonly canceledCalls: string[];
  readonly errands: Errand[];
}

/** A called process that refuses to begin, and why. */
export interface RefusedCall {
  readonly callerKey: string;
  readonly message: string;
}

/** Reads off the events what leaves the instances, in the order of the events. */
export function effectsOf(touched: readonly Subject[], refusedCalls: readonly RefusedCall[], now: Date): Effects {
  const effects: Effects = { messages: [], signals: [], calls: [], canceledCalls: [], errands: [] };
  for (const subject of touched) for (const event of subject.events) addEffect(effects, subject, event, now);
  for (const { callerKey, message } of refusedCalls)
    effects.errands.push(callerErrand(callerKey, { type: "failCall", elementKey: callerKey, message }));
  return effects;
}

function addEffect(effects: Effects, subject: Subject, event: Event, now: Date): void {
  const { callerKey } = subject.state;
  switch (event.type) {
    case "messageThrown":
      effects.messages.push(publicationOf(event, now));
      return;
    case "signalThrown": {
      const { signalName: name, variables } = event;
      effects.signals.push({ signal: { name, variables }, throwerKey: subject.key });
      return;
    }
    case "processCalled":
      effects.calls.push({ caller: subject, event });
      return;
    case "callCanceled":
      effects.canceledCalls.push(event.elementKey);
      return;
    case "calledCompleted": {
      assert(callerKey !== null, `instance ${subject.key} was called by nobody`);
      const { variables, compensations } = event;
      effects.errands.push(
        callerErrand(callerKey, { type: "completeCall", elementKey: callerKey, variables, compensations }),
      );
      return;
    }
    case "thrownToCaller": {
      assert(callerKey !== null, `instance ${subject.key} was called by nobody`);
      const { origin, thrown } = event;
      effects.errands.push(callerErrand(callerKey, { type: "catchThrown", elementKey: callerKey, origin, thrown }));
      return;
    }
    case "thrownAnswered": {
      const { origin, thrown, isCaught } = event;
      const { processInstanceKey, elementKey } = origin;
      const command = { type: "answerThrown", elementKey, thrown, isCaught } as const;
      effects.errands.push({ processInstanceKey, command, actor: "process" });
      return;
    }
    default:
      // Everything else stays in its instance.
      return;
  }
}

/** A time to live that ends after the last instant that can be written ends with it. */
function publicationOf(event: Extract<Event, { type: "messageThrown" }>, now: Date): Publication {
  const { messageName, correlationKey, variables } = event;
  const timeToLiveMs = Math.min(event.timeToLiveMs, timerDueMaxMs - now.getTime());
  const texts = { name: storable(messageName), correlationKey: storable(correlationKey) };
  return { ...texts, variables, timeToLiveMs, messageId: null };
}

/** Writes everything but messages into the outbox. Answers how many rows. */
export async function writeEffects(shop: Workshop, tx: PoolClient, effects: Effects, now: Date): Promise<number> {
  const { calls, canceledCalls, errands, signals } = effects;
  const all = [...errands, ...(await callErrands(shop, tx, calls)), ...(await cancelCalled(tx, canceledCalls))];
  await addErrands(tx, all, now);
  let reached = 0;
  for (const { signal, throwerKey } of signals) reached += await broadcast(shop, tx, signal, now, throwerKey);
  return all.length + reached;
}
