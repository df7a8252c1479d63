import { bell } from "./bell.ts";
import { calls } from "./calls.ts";
import { cancels } from "./cancels.ts";
import { answered, letters } from "./letters.ts";
import { loops } from "./loops.ts";
import { people } from "./people.ts";
import type { Story, Times } from "./story.ts";
import { ticked } from "./ticker.ts";
import { timers } from "./timers.ts";
import { undo } from "./undo.ts";
import { works } from "./works.ts";

/** All that the load begins. */
export const stories: readonly Story[] = [works, timers, letters, bell, loops, undo, calls, people, cancels];

/** How instances end that other instances or timers have begun, by process id; a cancelled one may have done less. */
export const causedEnds: Readonly<Record<string, Readonly<Record<string, Times>>>> = {
  answers: answered,
  ticker: ticked,
  called: { called: 1, "help-begin": 1, help: 1, "help-end": 1 },
  risked: { risked: [0, 1], "dare-begin": 1, dare: [0, 1], "dare-end": [0, 1] },
  unending: { "unending-begin": 1 },
  cancelled: { cancelled: [0, 1], "called-begin": 1, first: [0, 1], second: [0, 1], "called-end": [0, 1] },
};
