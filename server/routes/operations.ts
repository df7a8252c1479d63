import { Type } from "@sinclair/typebox";
import { parseModel } from "../../engine/model/parse.ts";
import type { CheckAnswer, Overview } from "../contract.ts";
import type { App, Context } from "./context.ts";
import { KeyParams } from "./schemas.ts";

const tags = ["Millrace"];
const xmlTypes = ["text/xml", "application/xml"];

/** What the console needs beside `/v2`; see `server/contract.ts`. */
export function operationRoutes(app: App, { store, reads, environment, version }: Context): void {
  app.addContentTypeParser(xmlTypes, { parseAs: "string" }, (_, text, done) => done(null, text));

  app.get("/api/overview", { schema: { tags, summary: "Counters" } }, async (): Promise<Overview> => {
    return { environment, version, ...(await reads.counts()), workers: store.jobs.workers() };
  });

  app.get("/api/processes", { schema: { tags, summary: "Processes with their versions" } }, async () => ({
    items: await reads.processes(),
  }));

  app.get(
    "/api/process-instances/:key/journal",
    { schema: { tags, summary: "What happened in an instance", params: KeyParams } },
    async (request) => ({ items: await reads.journal(request.params.key) }),
  );

  app.get(
    "/api/process-instances/:key/explanation",
    { schema: { tags, summary: "Why an instance waits", params: KeyParams } },
    (request) => reads.explanation(request.params.key),
  );

  app.post(
    "/api/check",
    {
      schema: {
        tags,
        summary: "The findings of a model, without deploying it",
        consumes: xmlTypes,
        body: Type.String(),
      },
    },
    async (request): Promise<CheckAnswer> => {
      const { findings } = await parseModel(request.body);
      return { findings: [...findings] };
    },
  );
}
