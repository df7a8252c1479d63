import type { JournalEntry } from "../../server/contract.ts";
import type { LineDraft } from "./history.ts";
import { type Facts, text } from "./historyFacts.ts";
import { shortTime } from "./time.ts";

type JournalEvent = JournalEntry["events"][number];

/** How instances begin that nobody starts, by the actor of their first command. */
const starters: Readonly<Record<string, string>> = {
  timer: " by its timer",
  message: " by a message",
  signal: " by a signal",
  condition: " by its condition",
  process: " by the process that calls it",
};

/** People have names; timers, messages, other instances and the unnamed do not. */
const isPerson = (actor: string): boolean => !(actor in starters) && actor !== "anonymous" && actor !== "";

/** What was asked for: the oldest line of its journal entry. Null where the events tell it better. */
export function commandLine(entry: JournalEntry, facts: Facts): LineDraft | null {
  const { command, actor } = entry;
  const by = isPerson(actor) ? ` by ${actor}` : "";
  const person = { mark: isPerson(actor) ? ("person" as const) : ("point" as const), actor };
  const under = variableNames(entry);
  switch (command.type) {
    case "startInstance":
      return { ...person, sentence: [`Started${by || startedBy(actor)}`], under, elementId: null };
    case "cancelInstance":
      return { ...person, sentence: [`Cancelled${by}`], elementId: null };
    case "setVariables":
      return { ...person, sentence: [{ code: namesSet(entry).join(", ") }, ` set${by}`], elementId: null };
    default:
      return elementCommandLine(entry, facts, { by, person, under });
  }
}

interface Told {
  by: string;
  person: Pick<LineDraft, "mark" | "actor">;
  under: string | undefined;
}

/** Commands to one element: its job, task, timer, message or incident. */
function elementCommandLine(entry: JournalEntry, facts: Facts, told: Told): LineDraft | null {
  const { command, actor } = entry;
  const { by, person, under } = told;
  const elementId = facts.elementOf(command) || null;
  const name = { strong: facts.nameOf(command) };
  switch (command.type) {
    case "completeUserTask":
      return isAsking(entry)
        ? { ...person, sentence: [name, ` is to be completed${by}`], elementId }
        : { ...person, mark: "completed", sentence: [name, ` completed${by}`], under, elementId };
    case "updateUserTask":
      return { ...person, sentence: [name, ` changed${by}`], elementId };
    case "completeJob":
      return jobAnswer(entry, facts, told);
    case "activateAdHoc":
      return { ...person, sentence: ["Activities of ", name, ` begun${by}`], elementId };
    case "completeCall":
      return { mark: "completed", sentence: [name, " completed"], under, elementId };
    case "triggerSignal":
      return { mark: "point", sentence: ["Signal arrived at ", name], under, elementId };
    case "throwJobError": {
      const sentence = [name, " threw error ", { code: text(command, "errorCode") }];
      return { mark: "warning", actor, sentence, under: text(command, "message"), elementId };
    }
    case "assignUserTask":
      return { ...person, ...assignment(text(command, "assignee"), actor, name), elementId };
    case "unassignUserTask":
      return { ...person, sentence: [name, ` released${by}`], elementId };
    case "resolveIncident":
      return { ...person, sentence: [name, ` retried${by}`], elementId };
    case "updateJob":
      return { ...person, sentence: [`${tries(text(command, "retries"), "more ")} for `, name, by], elementId };
    case "triggerTimer":
      return { mark: "point", sentence: ["Timer ", name, " fired"], elementId };
    case "correlateMessage":
      return { mark: "point", sentence: ["Message arrived at ", name], under, elementId };
    default:
      return null;
  }
}

const startedBy = (actor: string): string => starters[actor] ?? " through the API";

/** Its listeners are asked first. */
const isAsking = ({ events }: JournalEntry): boolean =>
  events.some(({ type, transition }) => type === "userTaskTransition" && transition !== null);

/** A listener's answer, or the work itself. */
function jobAnswer({ command, actor, events }: JournalEntry, facts: Facts, told: Told): LineDraft {
  const elementId = facts.elementOf(command) || null;
  const name = { strong: facts.nameOf(command) };
  const { under } = told;
  if (!facts.isListener(text(command, "jobKey")))
    return { mark: "completed", actor, sentence: [name, " completed"], under, elementId };
  const denied = events.find(({ type, deniedReason }) => type === "jobCompleted" && typeof deniedReason === "string");
  if (denied)
    return {
      mark: "warning",
      actor,
      sentence: [name, " denied by its listener"],
      under: text(denied, "deniedReason"),
      elementId,
    };
  return { mark: "point", actor, sentence: ["Listener of ", name, " answered"], under, elementId };
}

function assignment(assignee: string, actor: string, name: { strong: string }): Pick<LineDraft, "sentence"> {
  if (assignee === actor) return { sentence: [name, ` claimed by ${actor}`] };
  return { sentence: [name, ` assigned to ${assignee}`] };
}

/** The variables that the entry wrote for others to see, each once: not those local to what it activated. */
function namesSet({ events }: JournalEntry): string[] {
  const activated = events.filter(({ type, scopeKey }) => type === "elementActivated" && scopeKey !== null);
  const inside = new Set(activated.map((event) => text(event, "elementKey")));
  const written = events.filter((event) => event.type === "variableSet" && !inside.has(text(event, "scopeKey")));
  return [...new Set(written.map((event) => text(event, "name")))];
}

