import type { PoolClient } from "pg";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { storable } from "./arrayText.ts";
import type { Workshop } from "./batch.ts";
import type { Errand } from "./errands.ts";
import type { Subject } from "./subjects.ts";

/** Processes that call each other without end would fill the database; nobody reads a chart a thousand levels deep. */
export const callDepthMax = 1_000;

type CalledEvent = Extract<Event, { type: "processCalled" }>;

export interface Call {
  readonly caller: Subject;
  readonly event: CalledEvent;
}

/** Every call becomes the start of a new instance, or tells its caller why there is none. */
export async function callErrands(
  shop: Pick<Workshop, "keys">,
  tx: PoolClient,
  calls: readonly Call[],
): Promise<Errand[]> {
  const found = new Map<string, string | null>();
  const errands: Errand[] = [];
  for (const call of calls) {
    const { elementKey } = call.event;
    const target = targetOf(call);
    if (!found.has(target.name)) found.set(target.name, await keyFound(tx, target.text, target.values));
    const definitionKey = found.get(target.name) ?? null;
    const message = isTooDeep(call) ? tooDeep(call.event) : definitionKey === null ? notFound(call) : null;
    if (message !== null) errands.push(callerErrand(elementKey, { type: "failCall", elementKey, message }));
    if (message !== null || definitionKey === null) continue;
    const processInstanceKey = await shop.keys.next();
    const actor = "process";
    errands.push({ processInstanceKey, command: startOf(call.event), actor, definitionKey, callerKey: elementKey });
  }
  return errands;
}

/** Word for the instance in which a call activity waits. */
export const callerErrand = (callerKey: string, command: Command): Errand => ({
  processInstanceKey: instanceKeyOf(callerKey),
  command,
  actor: "process",
});

/** A call that undoes an earlier one begins with what that has done, and nothing else. */
function startOf({ variables, undoing }: CalledEvent): Command {
  const command: Command = { type: "startInstance", variables, startElementIds: null };
  return undoing ? { ...command, compensations: undoing.compensations } : command;
}

const isTooDeep = ({ caller }: Call) => caller.callDepth >= callDepthMax;

const tooDeep = ({ processId, elementId }: CalledEvent) =>
  `Expected at most ${callDepthMax} processes that call each other in a row, got one more: "${processId}", called at "${elementId}". Look for a process that calls itself.`;

/** How the definition is found; calls of one name find the same one. */
interface Target {
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
}

function targetOf({ caller, event }: Call): Target {
  const { undoing, binding } = event;
  // What an instance has done is undone by the version that did it.
  if (undoing)
    return {
      name: `undo ${undoing.elementKey}`,
      text: "select definition_key as key from millrace.process_instance where caller_key = $1 order by key desc limit 1",
      values: [undoing.elementKey],
    };
  const processId = storable(event.processId);
  const newest = (and: string) =>
    `select key from millrace.process_definition where process_id = $1 ${and} order by version desc limit 1`;
  switch (binding) {
    case "latest":
      return { name: `latest ${processId}`, text: newest(""), values: [processId] };
    case "deployment":
      return {
        name: `deployment ${caller.definition.key} ${processId}`,
        text: newest("and deployment_key = (select deployment_key from millrace.process_definition where key = $2)"),
        values: [processId, caller.definition.key],
      };
    case "versionTag": {
      const versionTag = storable(event.versionTag ?? "");
      const name = `versionTag ${JSON.stringify([processId, versionTag])}`;
      return { name, text: newest("and version_tag = $2"), values: [processId, versionTag] };
    }
    default:
      return binding satisfies never;
  }
}

async function keyFound(tx: PoolClient, text: string, values: readonly string[]): Promise<string | null> {
  const { rows } = await tx.query<{ key: string }>(text, [...values]);
  return rows[0]?.key ?? null;
}

function notFound({ caller, event }: Call): string {
  const { processId, elementId, binding, versionTag } = event;
  const which: Record<CalledEvent["binding"], string> = {
    latest: `a deployed process "${processId}"`,
    deployment: `process "${processId}" in the deployment of "${caller.definition.processId}"`,
    versionTag: `a version of process "${processId}" with the tag "${versionTag}"`,
  };
  return `Expected ${which[binding]}, called at "${elementId}"; found none`;
}

/**
 * Instances whose callers went on without them are cancelled. One that has not begun yet will find that its caller is
 * gone (`subjects.ts`). The callers are locked.
 */
export async function cancelCalled(tx: PoolClient, callerKeys: readonly string[]): Promise<Errand[]> {
  if (callerKeys.length === 0) return [];
  const { rows } = await tx.query<{ key: string }>({
    name: "called instances",
    text: "select key from millrace.process_instance where caller_key = any($1::bigint[]) and state = 'ACTIVE' order by key",
    values: [callerKeys],
  });
  const command: Command = { type: "cancelInstance", isByCaller: true };
  return rows.map(({ key }) => ({ processInstanceKey: key, command, actor: "process" }));
}
