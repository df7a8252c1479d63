import type { Json, Variables } from "../../engine/feel/values.ts";
import type { Command, Event, StartInstance } from "../../engine/vocabulary.ts";

/**
 * Something that runs the process instances of one story: the bare engine, or a server's store on Postgres.
 *
 * When a promise of `start`, `execute`, `publish` or `broadcast` is fulfilled, everything that followed from it in
 * other instances has happened as well. Each throws {@link Rejected} when it is refused.
 */
export interface Runner {
  /** Starts an instance of a process of the story's files; null is the first executable one of the first file. */
  start(processId: string | null, command: StartInstance): Promise<void>;
  execute(processInstanceKey: string, command: Command): Promise<void>;
  /** Refused with MESSAGE_NOT_CORRELATED when its time to live is null and nothing waits for it. */
  publish(message: Publication): Promise<void>;
  /** To everything that waits for the signal, and to the start events of the story's files. */
  broadcast(signalName: string, variables: Variables): Promise<void>;
  /** The story's instances, ended ones too, in the order in which they began. */
  instances(): Promise<readonly RunningInstance[]>;
  /** The open timer of any of the story's instances that is due first. */
  nextTimer(): Promise<{ subscriptionKey: string; dueMs: number } | undefined>;
  nowMs(): number;
  setNow(nowMs: number): void;
  close(): Promise<void>;
}

/** What can be seen of a process instance. */
export interface RunningInstance {
  readonly key: string;
  readonly processId: string;
  /** Each of these: the oldest that is open, else the last that was; throws when there was none. */
  jobKey(jobType: string): Promise<string>;
  userTaskKey(elementId: string): Promise<string>;
  incidentKey(): Promise<string>;
  elementKey(elementId: string): Promise<string>;
  /** The newest timer of an element, open or not. */
  timerKey(elementId: string): Promise<string>;
  /** All events of the instance, in order. */
  events(): Promise<readonly Event[]>;
  /** Live leaf element ids in the order of their activation. */
  waiting(): Promise<string[]>;
  /** Open incidents in the order in which they were raised. */
  incidents(): Promise<{ elementId: string; code: string }[]>;
  /** Those that live in the scope itself: in the instance's by its own key, local ones by an element's. */
  variables(scopeKey: string): Promise<Record<string, Json>>;
  isEnded(): Promise<boolean>;
}

export interface Publication {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
  /** How long it waits for a catcher; null is carried out at once or refused. */
  readonly timeToLiveMs: number | null;
  /** While a message with the same id, name and key lives, another one is refused: MESSAGE_PUBLISHED_ALREADY. */
  readonly messageId: string | null;
}

export class Rejected extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** Runs the call and checks that it was refused with the code and that nothing happened. */
export async function expectRejection(runner: Runner, code: string, call: () => Promise<void>): Promise<void> {
  const before = await eventCount(runner);
  const refused = await call().then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof Rejected)) throw refused ?? new Error(`expected ${code}, was accepted`);
  if (refused.code !== code) throw new Error(`expected ${code}, got ${refused.message}`);
  const after = await eventCount(runner);
  if (after !== before) throw new Error(`expected no events, got ${after - before}`);
}

async function eventCount(runner: Runner): Promise<number> {
  const all = await Promise.all((await runner.instances()).map((instance) => instance.events()));
  return all.reduce((count, events) => count + events.length, 0);
}
