import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import { afterCommit } from "../store/afterCommit.ts";
import { Refused } from "../store/failures.ts";
import type { Patience } from "../store/waiting.ts";
import { waitingCallers } from "./callers.ts";
import { type App, actorOf, type Context } from "./context.ts";
import {
  Count,
  itemSchema,
  Key,
  KeyParams,
  Nullable,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
  TenantId,
  VariablesBody,
} from "./schemas.ts";

/** How long a caller waits for the end of an instance when it does not say. */
const completionWaitMs = 10_000;

/** Longer requests are cut by proxies; the instance goes on without its caller. */
const completionWaitMsMax = 10 * 60_000;

const instance = itemSchema("processInstance");

const CreateBody = Type.Object(
  {
    processDefinitionKey: Type.Optional(Key),
    processDefinitionId: Type.Optional(Type.String({ minLength: 1 })),
    processDefinitionVersion: Type.Optional(Count(-1, "-1 is the newest")),
    variables: Type.Optional(Nullable(VariablesBody)),
    tenantId: Type.Optional(TenantId),
    operationReference: OperationReference,
    startInstructions: Type.Optional(
      Type.Array(Type.Object({ elementId: Type.String() }, { additionalProperties: false })),
    ),
    runtimeInstructions: Type.Optional(
      Type.Array(Type.Unknown(), { maxItems: 0, description: "Not executed: must be empty" }),
    ),
    awaitCompletion: Type.Optional(Type.Boolean()),
    fetchVariables: Type.Optional(Nullable(Type.Array(Type.String()))),
    requestTimeout: Type.Optional(Type.Integer({ description: "Milliseconds to wait for the end; 0 is 10 000" })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 10 })),
    businessId: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 256 }))),
  },
  { additionalProperties: false },
);

const Created = Type.Object({
  processDefinitionId: Type.String(),
  processDefinitionVersion: Type.Integer(),
  processDefinitionKey: Key,
  processInstanceKey: Key,
  tenantId: Type.String(),
  variables: VariablesBody,
  tags: Type.Array(Type.String()),
  businessId: Nullable(Type.String()),
});

const Caller = Type.Object({
  processInstanceKey: Key,
  processDefinitionKey: Key,
  processDefinitionName: Type.String({ description: "The process id, when the process has no name" }),
});

const tags = ["Process instances"];

export function processInstanceRoutes(app: App, { store, reads }: Context): void {
  const goneSignalOf = waitingCallers(app);

  app.post(
    "/v2/process-instances",
    { schema: { tags, summary: "Start an instance", body: CreateBody, response: { 200: Created, ...problems } } },
    async (request, reply) => {
      const { body } = request;
      const definition = await reads.definition(body);
      const startElementIds = body.startInstructions?.length
        ? body.startInstructions.map(({ elementId }) => elementId)
        : null;
      const command = {
        type: "startInstance",
        variables: (body.variables ?? {}) as Variables,
        startElementIds,
      } as const;
      const start = {
        definitionKey: definition.key,
        tags: body.tags ?? [],
        businessId: body.businessId ?? null,
        startCorrelationKey: null,
      };
      const started = await store.startInstance(start, command, actorOf(request));
      const { processInstanceKey } = started;
      if (body.awaitCompletion && !started.isEnded)
        await waitForEnd(processInstanceKey, {
          waitMs: completionWaitOf(body.requestTimeout),
          signal: goneSignalOf(reply),
        });
      const look = () => reads.rootVariables(processInstanceKey);
      const all = body.awaitCompletion ? await afterCommit("The instance is started", look) : {};
      return {
        processDefinitionId: definition.processId,
        processDefinitionVersion: definition.version,
        processDefinitionKey: definition.key,
        processInstanceKey,
        tenantId: "<default>",
        variables: picked(all, body.fetchVariables ?? null),
        tags: start.tags,
        businessId: start.businessId,
      };
    },
  );

  async function waitForEnd(processInstanceKey: string, patience: Patience): Promise<void> {
    if (await store.waitForEnd(processInstanceKey, patience)) return;
    throw new Refused(
      "COMPLETION_TIMEOUT",
      `Expected process instance ${processInstanceKey} to end within ${patience.waitMs} ms; it was started and goes on`,
    );
  }

  app.post(
    "/v2/process-instances/search",
    {
      schema: {
        tags,
        summary: "Search instances",
        body: SearchBody,
        response: { 200: searchAnswer(instance), ...problems },
      },
    },
    (request) => reads.search("processInstance", request.body),
  );

  app.get(
    "/v2/process-instances/:key",
    { schema: { tags, summary: "Get an instance", params: KeyParams, response: { 200: instance, ...problems } } },
    (request) => reads.get("processInstance", request.params.key, "INSTANCE_NOT_FOUND"),
  );

  app.get(
    "/v2/process-instances/:key/call-hierarchy",
    {
      schema: {
        tags,
        summary: "The instances that called each other down to this one, the outermost first",
        params: KeyParams,
        response: { 200: Type.Array(Caller), ...problems },
      },
    },
    (request) => reads.callHierarchy(request.params.key),
  );

  app.post(
    "/v2/process-instances/:key/cancellation",
    {
      schema: {
        tags,
        summary: "Cancel an instance with everything in it",
        params: KeyParams,
        body: Type.Optional(
          Nullable(Type.Object({ operationReference: OperationReference }, { additionalProperties: false })),
        ),
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await store.execute(request.params.key, { type: "cancelInstance" }, actorOf(request));
      return reply.code(204).send(null);
    },
  );

  const flow = Type.Object({
    sequenceFlowId: Type.String(),
    processInstanceKey: Key,
    rootProcessInstanceKey: Nullable(Key),
    processDefinitionKey: Key,
    processDefinitionId: Type.String(),
    elementId: Type.String(),
    tenantId: Type.String(),
  });

  app.get(
    "/v2/process-instances/:key/sequence-flows",
    {
      schema: {
        tags,
        summary: "Sequence flows that were taken",
        params: KeyParams,
        response: { 200: Type.Object({ items: Type.Array(flow) }), ...problems },
      },
    },
    async (request) => ({ items: await reads.takenFlows(request.params.key) }),
  );

  const statistics = Type.Object({
    items: Type.Array(
      Type.Object({
        elementId: Type.String(),
        active: Type.Integer(),
        canceled: Type.Integer(),
        incidents: Type.Integer(),
        completed: Type.Integer(),
      }),
    ),
  });

  app.get(
    "/v2/process-instances/:key/statistics/element-instances",
    { schema: { tags, summary: "Counts by element", params: KeyParams, response: { 200: statistics, ...problems } } },
    async (request) => ({ items: await reads.statistics({ processInstanceKey: request.params.key }) }),
  );

  app.post(
    "/v2/process-definitions/:key/statistics/element-instances",
    {
      schema: {
        tags: ["Process definitions"],
        summary: "Counts by element over all instances of a definition",
        params: KeyParams,
        body: Type.Optional(Type.Unknown()),
        response: { 200: statistics, ...problems },
      },
    },
    async (request) => ({ items: await reads.statistics({ definitionKey: request.params.key }) }),
  );
}

const completionWaitOf = (asked = 0): number => (asked > 0 ? Math.min(asked, completionWaitMsMax) : completionWaitMs);

const picked = (variables: Variables, names: readonly string[] | null): Variables =>
  names === null ? variables : Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)));
