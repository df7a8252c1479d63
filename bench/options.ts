import { parseArgs } from "node:util";
import { type ContestantName, contestantNames, isContestantName, type Scale } from "./contestant.ts";

export interface Options {
  readonly rounds: number;
  readonly roundMs: number;
  /** Untimed work before the first round: compilers and caches settle, connections open. */
  readonly warmUpMs: number;
  readonly scale: Scale;
  readonly names: readonly ContestantName[];
  /** Where the figures of every round are written; null writes none. */
  readonly json: string | null;
}

const full = { rounds: 5, roundMs: 2_500, warmUpMs: 10_000, scale: { history: 10_000_000, tasks: 1_000_000 } };

/** Shows that everything runs; its figures are too short to be quoted. */
const quick = { rounds: 2, roundMs: 300, warmUpMs: 300, scale: { history: 200_000, tasks: 50_000 } };

export const usage = `Usage: npm run bench -- [options]

  --quick            A run of a minute that shows that everything works; its figures say little
  --only <names>     Some contestants: ${contestantNames.join(", ")}
  --history <number> Ended instances that manyEnded works over: ${full.scale.history} unless given, which take 33 GB
  --tasks <number>   Open user tasks that inbox searches: ${full.scale.tasks} unless given
  --json <file>      Write the figures of every round there
  --help             This text
`;

/** Fails with a sentence for the person who typed it. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      only: { type: "string" },
      history: { type: "string" },
      tasks: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return "help";
  const names = values.only?.split(",").map(contestantNamed) ?? contestantNames;
  const base = values.quick ? quick : full;
  const scale = {
    history: countIn("--history", values.history, base.scale.history),
    tasks: countIn("--tasks", values.tasks, base.scale.tasks),
  };
  return { ...base, scale, names, json: values.json ?? null };
}

function countIn(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text.replaceAll("_", ""));
  if (Number.isInteger(count) && count >= 1_000) return count;
  throw new Error(`Expected ${option} with a whole number of at least 1000, got "${text}"`);
}

function contestantNamed(text: string): ContestantName {
  const name = text.trim();
  if (isContestantName(name)) return name;
  throw new Error(`Expected --only with ${contestantNames.join(", ")}, got "${text}"`);
}
