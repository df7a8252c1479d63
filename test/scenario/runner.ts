import type { Json, Variables } from "../../engine/feel/values.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";

/** Something that runs one process instance: the bare engine, or a server's store on Postgres. */
export interface Runner {
  /** Throws {@link Rejected} when the command is refused. */
  execute(command: Command): Promise<void>;
  publish(name: string, correlationKey: string, variables: Variables): Promise<void>;
  nowMs(): number;
  setNow(nowMs: number): void;
  instanceKey(): string;
  /** Each of these: the oldest that is open, else the last that was; throws when there was none. */
  jobKey(jobType: string): Promise<string>;
  userTaskKey(elementId: string): Promise<string>;
  incidentKey(): Promise<string>;
  elementKey(elementId: string): Promise<string>;
  /** The newest timer of an element, open or not. */
  timerKey(elementId: string): Promise<string>;
  nextTimer(): Promise<{ subscriptionKey: string; dueMs: number } | undefined>;
  /** All events of the instance, in order. */
  events(): Promise<readonly Event[]>;
  /** Live leaf element ids in the order of their activation. */
  waiting(): Promise<string[]>;
  /** Open incidents in the order in which they were raised. */
  incidents(): Promise<{ elementId: string; code: string }[]>;
  rootVariables(): Promise<Record<string, Json>>;
  isEnded(): Promise<boolean>;
  expectRejection(code: string, call: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
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
  const before = (await runner.events()).length;
  const refused = await call().then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refused instanceof Rejected)) throw refused ?? new Error(`expected ${code}, was accepted`);
  if (refused.code !== code) throw new Error(`expected ${code}, got ${refused.message}`);
  const after = (await runner.events()).length;
  if (after !== before) throw new Error(`expected no events, got ${after - before}`);
}
