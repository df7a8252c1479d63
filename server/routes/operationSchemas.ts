import { Type } from "@sinclair/typebox";
import { Key, Nullable } from "./schemas.ts";

/**
 * What `/api` answers, as `server/contract.ts` tells the console; the compiler compares the two where routes answer. A
 * field that is missing here is not sent.
 */

const Instant = Type.String({ description: "ISO 8601, UTC" });
const Count = Type.Integer({ minimum: 0 });

export const OverviewAnswer = Type.Object({
  environment: Type.String(),
  version: Type.String(),
  openUserTasks: Count,
  openIncidents: Count,
  runningInstances: Count,
  processes: Count,
  workers: Type.Array(Type.String(), { description: "Workers that asked for jobs in the last minute" }),
});

const Version = Type.Object({
  version: Type.Integer(),
  processDefinitionKey: Key,
  resourceName: Type.String(),
  versionTag: Nullable(Type.String()),
  deployedAt: Instant,
  running: Count,
  incidents: Count,
  completed: Count,
  canStart: Type.Boolean({ description: "False when only messages or timers start it" }),
});

export const ProcessesAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      processDefinitionId: Type.String(),
      name: Type.String(),
      versions: Type.Array(Version, { description: "Newest first" }),
    }),
  ),
});

/** A command or an event: its type, and what belongs to it. */
const Typed = Type.Object({ type: Type.String() }, { additionalProperties: true });

export const JournalAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      revision: Type.Integer({ description: "Counts the commands of the instance from 1" }),
      at: Instant,
      actor: Type.String(),
      command: Typed,
      events: Type.Array(Typed),
    }),
    { description: "Newest first" },
  ),
});

// biome-ignore format: a list
const kinds = ["incident", "userTask", "job", "timer", "message", "signal", "condition", "join", "call", "inside"] as const;

const Cause = Type.Object({
  kind: Type.Union(kinds.map((kind) => Type.Literal(kind))),
  elementId: Type.String(),
  elementName: Nullable(Type.String()),
  elementInstanceKey: Nullable(Key),
  since: Instant,
  sentence: Type.String(),
  incidentKey: Type.Optional(Key),
  userTaskKey: Type.Optional(Key),
  assignee: Type.Optional(Nullable(Type.String())),
  jobType: Type.Optional(Type.String()),
  dueAt: Type.Optional(Instant),
  detail: Type.Optional(Type.String({ description: "A worker's last answer, or what an expression gave" })),
  messageName: Type.Optional(Type.String()),
  correlationKey: Type.Optional(Type.String()),
  signalName: Type.Optional(Type.String()),
  calledInstanceKey: Type.Optional(Key),
  alsoStopped: Type.Optional(Count),
});

export const ExplanationAnswer = Type.Object({ sentence: Type.String(), causes: Type.Array(Cause) });

const verdicts = ["executed", "refused", "documentation"] as const;

export const CoverageAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ description: "Never changes" }),
      group: Type.String(),
      name: Type.String(),
      bpmn: Type.String({ description: "The XML element that carries it" }),
      section: Nullable(Type.String({ description: "Of BPMN 2.0.2" })),
      verdict: Type.Union(verdicts.map((verdict) => Type.Literal(verdict))),
      instead: Nullable(Type.String({ description: "The nearest thing that works, when it is refused" })),
      scenarios: Type.Array(Type.Object({ file: Type.String(), title: Type.String() })),
    }),
  ),
});

export const FindingsAnswer = Type.Object({
  findings: Type.Array(
    Type.Object({
      code: Type.String(),
      severity: Type.Union([Type.Literal("error"), Type.Literal("warning")]),
      elementId: Nullable(Type.String()),
      line: Nullable(Type.Integer({ description: "In the XML, from 1" })),
      message: Type.String(),
    }),
  ),
});
