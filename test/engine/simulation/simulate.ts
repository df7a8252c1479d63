import type { ProcessModel } from "../../../engine/model/model.ts";
import { parseModel } from "../../../engine/model/parse.ts";
import { deliverAll, drain, type Left } from "./drain.ts";
import { randomProcesses } from "./model/process.ts";
import { randomMove } from "./moves.ts";
import { randomFrom } from "./random.ts";
import { type Move, World } from "./world.ts";

const movesPerSeed = 80;

/** What a seed has shown. */
export interface Shown {
  readonly seed: number;
  readonly isSound: boolean;
  /** Commands, `… rejected`, events and the reasons why instances did not end. */
  readonly seen: ReadonlySet<string>;
  readonly commands: number;
}

/** Moves, of which so many were chosen; the others answered all that waited. */
interface Story {
  readonly moves: readonly Move[];
  readonly chosen: number;
}

/** More of them say nothing more. */
const answersShown = 20;

/** Something does not hold. The message has all that repeats it. */
export class Broken extends Error {
  readonly seed: number;
  readonly what: string;
  readonly story: Story;

  constructor(seed: number, what: string, { moves, chosen }: Story, files: readonly string[], cause: unknown) {
    const answers = moves.slice(chosen);
    const shown = answers.slice(-answersShown);
    const story = [
      ...moves.slice(0, chosen).map((move) => JSON.stringify(move)),
      ...(answers.length > 0 ? [`then all that waits is answered (${answers.length} commands), at last:`] : []),
      ...shown.map((move) => JSON.stringify(move)),
    ].join("\n");
    const again = `again: node test/engine/simulation/main.ts --seed ${seed}`;
    super(`seed ${seed}: ${what}\n${again}\n${story}\n${files.join("\n")}`, { cause });
    this.seed = seed;
    this.what = what;
    this.story = { moves, chosen };
  }
}

/** Random processes and random commands; throws {@link Broken} with the shortest story that was found. */
export async function simulate(seed: number): Promise<Shown> {
  const random = randomFrom(seed);
  // Now and then everything that is said is heard at once, as on a server that has nothing else to do.
  const isPrompt = random.chance(20);
  const { files, isSound } = randomProcesses(random, isPrompt);
  const models = (await Promise.all(files.map(modelIn))).flat();
  const choices = Array.from({ length: movesPerSeed }, () => random.number(2 ** 31));
  const world = new World(models, isSound, randomFrom(seed));
  const failure = failureOf(() => play(world, choices, isPrompt));
  if (!failure) return shown(seed, isSound, world);
  const shortest = shortened(choices, failure.what, (some) => {
    const again = new World(models, isSound, randomFrom(seed));
    return { failure: failureOf(() => play(again, some, isPrompt)), story: again };
  });
  throw new Broken(seed, failure.what, shortest ?? world, files, failure.error);
}

async function modelIn(xml: string): Promise<readonly ProcessModel[]> {
  const { processes, findings } = await parseModel(xml);
  if (processes.length > 0) return processes;
  throw new Error(`${findings.map(({ code, message }) => `${code}: ${message}`).join("\n")}\n${xml}`);
}

/** Each choice makes one move, whatever came before, so that any of them can be left out. */
function play(world: World, choices: readonly number[], isPrompt: boolean): void {
  for (const choice of choices) {
    world.perform(randomMove(randomFrom(choice), world));
    if (isPrompt) deliverAll(world);
  }
  const { left, isExhausted } = drain(world);
  checkLeft(left, world.isSound, isExhausted);
  leftReasons.set(world, new Set(left.flatMap(({ reasons }) => reasons.map(({ reason }) => reason))));
  checkOrphans(world);
  for (const { key, state } of [...world.instances.values()].filter(({ hasEnded }) => !hasEnded))
    if (state.callerKey === null)
      world.perform({ kind: "tell", instanceKey: key, command: { type: "cancelInstance" } });
  deliverAll(world);
  const live = [...world.instances.values()].filter(({ hasEnded }) => !hasEnded);
  if (live.length > 0) throw new Error(`instance ${live[0]?.key} outlives the cancelling of all`);
}

const leftReasons = new WeakMap<World, Set<string>>();

/** What was drawn without faults ends when everything is answered; all else has a reason that a person can see. */
function checkLeft(left: readonly Left[], isSound: boolean, isExhausted: boolean): void {
  const known: readonly string[] = isSound ? ["activation"] : ["join", "incident", "called process", "activation"];
  if (isExhausted && !isSound) return;
  for (const { processId, reasons } of left) {
    if (reasons.some(({ reason }) => known.includes(reason))) continue;
    const [{ elementId, reason } = { elementId: processId, reason: "nothing" }] = reasons;
    throw new Error(`${processId} does not end: ${elementId} waits for ${reason}`);
  }
}

/** When all is delivered, what was called lives only as long as who has called it. */
function checkOrphans({ instances }: World): void {
  for (const { key, state, hasEnded } of instances.values()) {
    if (hasEnded || state.callerKey === null) continue;
    const { callerKey } = state;
    const isCalled = [...instances.values()].some((one) => one.state.elements.get(callerKey)?.progress?.isCalling);
    if (!isCalled) throw new Error(`instance ${key} outlives ${callerKey}, which has called it`);
  }
}

function failureOf(attempt: () => void): { what: string; error: unknown } | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return { what: error instanceof Error ? error.message : String(error), error };
  }
}

type Attempt = (choices: readonly number[]) => { failure: { what: string } | null; story: Story };

/** Leaves out choices, in halves, quarters and one by one, as long as something of the same kind still fails. */
function shortened(choices: readonly number[], what: string, attempt: Attempt): Story | null {
  const isSame = (other: string | undefined) => other !== undefined && kindOf(other) === kindOf(what);
  let [best, shortest]: [readonly number[], Story | null] = [choices, null];
  for (let size = choices.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < best.length; ) {
      const fewer = [...best.slice(0, at), ...best.slice(at + size)];
      const { failure, story } = attempt(fewer);
      if (isSame(failure?.what)) [best, shortest] = [fewer, story];
      else at += size;
    }
  return shortest;
}

/** Without what differs from story to story: keys and ids. */
export const kindOf = (what: string): string =>
  (what.split("\n")[0] ?? "").replace(/\d+/g, "").replace(/\[[^\]]*\]/g, "");

function shown(seed: number, isSound: boolean, world: World): Shown {
  const seen = new Set<string>(leftReasons.get(world) ?? []);
  let commands = 0;
  for (const { story, model } of world.instances.values()) {
    for (const node of model.nodes.values()) seen.add(`drawn ${node.type}`);
    for (const { command, events } of story) {
      commands += 1;
      seen.add(`${command.type}${events ? "" : " rejected"}`);
      for (const event of events ?? []) {
        seen.add(event.type);
        if (event.type === "elementCompleted") seen.add(model.nodes.get(event.elementId)?.type ?? "");
      }
    }
  }
  return { seed, isSound, seen, commands };
}
