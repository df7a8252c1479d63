import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { App, Context } from "./context.ts";
import {
  itemSchema,
  Key,
  LookedUp,
  Milliseconds,
  Nullable,
  problems,
  SearchBody,
  searchAnswer,
  TenantId,
  VariablesBody,
} from "./schemas.ts";

const message = {
  name: LookedUp(),
  correlationKey: Type.Optional(LookedUp(0)),
  variables: Type.Optional(Nullable(VariablesBody)),
  tenantId: Type.Optional(TenantId),
};

const tags = ["Messages"];

export function messageRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/messages/publication",
    {
      schema: {
        tags,
        summary: "Publish a message; it waits for a catcher for its time to live",
        body: Type.Object(
          {
            ...message,
            timeToLive: Type.Optional(Milliseconds(0)),
            messageId: Type.Optional(Nullable(LookedUp(0))),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ messageKey: Key, tenantId: Type.String() }), ...problems },
      },
    },
    async (request) => {
      const { name, correlationKey = "", timeToLive = 0, messageId, variables } = request.body;
      const { messageKey } = await store.publish({
        name,
        correlationKey,
        timeToLiveMs: timeToLive,
        messageId: messageId || null,
        variables: (variables ?? {}) as Variables,
      });
      return { messageKey, tenantId: "<default>" };
    },
  );

  app.post(
    "/v2/messages/correlation",
    {
      schema: {
        tags,
        summary: "Correlate a message now; refused when nothing waits for it",
        body: Type.Object(message, { additionalProperties: false }),
        response: {
          200: Type.Object({ messageKey: Key, processInstanceKey: Key, tenantId: Type.String() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { name, correlationKey = "", variables } = request.body;
      const { messageKey, processInstanceKeys } = await store.correlate({
        name,
        correlationKey,
        timeToLiveMs: 0,
        messageId: null,
        variables: (variables ?? {}) as Variables,
      });
      return { messageKey, processInstanceKey: processInstanceKeys[0] ?? "", tenantId: "<default>" };
    },
  );

  const subscription = itemSchema("messageSubscription");
  app.post(
    "/v2/message-subscriptions/search",
    {
      schema: {
        tags,
        summary: "Search waits for messages",
        body: SearchBody,
        response: { 200: searchAnswer(subscription), ...problems },
      },
    },
    (request) => reads.search("messageSubscription", request.body),
  );
}
