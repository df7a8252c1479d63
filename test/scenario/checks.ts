import { expect } from "vitest";
import type { Event } from "../../engine/vocabulary.ts";
import type { Act, Story } from "../scenario.ts";
import type { Runner } from "./runner.ts";

/** The looks of a story. */
export function checks(act: (what: string, perform: Act["perform"]) => void) {
  let seen = 0;
  const looks: Pick<Story, "walked" | "variables" | "waitsAt" | "incidents" | "ended"> = {
    walked: (path) =>
      act("walked", async (runner) => {
        const events = await runner.events();
        const expected = path.trim().replace(/\s+/g, " ");
        const walked = pathOf(events.slice(seen));
        if (walked !== expected) throw new Error(`expected\n  ${expected}\ngot\n  ${walked}`);
        seen = events.length;
      }),
    variables: (expected) =>
      act("variables", async (runner: Runner) => expect(await runner.rootVariables()).toEqual(expected)),
    waitsAt: (...elementIds) => act("waitsAt", async (runner) => expect(await runner.waiting()).toEqual(elementIds)),
    incidents: (...expected) =>
      act("incidents", async (runner) => {
        const open = await runner.incidents();
        expect(open.map(({ elementId, code }) => `${elementId} ${code}`)).toEqual(expected);
      }),
    ended: () => act("ended", async (runner) => expect(await runner.isEnded()).toBe(true)),
  };
  return looks;
}

/** `+approve -start xapprove !JOB_NO_RETRIES`. */
export function pathOf(events: readonly Event[]): string {
  return events
    .flatMap((event) => {
      switch (event.type) {
        case "elementActivated":
          return [`+${event.elementId}`];
        case "elementCompleted":
          return [`-${event.elementId}`];
        case "elementTerminated":
          return [`x${event.elementId}`];
        case "incidentRaised":
          return [`!${event.code}`];
        default:
          return [];
      }
    })
    .join(" ");
}
