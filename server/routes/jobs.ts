import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { ActivatedJob } from "../store/jobs.ts";
import { type App, actorOf, type Context } from "./context.ts";
import {
  itemSchema,
  Key,
  KeyParams,
  Nullable,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
  VariablesBody,
} from "./schemas.ts";

/** How long a worker waits for jobs when it sends 0, as the official clients do. */
const requestTimeoutMs = 10_000;

/** Longer requests are cut by proxies; the worker simply asks again. */
const requestTimeoutMsMax = 10 * 60_000;

const jobsMax = 1_000;

const ActivationBody = Type.Object(
  {
    type: Type.String({ minLength: 1 }),
    worker: Type.Optional(Nullable(Type.String())),
    timeout: Type.Integer({ minimum: 1, description: "Milliseconds for which the jobs are locked" }),
    maxJobsToActivate: Type.Integer({ minimum: 1 }),
    fetchVariable: Type.Optional(Nullable(Type.Array(Type.String()))),
    requestTimeout: Type.Optional(
      Nullable(
        Type.Integer({ description: "Milliseconds to wait for a job; 0 is 10 000, less than 0 answers at once" }),
      ),
    ),
    tenantIds: Type.Optional(Nullable(Type.Array(Type.String()))),
    tenantFilter: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

const Activated = Type.Object({
  jobKey: Key,
  type: Type.String(),
  processInstanceKey: Key,
  rootProcessInstanceKey: Nullable(Key),
  processDefinitionKey: Key,
  processDefinitionId: Type.String(),
  processDefinitionVersion: Type.Integer(),
  elementId: Type.String(),
  elementInstanceKey: Key,
  customHeaders: Type.Record(Type.String(), Type.Unknown()),
  worker: Type.String(),
  retries: Type.Integer(),
  deadline: Type.Integer({ description: "Epoch milliseconds" }),
  variables: VariablesBody,
  tenantId: Type.String(),
  kind: Type.String(),
  listenerEventType: Type.String(),
  userTask: Type.Null(),
  tags: Type.Array(Type.String()),
});

const tags = ["Jobs"];
const nothing = { 204: Type.Null(), ...problems };

export function jobRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/jobs/activation",
    {
      schema: {
        tags,
        summary: "Give jobs to a worker; waits for the first",
        body: ActivationBody,
        response: { 200: Type.Object({ jobs: Type.Array(Activated) }), ...problems },
      },
    },
    async (request) => {
      const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = request.body;
      const gone = new AbortController();
      // A worker that has closed its connection must not have jobs locked for it.
      request.raw.socket.once("close", () => gone.abort());
      const asked = requestTimeout || requestTimeoutMs;
      const jobs = await store.activateJobs({
        type,
        worker: worker ?? "",
        lockMs: timeout,
        jobsMax: Math.min(maxJobsToActivate, jobsMax),
        variableNames: fetchVariable?.length ? fetchVariable : null,
        waitMs: asked < 0 ? 0 : Math.min(asked, requestTimeoutMsMax),
        signal: gone.signal,
      });
      return { jobs: jobs.map((job) => activated(job, worker ?? "")) };
    },
  );

  app.post(
    "/v2/jobs/:key/completion",
    {
      schema: {
        tags,
        summary: "The worker has done it",
        params: KeyParams,
        body: Type.Optional(
          Nullable(
            Type.Object(
              { variables: Type.Optional(Nullable(VariablesBody)), result: Type.Optional(Type.Unknown()) },
              { additionalProperties: false },
            ),
          ),
        ),
        response: nothing,
      },
    },
    async (request, reply) => {
      const variables = (request.body?.variables ?? {}) as Variables;
      await store.executeFor(
        request.params.key,
        { type: "completeJob", jobKey: request.params.key, variables },
        actorOf(request),
      );
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
                retries: Type.Optional(Type.Integer({ minimum: 0 })),
                errorMessage: Type.Optional(Nullable(Type.String())),
                retryBackOff: Type.Optional(Type.Integer({ minimum: 0, description: "Milliseconds" })),
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
                retries: Type.Optional(Nullable(Type.Integer({ minimum: 1 }))),
                timeout: Type.Optional(Nullable(Type.Integer({ minimum: 0, description: "Milliseconds from now" }))),
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
      if (typeof retries === "number")
        await store.executeFor(key, { type: "updateJob", jobKey: key, retries }, actorOf(request));
      if (typeof timeout === "number") await store.jobs.extendLock(key, timeout);
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

function activated(job: ActivatedJob, worker: string) {
  return {
    jobKey: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    rootProcessInstanceKey: job.processInstanceKey,
    processDefinitionKey: job.definitionKey,
    processDefinitionId: job.processId,
    processDefinitionVersion: job.version,
    elementId: job.elementId,
    elementInstanceKey: job.elementKey,
    customHeaders: JSON.parse(job.headers) as Record<string, unknown>,
    worker,
    retries: job.retries,
    deadline: job.deadline.getTime(),
    variables: job.variables,
    tenantId: "<default>",
    kind: "BPMN_ELEMENT",
    listenerEventType: "UNSPECIFIED",
    userTask: null,
    tags: job.tags,
  };
}
