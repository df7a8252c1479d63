import { Type } from "@sinclair/typebox";
import type { ActivatedJob } from "../store/jobs.ts";
import { waitingCallers } from "./callers.ts";
import type { App, Context } from "./context.ts";
import { Key, LookedUp, Milliseconds, Nullable, problems, TenantId, VariablesBody } from "./schemas.ts";

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

/** A user task as it will be when its listeners agree. */
const Asked = Type.Object(
  {
    userTaskKey: Key,
    action: Type.String({ description: "What the caller calls the change, `complete` for example" }),
    changedAttributes: Type.Array(Type.String()),
    assignee: Nullable(Type.String()),
    candidateGroups: Type.Array(Type.String()),
    candidateUsers: Type.Array(Type.String()),
    dueDate: Nullable(Type.String({ description: "ISO 8601, UTC" })),
    followUpDate: Nullable(Type.String({ description: "ISO 8601, UTC" })),
    formKey: Type.Null(),
    priority: Type.Integer(),
  },
  { description: "Of a task listener's job: the task as it will be when the listener agrees" },
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
  priority: Type.Integer({ description: "Higher ones are given to workers first; 0 unless the model says otherwise" }),
  deadline: Type.Integer({ description: "Epoch milliseconds" }),
  variables: VariablesBody,
  tenantId: Type.String(),
  kind: Type.String(),
  listenerEventType: Type.String(),
  userTask: Nullable(Asked),
  tags: Type.Array(Type.String()),
});

export function jobActivationRoutes(app: App, { store }: Context): void {
  const goneSignalOf = waitingCallers(app);

  app.post(
    "/v2/jobs/activation",
    {
      schema: {
        tags: ["Jobs"],
        summary: "Give jobs to a worker; waits for the first",
        body: ActivationBody,
        response: { 200: Type.Object({ jobs: Type.Array(Activated) }), ...problems },
      },
    },
    async (request, reply) => {
      const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = request.body;
      const asked = requestTimeout || requestTimeoutMs;
      const jobs = await store.activateJobs({
        type,
        worker: worker ?? "",
        lockMs: timeout,
        jobsMax: Math.min(maxJobsToActivate, jobsMax),
        variableNames: fetchVariable?.length ? fetchVariable : null,
        waitMs: asked < 0 ? 0 : Math.min(asked, requestTimeoutMsMax),
        signal: goneSignalOf(reply),
      });
      // Nobody reads the answer: others may have the jobs at once.
      if (reply.raw.destroyed) await Promise.allSettled(jobs.map(({ key }) => store.jobs.extendLock(key, 0)));
      return { jobs: jobs.map((job) => activated(job, worker ?? "")) };
    },
  );
}

function activated(job: ActivatedJob, worker: string) {
  return {
    jobKey: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    rootProcessInstanceKey: job.rootProcessInstanceKey,
    processDefinitionKey: job.definitionKey,
    processDefinitionId: job.processId,
    processDefinitionVersion: job.version,
    elementId: job.elementId,
    elementInstanceKey: job.elementKey,
    customHeaders: JSON.parse(job.headers) as Record<string, unknown>,
    worker,
    retries: job.retries,
    priority: job.priority,
    deadline: job.deadline.getTime(),
    variables: job.variables,
    tenantId: "<default>",
    kind: job.kind,
    listenerEventType: job.listenerEvent ?? "UNSPECIFIED",
    userTask: job.userTask && { ...job.userTask, formKey: null },
    tags: job.tags,
  };
}
