import { expect } from "vitest";
import type { Event } from "../../engine/vocabulary.ts";
import type { InstanceStory } from "../scenario.ts";
import type { Find, Note } from "./story.ts";

/** The looks of a story at one instance. */
export function checks(
  find: Find,
  note: Note,
): Pick<InstanceStory, "walked" | "variables" | "waitsAt" | "incidents" | "ended"> {
  let seen = 0;
  return {
    walked: (path) =>
      note("walked", async (runner) => {
        const events = await (await find(runner)).events();
        const expected = path.trim().replace(/\s+/g, " ");
        const walked = pathOf(events.slice(seen));
        if (walked !== expected) throw new Error(`expected\n  ${expected}\ngot\n  ${walked}`);
        seen = events.length;
      }),
    variables: (expected, at) =>
      note("variables", async (runner) => {
        const instance = await find(runner);
        const scopeKey = at ? await instance.elementKey(at.elementId) : instance.key;
        expect(await instance.variables(scopeKey)).toEqual(expected);
      }),
    waitsAt: (...elementIds) =>
      note("waitsAt", async (runner) => expect(await (await find(runner)).waiting()).toEqual(elementIds)),
    incidents: (...expected) =>
      note("incidents", async (runner) => {
        const open = await (await find(runner)).incidents();
        expect(open.map(({ elementId, code }) => `${elementId} ${code}`)).toEqual(expected);
      }),
    ended: () => note("ended", async (runner) => expect(await (await find(runner)).isEnded()).toBe(true)),
  };
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
