import { parseArgs } from "node:util";
import { type ContestantName, contestantNames, isContestantName } from "./contestant.ts";

export interface Options {
  readonly rounds: number;
  readonly roundMs: number;
  /** Untimed work before the first round: compilers and caches settle, connections open. */
  readonly warmUpMs: number;
  readonly names: readonly ContestantName[];
  /** Where the figures of every round are written; null writes none. */
  readonly json: string | null;
}

const full = { rounds: 5, roundMs: 2_500, warmUpMs: 2_500 };

/** Shows that everything runs; its figures are too short to be quoted. */
const quick = { rounds: 2, roundMs: 300, warmUpMs: 300 };

export const usage = `Usage: npm run bench -- [options]

  --quick        A run of some seconds that shows that everything works; its figures say little
  --only <names> Some contestants: ${contestantNames.join(", ")}
  --json <file>  Write the figures of every round there
  --help         This text
`;

/** Fails with a sentence for the person who typed it. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      only: { type: "string" },
      json: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return "help";
  const names = values.only?.split(",").map(contestantNamed) ?? contestantNames;
  return { ...(values.quick ? quick : full), names, json: values.json ?? null };
}

function contestantNamed(text: string): ContestantName {
  const name = text.trim();
  if (isContestantName(name)) return name;
  throw new Error(`Expected --only with ${contestantNames.join(", ")}, got "${text}"`);
}
