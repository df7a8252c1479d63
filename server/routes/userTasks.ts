import { Type } from "@sinclair/typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Variables } from "../../engine/feel/values.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { Refused } from "../store/failures.ts";
import { waitingCallers } from "./callers.ts";
import { type App, actorOf, type Context, userOf } from "./context.ts";
import { whenListenersAgree } from "./listeners.ts";
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
import { TaskChanges, taskChanges } from "./taskChanges.ts";
import { TruncateQuery, truncated, variableItem } from "./variables.ts";

const task = itemSchema("userTask");
const tags = ["User tasks"];
const nothing = { 204: Type.Null(), ...problems };
const Action = Type.Optional(Nullable(Type.String({ description: "What the task's listeners are told that it is" })));

type TaskCommand = Extract<Command, { type: `${string}UserTask` }>;

/** An empty action names nothing. */
const named = (action: string | null | undefined) => (action ? { action } : {});

/** What every change of a task says beside its summary. */
const asksListeners = "Answers when the task's listeners have agreed; 409 with the reason when one denies.";

export function userTaskRoutes(app: App, { store, reads }: Context): void {
  const goneSignalOf = waitingCallers(app);

  async function change(request: FastifyRequest, reply: FastifyReply, command: TaskCommand): Promise<void> {
    const done = await store.executeFor(command.userTaskKey, command, actorOf(request));
    await whenListenersAgree(store, command.userTaskKey, done, goneSignalOf(reply));
  }

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
        description: asksListeners,
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
      const { assignee, allowOverride, action } = request.body;
      const command = {
        type: "assignUserTask",
        userTaskKey: request.params.key,
        assignee,
        isOverrideAllowed: allowOverride ?? true,
        ...named(action),
      } as const;
      await change(request, reply, command);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/v2/user-tasks/:key/assignee",
    { schema: { tags, summary: "Put a task back", description: asksListeners, params: KeyParams, response: nothing } },
    async (request, reply) => {
      await change(request, reply, { type: "unassignUserTask", userTaskKey: request.params.key });
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/user-tasks/:key/completion",
    {
      schema: {
        tags,
        summary: "Complete a task",
        description: `${asksListeners} When the request names a person (X-Millrace-User), a task that belongs to somebody else is refused.`,
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
      const { variables, action } = request.body ?? {};
      const command = {
        type: "completeUserTask",
        userTaskKey: request.params.key,
        variables: (variables ?? {}) as Variables,
        by: userOf(request),
        ...named(action),
      } as const;
      await change(request, reply, command);
      return reply.code(204).send(null);
    },
  );

  app.patch(
    "/v2/user-tasks/:key",
    {
      schema: {
        tags,
        summary: "Change dates, candidates and priority of a task",
        description: asksListeners,
        params: KeyParams,
        body: Type.Object(
          { changeset: Type.Optional(Nullable(TaskChanges)), action: Action },
          { additionalProperties: false },
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { changeset, action } = request.body;
      const changes = taskChanges(changeset ?? {}, "/changeset");
      if (Object.keys(changes).length === 0 && !action)
        throw new Refused("BODY_INVALID", "Expected a change in /changeset, or an action, got neither", {
          field: "/changeset",
        });
      const userTaskKey = request.params.key;
      await change(request, reply, { type: "updateUserTask", userTaskKey, changes, ...named(action) });
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
