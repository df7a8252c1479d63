import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import { type App, actorOf, type Context } from "./context.ts";
import { JobResultBody, jobResult } from "./jobResult.ts";
import {
  Count,
  itemSchema,
  KeyParams,
  Milliseconds,
  Nullable,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
  VariablesBody,
} from "./schemas.ts";

const tags = ["Jobs"];
const nothing = { 204: Type.Null(), ...problems };

export function jobRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/jobs/:key/completion",
    {
      schema: {
        tags,
        summary: "The worker has done it",
        description:
          "A task listener may deny or correct in `result`, the job of an ad-hoc sub-process say what begins.",
        params: KeyParams,
        body: Type.Optional(
          Nullable(
            Type.Object(
              { variables: Type.Optional(Nullable(VariablesBody)), result: Type.Optional(Nullable(JobResultBody)) },
              { additionalProperties: false },
            ),
          ),
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const jobKey = request.params.key;
      const variables = (request.body?.variables ?? {}) as Variables;
      const result = request.body?.result ? jobResult(request.body.result) : null;
      await store.executeFor(jobKey, { type: "completeJob", jobKey, variables, result }, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/jobs/:key/failure",
    {
      schema: {
        tags,
        summary: "The worker could not do it; without retries it becomes an incident",
        params: KeyParams,
        body: Type.Optional(
          Nullable(
            Type.Object(
              {
                retries: Type.Optional(Count(0)),
                errorMessage: Type.Optional(Nullable(Type.String())),
                retryBackOff: Type.Optional(Milliseconds(0)),
                variables: Type.Optional(Nullable(VariablesBody)),
              },
              { additionalProperties: false },
            ),
          ),
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { retries = 0, errorMessage, retryBackOff = 0, variables } = request.body ?? {};
      const command = {
        type: "failJob",
        jobKey: request.params.key,
        retries,
        message: errorMessage ?? "",
        retryDelayMs: retryBackOff,
        variables: (variables ?? {}) as Variables,
      } as const;
      await store.executeFor(request.params.key, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/jobs/:key/error",
    {
      schema: {
        tags,
        summary: "The worker throws a BPMN error",
        params: KeyParams,
        body: Type.Object(
          {
            errorCode: Type.String({ minLength: 1 }),
            errorMessage: Type.Optional(Nullable(Type.String())),
            variables: Type.Optional(Nullable(VariablesBody)),
          },
          { additionalProperties: false },
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { errorCode, errorMessage, variables } = request.body;
      const command = {
        type: "throwJobError",
        jobKey: request.params.key,
        errorCode,
        message: errorMessage ?? "",
        variables: (variables ?? {}) as Variables,
      } as const;
      await store.executeFor(request.params.key, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  app.patch(
    "/v2/jobs/:key",
    {
      schema: {
        tags,
        summary: "Change a job's retries, or its worker's lock",
        params: KeyParams,
        body: Type.Object(
          {
            changeset: Type.Object(
              {
                retries: Type.Optional(Nullable(Count(1))),
                timeout: Type.Optional(Nullable(Milliseconds(0, "Milliseconds from now"))),
              },
              { additionalProperties: false, minProperties: 1 },
            ),
            operationReference: OperationReference,
          },
          { additionalProperties: false },
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const { key } = request.params;
      const { retries, timeout } = request.body.changeset;
      // The lock comes first: it can be refused where the retries cannot, and a refusal must have changed nothing.
      if (typeof timeout === "number") await store.jobs.extendLock(key, timeout);
      if (typeof retries === "number")
        await store.executeFor(key, { type: "updateJob", jobKey: key, retries }, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  const job = itemSchema("job");
  app.post(
    "/v2/jobs/search",
    { schema: { tags, summary: "Search jobs", body: SearchBody, response: { 200: searchAnswer(job), ...problems } } },
    (request) => reads.search("job", request.body),
  );
}
