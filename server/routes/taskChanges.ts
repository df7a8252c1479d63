import { type Static, Type } from "@sinclair/typebox";
import { dueAtDate } from "../../engine/triggers/time.ts";
import type { UserTaskChanges } from "../../engine/vocabulary.ts";
import { Refused } from "../store/failures.ts";
import { LookedUp, Nullable } from "./schemas.ts";

/** Nobody reads a longer list of people. */
const candidatesMax = 1_000;

const Instant = Type.Optional(
  Nullable(Type.String({ description: "ISO 8601; empty takes the date away, null leaves it as it is" })),
);
const Candidates = Type.Optional(
  Nullable(
    Type.Array(LookedUp(), { maxItems: candidatesMax, description: "Replaces the list; null leaves it as it is" }),
  ),
);

/** Other values for some properties of a user task. */
export const TaskChanges = Type.Object(
  {
    dueDate: Instant,
    followUpDate: Instant,
    candidateUsers: Candidates,
    candidateGroups: Candidates,
    priority: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100 }))),
  },
  { additionalProperties: false },
);

/** What a task listener may correct: the assignee as well. */
export const TaskCorrections = Type.Object(
  {
    ...TaskChanges.properties,
    assignee: Type.Optional(
      Nullable(
        Type.String({ maxLength: LookedUp().maxLength ?? 0, description: "Empty takes the task from its assignee" }),
      ),
    ),
  },
  { additionalProperties: false },
);

/** What the engine is told; `path` is where the changes stand in the request. */
export function taskChanges(given: Static<typeof TaskCorrections>, path: string): UserTaskChanges {
  const { assignee, candidateUsers, candidateGroups, dueDate, followUpDate, priority } = given;
  return {
    ...(typeof assignee === "string" ? { assignee: assignee === "" ? null : assignee } : {}),
    ...(candidateGroups ? { candidateGroups } : {}),
    ...(candidateUsers ? { candidateUsers } : {}),
    ...(typeof dueDate === "string" ? { dueDate: instantIn(dueDate, `${path}/dueDate`) } : {}),
    ...(typeof followUpDate === "string" ? { followUpDate: instantIn(followUpDate, `${path}/followUpDate`) } : {}),
    ...(typeof priority === "number" ? { priority } : {}),
  };
}

function instantIn(text: string, field: string): string | null {
  if (text === "") return null;
  const at = dueAtDate(text);
  if (at.ok) return new Date(at.value).toISOString();
  throw new Refused("BODY_INVALID", `${at.message}, at ${field}`, { field });
}
