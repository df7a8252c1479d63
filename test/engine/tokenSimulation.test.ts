import { describe, expect, test } from "vitest";
import { type Difference, differences } from "./tokenSimulation/differences.ts";
import { isRecorded, type Recording, recordings, type Walk } from "./tokenSimulation/recorded.ts";
import { replay } from "./tokenSimulation/replay.ts";

/** Walks that another implementation of the standard has recorded (bpmn-js-token-simulation, MIT). */
if (isRecorded) {
  const all = recordings();
  describe.each(all)("$title", tell);
  test("differs nowhere else", () => {
    const titles = all.map(({ title }) => title);
    expect(Object.keys(differences).filter((title) => !titles.includes(title))).toEqual([]);
  });
} else test.skip("recorded walks: there is no ../shared/models/token-simulation", () => {});

function tell(recording: Recording): void {
  const difference = differences[recording.title];
  if (difference) test(`differs: ${difference.why}`, () => expectOurs(recording, difference));
  else
    test("walks as recorded", async () => {
      const { recorded, ours } = await replay(recording);
      expect(shown(ours)).toEqual(shown(recorded));
    });
}

async function expectOurs(recording: Recording, difference: Difference): Promise<void> {
  if ("refused" in difference) return expect(replay(recording)).rejects.toThrow(difference.refused);
  const { entered, left } = difference;
  const { recorded, ours } = await replay(recording);
  expect(shown(ours)).toEqual({ entered, left });
  expect(shown(recorded)).not.toEqual({ entered, left });
}

const shown = ({ entered, left }: Walk) => ({ entered: entered.join(" "), left: left.join(" ") });
