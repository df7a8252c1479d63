import { expect, test } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { keyOfSequence } from "../../engine/keys.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { randomCommand } from "./simulation/command.ts";
import { checkEnded, checkKeys, checkState, keysMadeBy, same } from "./simulation/invariants.ts";
import { deciding, randomModel } from "./simulation/model.ts";
import { type Random, randomFrom } from "./simulation/random.ts";

/**
 * Random processes and random commands. A failed seed is repeated with SIMULATION_SEED=<seed> SIMULATION_COUNT=1;
 * other seeds, and more of them, search further.
 */
const firstSeed = Number(process.env.SIMULATION_SEED ?? 1);
const count = Number(process.env.SIMULATION_COUNT ?? 60);
const commandsPerInstance = 60;
const key = keyOfSequence(7n);

interface Done {
  command: Command;
  nowMs: number;
  /** Null when the command was rejected. */
  events: readonly Event[] | null;
}

test(`random processes keep the engine's promises, seeds ${firstSeed} to ${firstSeed + count - 1}`, async () => {
  const seen = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const random = randomFrom(seed);
    const xml = randomModel(random);
    try {
      const { processes, findings } = await parseModel(xml);
      const [model] = processes;
      if (!model) throw new Error(JSON.stringify(findings[0]));
      const story = play(model, random);
      replay(model, story);
      for (const { command, events } of story) seen.add(`${command.type}${events ? "" : " rejected"}`);
      for (const type of story.flatMap(({ events }) => events ?? []).map((event) => event.type)) seen.add(type);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}\n${xml}`, { cause: error });
    }
  }
  // A generator that no longer reaches something would let it pass unseen.
  if (count >= 60) for (const one of everyEvent) expect([...seen], "reached").toContain(one);
}, 60_000);

const everyEvent: readonly Event["type"][] = [
  "elementTerminated",
  "tokensDropped",
  "jobErrorThrown",
  "jobReopened",
  "jobCanceled",
  "userTaskCanceled",
  "subscriptionClosed",
  "incidentRaised",
  "incidentResolved",
];

/** Runs commands until the instance has ended or the story is long enough, then cancels what is left. */
function play(model: ProcessModel, random: Random): Done[] {
  const [state, folded] = [emptyState(key), emptyState(key)];
  const story: Done[] = [];
  const keys: string[] = [];
  const say = (command: Command) => {
    const nowMs = Date.UTC(2026, 0, 5) + story.length * 1_000;
    const keyCount = state.keyCount;
    const ran = run(model, state, command, { nowMs });
    const events = ran.ok ? ran.events : null;
    story.push({ command, nowMs, events });
    for (const event of events ?? []) {
      evolve(folded, event);
      keys.push(...keysMadeBy(event));
    }
    if (!ran.ok) same(state.keyCount, keyCount, "keys taken by a rejected command");
    same({ ...folded, keyCount: 0 }, { ...state, keyCount: 0 }, "folded events and state");
    checkState(model, state);
    if (story.length > 1 && state.elements.size === 0) checkEnded(state);
  };
  say({ type: "startInstance", variables: { [deciding]: random.number(10) }, startElementIds: null });
  for (let n = 0; n < commandsPerInstance; n++) say(randomCommand(random, state, keys));
  say({ type: "cancelInstance" });
  checkEnded(state);
  checkKeys(
    story.flatMap(({ events }) => events ?? []),
    key,
  );
  return story;
}

/** A second run gives the same, also from a state that was copied before every command. */
function replay(model: ProcessModel, story: readonly Done[]): void {
  let state: InstanceState = emptyState(key);
  for (const { command, nowMs, events } of story) {
    state = structuredClone(state);
    const ran = run(model, state, command, { nowMs });
    same(ran.ok ? ran.events : null, events, `second run of ${command.type}`);
  }
}
