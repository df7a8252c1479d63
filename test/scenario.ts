import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inject, test } from "vitest";
import type { Variables } from "../engine/feel/values.ts";
import type { JobResult, UserTaskChanges } from "../engine/vocabulary.ts";
import { bareRunner } from "./scenario/bareRunner.ts";
import type { Runner } from "./scenario/runner.ts";
import { type Act, record } from "./scenario/story.ts";

/** What is done to one process instance, and seen of it. */
export interface InstanceStory {
  /** Completes the oldest open job of a type; when none is open, tries the last one that was. */
  completeJob(jobType: string, variables?: Variables, result?: JobResult): void;
  failJob(jobType: string, failure: { retries: number; message?: string; retryDelayMs?: number }): void;
  /** The worker of the oldest open job of a type throws a BPMN error. */
  throwError(jobType: string, errorCode: string, variables?: Variables): void;
  updateRetries(jobType: string, retries: number): void;
  assign(elementId: string, assignee: string, how?: { isOverrideAllowed: boolean }): void;
  unassign(elementId: string): void;
  updateUserTask(elementId: string, changes: UserTaskChanges): void;
  /** Completes the oldest open user task at an element; when none is open, tries the last one that was. */
  completeUserTask(elementId: string, variables?: Variables, by?: string): void;
  /** The timer that an element waited for last comes now, whether it is due, still waited for, or not. */
  fireTimer(elementId: string): void;
  /** Begins elements inside the ad-hoc sub-process that has been active longest. */
  activateAdHoc(
    adHocId: string,
    elementIds: readonly string[],
    how?: { variables?: Variables; isCancelingRemaining?: boolean },
  ): void;
  /** Sets variables of the process instance, or local ones of the element that has been active longest. */
  setVariables(variables: Variables, at?: { elementId: string }): void;
  /** Resolves the oldest open incident. */
  resolveIncident(): void;
  cancel(): void;
  /** What happened since the last look: `+` activated, `-` completed, `x` terminated, `!CODE` an incident. */
  walked(path: string): void;
  /** The instance's own variables, or those of the element that has been active longest: these, and no others. */
  variables(expected: Variables, at?: { elementId: string }): void;
  /** Ids of the elements that wait, in the order of their activation. */
  waitsAt(...elementIds: string[]): void;
  /** Open incidents, each as `elementId CODE`, in the order in which they were raised. */
  incidents(...expected: string[]): void;
  ended(): void;
}

/**
 * The story of one process instance, the first that begins, and of those that have to do with it. Each call is carried
 * out in order, with everything that follows from it in other instances; a failed one points at its line.
 */
export interface Story extends InstanceStory {
  /**
   * Starts an instance of the first process of the first file, or of the named one; at its none start event, or at the
   * named elements. What a start event brought comes last.
   */
  start(
    variables?: Variables,
    at?: { processId?: string; elementIds?: readonly string[]; eventVariables?: Variables },
  ): void;
  /** Another instance: the n-th that began of a process, from 1. */
  instance(processId: string, nth?: number): InstanceStory;
  /** Publishes a message: refused when nobody waits for it, or buffered for an ISO 8601 duration. */
  message(
    name: string,
    correlationKey: string,
    variables?: Variables,
    how?: { timeToLive?: string; messageId?: string },
  ): void;
  signal(name: string, variables?: Variables): void;
  /** Lets an ISO 8601 duration pass; timers of all instances fire in the order in which they are due. */
  advance(duration: string): void;
  /** The ids of the processes whose instances have begun, in order. */
  began(...processIds: string[]): void;
  /** The call made inside is refused with this code, and changes nothing. */
  rejects(code: string, call: () => void): void;
}

/**
 * Diagrams and a story, on the bare engine or on Postgres, whichever the test project asks for.
 *
 * @param files paths relative to `test/scenarios/models`, to `processes/` or to the project.
 */
export function scenario(title: string, files: string | readonly string[], tell: (p: Story) => void): void {
  const texts = [files].flat().map((file) => readFileSync(locate(file), "utf8"));
  test(title, async () => {
    const runner = await openRunner(texts);
    try {
      for (const act of record(tell)) await perform(act, runner);
    } finally {
      await runner.close();
    }
  });
}

async function openRunner(files: readonly string[]): Promise<Runner> {
  if (inject("backend") === "engine") return bareRunner(files);
  const { storeRunner } = await import("./scenario/storeRunner.ts");
  return storeRunner(files);
}

async function perform(act: Act, runner: Runner): Promise<void> {
  try {
    await act.perform(runner);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    act.where.message = `${act.what}: ${message}`;
    throw act.where;
  }
}

function locate(file: string): string {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
  for (const folder of ["test/scenarios/models", "processes", "."]) {
    const path = resolve(root, folder, file);
    try {
      readFileSync(path);
      return path;
    } catch {
      // Looked for in the next folder.
    }
  }
  throw new Error(`Expected ${file} in test/scenarios/models or processes, found it in neither`);
}

declare module "vitest" {
  interface ProvidedContext {
    backend: "engine" | "store";
  }
}
