import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import { type App, actorOf, type Context, userOf } from "./context.ts";
import {
  itemSchema,
  KeyParams,
  LookedUp,
  Nullable,
  problems,
  SearchBody,
  searchAnswer,
  VariablesBody,
} from "./schemas.ts";
import { TruncateQuery, truncated, variableItem } from "./variables.ts";

const task = itemSchema("userTask");
const tags = ["User tasks"];
const nothing = { 204: Type.Null(), ...problems };
const Action = Type.Optional(Nullable(Type.String()));

export function userTaskRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/user-tasks/search",
    {
      schema: {
        tags,
        summary: "Search user tasks",
        body: SearchBody,
        response: { 200: searchAnswer(task), ...problems },
      },
    },
    (request) => reads.search("userTask", request.body),
  );

  app.get(
    "/v2/user-tasks/:key",
    { schema: { tags, summary: "Get a user task", params: KeyParams, response: { 200: task, ...problems } } },
    (request) => reads.get("userTask", request.params.key, "USER_TASK_NOT_FOUND"),
  );

  app.post(
    "/v2/user-tasks/:key/assignment",
    {
      schema: {
        tags,
        summary: "Give a task to a person",
        params: KeyParams,
        body: Type.Object(
          {
            assignee: LookedUp(),
            allowOverride: Type.Optional(Nullable(Type.Boolean())),
            action: Action,
          },
          { additionalProperties: false },
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { assignee, allowOverride } = request.body;
      const userTaskKey = request.params.key;
      const command = {
        type: "assignUserTask",
        userTaskKey,
        assignee,
        isOverrideAllowed: allowOverride ?? true,
      } as const;
      await store.executeFor(userTaskKey, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/v2/user-tasks/:key/assignee",
    { schema: { tags, summary: "Put a task back", params: KeyParams, response: nothing } },
    async (request, reply) => {
      const userTaskKey = request.params.key;
      await store.executeFor(userTaskKey, { type: "unassignUserTask", userTaskKey }, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/user-tasks/:key/completion",
    {
      schema: {
        tags,
        summary: "Complete a task",
        description:
          "When the request names a person (X-Millrace-User), a task that belongs to somebody else is refused.",
        params: KeyParams,
        body: Type.Optional(
          Nullable(
            Type.Object(
              { variables: Type.Optional(Nullable(VariablesBody)), action: Action },
              { additionalProperties: false },
            ),
          ),
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const userTaskKey = request.params.key;
      const variables = (request.body?.variables ?? {}) as Variables;
      const command = { type: "completeUserTask", userTaskKey, variables, by: userOf(request) } as const;
      await store.executeFor(userTaskKey, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/user-tasks/:key/variables/search",
    {
      schema: {
        tags,
        summary: "Variables that a task sees",
        params: KeyParams,
        querystring: TruncateQuery,
        body: SearchBody,
        response: { 200: searchAnswer(variableItem), ...problems },
      },
    },
    async (request) => truncated(await reads.variablesOfTask(request.params.key, request.body), request.query),
  );
}
