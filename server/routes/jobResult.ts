import { type Static, Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { JobResult } from "../../engine/vocabulary.ts";
import { Refused } from "../store/failures.ts";
import { AdHocElements, eitherBy, Nullable } from "./schemas.ts";
import { TaskCorrections, taskChanges } from "./taskChanges.ts";

const UserTaskResult = Type.Object(
  {
    type: Type.Literal("userTask"),
    denied: Type.Optional(Nullable(Type.Boolean({ description: "What was to happen to the task does not" }))),
    deniedReason: Type.Optional(Nullable(Type.String({ description: "Told to whoever asked for it" }))),
    corrections: Type.Optional(Nullable(TaskCorrections)),
  },
  { additionalProperties: false, description: "Of a task listener" },
);

const AdHocResult = Type.Object(
  {
    type: Type.Literal("adHocSubProcess"),
    activateElements: Type.Optional(Nullable(AdHocElements)),
    isCompletionConditionFulfilled: Type.Optional(
      Type.Boolean({ description: "It completes when nothing in it is active any more" }),
    ),
    isCancelRemainingInstances: Type.Optional(Type.Boolean({ description: "What is active in it now ends" })),
  },
  { additionalProperties: false, description: "Of the job of an ad-hoc sub-process" },
);

/** What a job may answer beside variables. */
export const JobResultBody = eitherBy("type", [UserTaskResult, AdHocResult]);

/** What the engine is told. */
export function jobResult(given: Static<typeof JobResultBody>): JobResult {
  switch (given.type) {
    case "userTask":
      return userTaskResult(given);
    case "adHocSubProcess":
      return {
        type: "adHocSubProcess",
        elements: (given.activateElements ?? []).map(({ elementId, variables }) => ({
          elementId,
          variables: (variables ?? {}) as Variables,
        })),
        isConditionFulfilled: given.isCompletionConditionFulfilled ?? false,
        isCancelingRemaining: given.isCancelRemainingInstances ?? false,
      };
    default:
      return given satisfies never;
  }
}

function userTaskResult(given: Static<typeof UserTaskResult>): JobResult {
  const isDenied = given.denied ?? false;
  const corrections = taskChanges(given.corrections ?? {}, "/result/corrections");
  if (isDenied && Object.keys(corrections).length > 0)
    throw refused("/result/corrections", "no corrections from a listener that denies", given.corrections);
  if (!isDenied && given.deniedReason)
    throw refused("/result/deniedReason", "no reason from a listener that does not deny", given.deniedReason);
  return { type: "userTask", isDenied, deniedReason: given.deniedReason ?? "", corrections };
}

const refused = (field: string, expected: string, came: unknown) =>
  new Refused("BODY_INVALID", `Expected ${expected} at ${field}, got ${JSON.stringify(came)}`, { field });
