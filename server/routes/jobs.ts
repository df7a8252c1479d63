import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { ActivatedJob } from "../store/jobs.ts";
import { type App, actorOf, type Context } from "./context.ts";
import {
  Count,
  itemSchema,
  Key,
  KeyParams,
  LookedUp,
  Milliseconds,
  Nullable,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
  TenantId,
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
    worker: Type.Optional(Nullable(LookedUp(0))),
    timeout: Milliseconds(1, "Milliseconds for which the jobs are locked"),
    maxJobsToActivate: Type.Integer({ minimum: 1 }),
    fetchVariable: Type.Optional(Nullable(Type.Array(Type.String()))),
    requestTimeout: Type.Optional(
      Nullable(
        Type.Integer({ description: "Milliseconds to wait for a job; 0 is 10 000, less than 0 answers at once" }),
      ),
    ),
    tenantIds: Type.Optional(Nullable(Type.Array(TenantId))),
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
  const waiting = new Set<AbortController>();
  // A stopping server answers the workers that wait, or it would stop when they have jobs.
  app.addHook("preClose", async () => {
    for (const worker of waiting) worker.abort();
  });

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
    async (request, reply) => {
      const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = request.body;
      const gone = new AbortController();
      waiting.add(gone);
      // The response closes with its connection, which outlives many responses.
      reply.raw.once("close", () => {
        gone.abort();
        waiting.delete(gone);
      });
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
      // Nobody reads the answer: others may have the jobs at once.
      if (reply.raw.destroyed) await Promise.allSettled(jobs.map(({ key }) => store.jobs.extendLock(key, 0)));
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