/** `order, amount set`. */
function variableNames(entry: JournalEntry): string | undefined {
  const names = namesSet(entry);
  return names.length === 0 ? undefined : `${names.join(", ")} set`;
}

/** What then happened. Null for events that the command's line or a later one already tells. */
export function eventLine(entry: JournalEntry, index: number, event: JournalEvent, facts: Facts): LineDraft | null {
  const elementId = facts.elementOf(event) || null;
  const name = { strong: facts.nameOf(event) };
  switch (event.type) {
    case "elementActivated":
      return null;
    case "elementCompleted":
      return completion(entry, index, event, facts);
    case "elementTerminated":
      return termination(entry, event, facts);
    case "jobCreated":
      return {
        mark: "waiting",
        sentence: [name, " waits for a worker"],
        under: text(event, "jobType"),
        isUnderCode: true,
        elementId,
      };
    case "jobFailed":
      return {
        mark: "warning",
        sentence: [name, " failed"],
        under: `${triesLeft(text(event, "retries"))}: ${text(event, "message")}`,
        elementId,
      };
    case "userTaskCreated":
      return { mark: "active", sentence: [name, ` created${forWhom(event)}`], elementId };
    case "subscriptionOpened":
      return waiting(event, name, elementId);
    case "incidentRaised":
      return { mark: "incident", sentence: [name, " stopped"], under: text(event, "message"), elementId };
    default:
      return null;
  }
}

const tries = (retries: string, more = ""): string => `${retries} ${more}${retries === "1" ? "try" : "tries"}`;

const triesLeft = (retries: string): string => (retries === "0" ? "no tries left" : `${tries(retries)} left`);

function forWhom(task: JournalEvent): string {
  const assignee = text(task, "assignee");
  if (assignee) return ` for ${assignee}`;
  const groups = [task.candidateGroups, task.candidateUsers].flat().filter((name) => typeof name === "string");
  return groups.length > 0 ? ` for ${groups.join(", ")}` : "";
}

function waiting(event: JournalEvent, name: { strong: string }, elementId: string | null): LineDraft | null {
  const wait = typeof event.wait === "object" && event.wait !== null ? (event.wait as Record<string, unknown>) : {};
  const due = typeof wait.dueMs === "number" ? new Date(wait.dueMs).toISOString() : null;
  if (due) return { mark: "waiting", sentence: ["Timer ", name, ` runs until ${shortTime(due)}`], elementId };
  const message = text(wait, "messageName");
  if (message) return { mark: "waiting", sentence: [name, " waits for message ", { code: message }], elementId };
  const signal = text(wait, "signalName");
  if (signal) return { mark: "waiting", sentence: [name, " waits for signal ", { code: signal }], elementId };
  return { mark: "waiting", sentence: [name, " waits"], elementId };
}

function completion(entry: JournalEntry, index: number, event: JournalEvent, facts: Facts): LineDraft | null {
  const elementId = facts.elementOf(event);
  const type = facts.names.typeOf(elementId);
  const name = { strong: facts.names.nameOf(elementId) };
  if (type === "process") return { mark: "completed", sentence: ["Instance completed"], elementId: null };
  if (type === "endEvent") return { mark: "completed", sentence: ["Reached ", name], elementId };
  if (type.endsWith("Gateway")) return passage(entry, index, elementId, facts);
  if (facts.elementOf(entry.command) === elementId) return null;
  if (/^(scriptTask|businessRuleTask|manualTask|task|subProcess|transaction|callActivity)$/.test(type))
    return { mark: "completed", sentence: [name, " completed"], elementId };
  return null;
}

/** A gateway that split: which way it took, or how many. */
function passage(entry: JournalEntry, index: number, elementId: string, facts: Facts): LineDraft | null {
  if (facts.names.outgoingCount(elementId) < 2) return null;
  const taken: string[] = [];
  for (const event of entry.events.slice(index + 1)) {
    const flow = event.type === "sequenceFlowTaken" ? facts.names.flow(text(event, "flowId")) : null;
    if (flow?.sourceId === elementId) taken.push(flow.name ?? facts.names.nameOf(flow.targetId));
    if (event.type === "elementActivated" && facts.elementOf(event) === elementId) break;
  }
  const [only] = taken;
  if (only === undefined) return null;
  if (taken.length > 1)
    return { mark: "point", sentence: [`Split into ${taken.length} branches`], under: taken.join(", "), elementId };
  return { mark: "point", sentence: [facts.names.nameOf(elementId), " took ", { strong: only }], elementId };
}

function termination(entry: JournalEntry, event: JournalEvent, facts: Facts): LineDraft | null {
  const elementId = facts.elementOf(event);
  if (entry.command.type === "cancelInstance") return null;
  if (facts.names.typeOf(elementId) === "process")
    return { mark: "terminated", sentence: ["Instance terminated"], elementId: null };
  return { mark: "terminated", sentence: [{ strong: facts.names.nameOf(elementId) }, " interrupted"], elementId };
}
