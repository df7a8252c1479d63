import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { evolve } from "../../../engine/evolve.ts";
import { keyOfSequence } from "../../../engine/keys.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import { type ParsedModel, parseModel } from "../../../engine/model/parse.ts";
import { run } from "../../../engine/run.ts";
import { emptyState } from "../../../engine/state.ts";
import { type Random, randomFrom } from "../simulation/random.ts";
import { randomCommand, randomStart } from "./commands.ts";
import { type Models, mutated } from "./mutate.ts";
import { readTree } from "./xmlTree.ts";

const commandsPerProcess = 12;
const processesPerFile = 3;

/** What became of one mutated file. */
export interface Attempt {
  readonly verdict: "refused" | "executed";
  /** Codes of its findings. */
  readonly codes: readonly string[];
  readonly commands: number;
  /** The longest that reading it, or one command to it, took. */
  readonly slowestMs: number;
}

/** The models that are changed: samples and scenarios, by name, so that a seed means the same everywhere. */
export function modelsToChange(): Models {
  const folders = ["../../../processes/", "../../scenarios/models/"].map((path) => new URL(path, import.meta.url));
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".bpmn"))
      .sort()
      .map((file) => new URL(file, folder)),
  );
  const [first, ...others] = files.map((file) => readTree(readFileSync(file, "utf8")));
  if (!first) throw new Error(`Expected models in ${folders.join(" and ")}, got none`);
  return [first, ...others];
}

export const fileOf = (seed: number, models: Models): string => mutated(randomFrom(seed), models);

/**
 * Reads the file that the seed makes, and runs it when it is executed. Throws what is a defect: parsing and running
 * never throw, whatever comes, and what is found can be told to a person.
 */
export async function attempt(seed: number, models: Models): Promise<Attempt> {
  const xml = fileOf(seed, models);
  const beganMs = performance.now();
  const parsed = await parseModel(xml);
  const readMs = performance.now() - beganMs;
  checkAnswer(parsed);
  const random = randomFrom(seed + 1);
  const commandsMs = parsed.processes.slice(0, processesPerFile).flatMap((model) => play(model, random));
  return {
    verdict: parsed.processes.length > 0 ? "executed" : "refused",
    codes: parsed.findings.map(({ code }) => code),
    commands: commandsMs.length,
    slowestMs: Math.max(readMs, ...commandsMs),
  };
}

function checkAnswer({ processes, findings }: ParsedModel): void {
  const isRefused = findings.some(({ severity }) => severity === "error");
  if (isRefused === processes.length > 0)
    throw new Error(`Expected processes or errors, got ${processes.length} processes and ${findings.length} findings`);
  for (const { code, message, line } of findings) {
    if (message.trim() === "" || /\n/.test(message))
      throw new Error(`${code} has the message ${JSON.stringify(message)}`);
    if (line !== null && !(Number.isInteger(line) && line > 0)) throw new Error(`${code} is on line ${line}`);
  }
}

/** Starts an instance and tells it a few things, each in so many ms; its events alone have to give the same state. */
function play(model: ProcessModel, random: Random): number[] {
  const key = keyOfSequence(7n);
  const [state, folded] = [emptyState(key), emptyState(key)];
  return Array.from({ length: commandsPerProcess }, (_, n) => {
    const command = n === 0 ? randomStart(random, model) : randomCommand(random, state);
    const beganMs = performance.now();
    const ran = run(model, state, command, { nowMs: Date.UTC(2026, 0, 5) + n * 60_000 });
    const tookMs = performance.now() - beganMs;
    for (const event of ran.ok ? ran.events : []) evolve(folded, event);
    if (!isDeepStrictEqual({ ...folded, keyCount: 0 }, { ...state, keyCount: 0 }))
      throw new Error(`The events of ${JSON.stringify(command)} do not give the state of the instance`);
    return tookMs;
  });
}
