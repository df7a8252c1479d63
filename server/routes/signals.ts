import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { App, Context } from "./context.ts";
import { Key, LookedUp, Nullable, problems, TenantId, VariablesBody } from "./schemas.ts";

const SignalBody = Type.Object(
  {
    signalName: LookedUp(),
    variables: Type.Optional(Nullable(VariablesBody)),
    tenantId: Type.Optional(TenantId),
  },
  { additionalProperties: false },
);

const EvaluationBody = Type.Object(
  {
    variables: VariablesBody,
    processDefinitionKey: Type.Optional(Key),
    tenantId: Type.Optional(TenantId),
  },
  { additionalProperties: false },
);

const Evaluated = Type.Object({
  conditionalEvaluationKey: Key,
  tenantId: Type.String(),
  processInstances: Type.Array(Type.Object({ processDefinitionKey: Key, processInstanceKey: Key })),
});

/** What reaches everybody who waits for it, wherever it is. */
export function signalRoutes(app: App, { store }: Context): void {
  app.post(
    "/v2/signals/broadcast",
    {
      schema: {
        tags: ["Signals"],
        summary: "Broadcast a signal",
        description: "To everything that waits for it now, and to every start event of its name; nothing keeps it.",
        body: SignalBody,
        response: { 200: Type.Object({ signalKey: Key, tenantId: Type.String() }), ...problems },
      },
    },
    async (request) => {
      const { signalName, variables } = request.body;
      const { signalKey } = await store.broadcastSignal({
        name: signalName,
        variables: (variables ?? {}) as Variables,
      });
      return { signalKey, tenantId: "<default>" };
    },
  );

  app.post(
    "/v2/conditionals/evaluation",
    {
      schema: {
        tags: ["Conditionals"],
        summary: "Start an instance at every conditional start event whose condition is true",
        description: "With `processDefinitionKey` only the start events of this definition are asked.",
        body: EvaluationBody,
        response: { 200: Evaluated, ...problems },
      },
    },
    async (request) => {
      const { variables, processDefinitionKey = null } = request.body;
      const { evaluationKey, started } = await store.evaluateConditionals({
        variables: variables as Variables,
        definitionKey: processDefinitionKey,
      });
      return {
        conditionalEvaluationKey: evaluationKey,
        tenantId: "<default>",
        processInstances: started.map(({ processInstanceKey, definitionKey }) => ({
          processDefinitionKey: definitionKey,
          processInstanceKey,
        })),
      };
    },
  );
}
