/**
 * What the console and the server say to each other beside the `/v2` API: answers of `/api` and live events.
 * Types only, so that the pages may import them; dates are ISO 8601 strings, keys strings of digits.
 */

/** `GET /api/processes` answers `{ items: ProcessSummary[] }`, one per BPMN process id, by name. */
export interface ProcessSummary {
  processDefinitionId: string;
  name: string;
  /** Newest first; the first is the version that new instances get. */
  versions: ProcessVersion[];
}

export interface ProcessVersion {
  version: number;
  processDefinitionKey: string;
  resourceName: string;
  versionTag: string | null;
  deployedAt: string;
  running: number;
  /** Running instances that have at least one open incident. */
  incidents: number;
  completed: number;
  /** False when the process has only triggered start events: it cannot be started by hand. */
  canStart: boolean;
}

/** `GET /api/process-instances/{key}/journal` answers `{ items: JournalEntry[] }`, newest first. */
export interface JournalEntry {
  /** Counts the commands of this instance from 1. */
  revision: number;
  at: string;
  /** Who gave the command: a user's name, `timer`, `message`, `signal`, `condition`, `process` (another instance), or `anonymous`. */
  actor: string;
  /** The command's type and what identifies it, for example `{ type: "completeJob", jobKey: "…" }`. */
  command: { type: string } & Record<string, unknown>;
  /** The events it caused, in order, as the engine emitted them: see `engine/vocabulary.ts`. */
  events: ({ type: string } & Record<string, unknown>)[];
}

/** `GET /api/process-instances/{key}/explanation`: why the instance is waiting. */
export interface Explanation {
  /** One sentence: the answer. */
  sentence: string;
  causes: ExplanationCause[];
}

export interface ExplanationCause {
  /** `call` waits for an instance that it has called; `inside` for what is to happen within it, or to be undone. */
  kind: "incident" | "userTask" | "job" | "timer" | "message" | "signal" | "condition" | "join" | "call" | "inside";
  elementId: string;
  elementName: string | null;
  elementInstanceKey: string | null;
  since: string;
  /** The cause in a sentence, for example `No worker has taken the job "charge-card" yet.` */
  sentence: string;
  /** Present where it applies. */
  incidentKey?: string;
  userTaskKey?: string;
  assignee?: string | null;
  jobType?: string;
  dueAt?: string;
  /** Last answer of a worker, or what an expression gave. */
  detail?: string;
  messageName?: string;
  correlationKey?: string;
  signalName?: string;
  /** The instance that it has called. */
  calledInstanceKey?: string;
  /** Other running instances with an open incident at the same element. */
  alsoStopped?: number;
}

/** `GET /api/overview`: the counters in the top bar and on the first-run page. */
export interface Overview {
  environment: string;
  version: string;
  openUserTasks: number;
  openIncidents: number;
  runningInstances: number;
  processes: number;
  /** Names of workers that asked for jobs in the last minute. */
  workers: string[];
}

/** `POST /api/check` with the BPMN XML as `text/xml`: the findings of a deployment without deploying. */
export interface CheckAnswer {
  findings: Finding[];
}

export interface Finding {
  code: string;
  /** An error blocks deployment, a warning does not. */
  severity: "error" | "warning";
  /** The element it is about; null when it is about the file. */
  elementId: string | null;
  /** Line in the XML, from 1. */
  line: number | null;
  /** What was expected, what came, and the nearest remedy, in one or two sentences. */
  message: string;
}

/** `GET /api/coverage` answers `{ items: Covered[] }`: the table of docs/coverage.md. */
export interface Covered {
  /** Never changes: `boundaryEvent.timer.cycle.nonInterrupting`. */
  id: string;
  /** `activities`, `markers`, `gateways`, `events`, `flows`, `data`, `drawing` or `extensions`. */
  group: string;
  /** In words, with the position. */
  name: string;
  /** The XML element that carries it, for example `bpmn:BoundaryEvent`. */
  bpmn: string;
  /** Section of BPMN 2.0.2; null for an extension element. */
  section: string | null;
  /** What happens to it in a deployed model; `documentation` has no effect on the execution. */
  verdict: "executed" | "refused" | "documentation";
  /** The nearest thing that works, when it is refused. */
  instead: string | null;
  /** Some of the scenarios whose diagrams hold it: those with the plainest. */
  scenarios: { file: string; title: string }[];
}

/**
 * `GET /api/events` (server-sent events) sends `event: changed` with this as JSON in `data`, at most ten a second,
 * after the change is committed on any node. On (re)connection a page reads afresh what it shows.
 */
export interface Changed {
  /** Instances that changed; null when there were too many to name. */
  processInstanceKeys: string[] | null;
  /** True when processes or decisions were deployed. */
  definitions: boolean;
}
