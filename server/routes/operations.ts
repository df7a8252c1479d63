import { Type } from "@sinclair/typebox";
import { isMeantAsDecisions, readDecisions } from "../../engine/decision/read.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { xmlTextOf } from "../../engine/model/xmlText.ts";
import type { CheckAnswer, Overview } from "../contract.ts";
import { Refused } from "../store/failures.ts";
import type { App, Context } from "./context.ts";
import { coverage } from "./coverage.ts";
import {
  CoverageAnswer,
  ExplanationAnswer,
  FindingsAnswer,
  JournalAnswer,
  OverviewAnswer,
  ProcessesAnswer,
} from "./operationSchemas.ts";
import { KeyParams, problems } from "./schemas.ts";

const tags = ["Millrace"];
const xmlTypes = ["text/xml", "application/xml"];

/** What the console needs beside `/v2`; see `server/contract.ts`. */
export function operationRoutes(app: App, { store, reads, environment, version }: Context): void {
  app.addContentTypeParser(xmlTypes, { parseAs: "buffer" }, (_, bytes, done) => {
    const xml = xmlTextOf(bytes as Buffer);
    if (xml.ok) done(null, xml.value);
    else done(new Refused("BODY_INVALID", `Expected XML: ${xml.message}`, { field: "/" }));
  });

  app.get(
    "/api/overview",
    { schema: { tags, summary: "Counters", response: { 200: OverviewAnswer, ...problems } } },
    async (): Promise<Overview> => {
      return { environment, version, ...(await reads.counts()), workers: store.jobs.workers() };
    },
  );

  app.get(
    "/api/processes",
    { schema: { tags, summary: "Processes with their versions", response: { 200: ProcessesAnswer, ...problems } } },
    async () => ({
      items: await reads.processes(),
    }),
  );

  app.get(
    "/api/process-instances/:key/journal",
    {
      schema: {
        tags,
        summary: "What happened in an instance",
        params: KeyParams,
        response: { 200: JournalAnswer, ...problems },
      },
    },
    async (request) => ({ items: await reads.journal(request.params.key) }),
  );

  app.get(
    "/api/process-instances/:key/explanation",
    {
      schema: {
        tags,
        summary: "Why an instance waits",
        params: KeyParams,
        response: { 200: ExplanationAnswer, ...problems },
      },
    },
    (request) => reads.explanation(request.params.key),
  );

  app.get(
    "/api/coverage",
    {
      schema: {
        tags,
        summary: "What is executed, what is refused, and what has no effect",
        response: { 200: CoverageAnswer, ...problems },
      },
    },
    async () => ({ items: coverage }),
  );

  app.post(
    "/api/check",
    {
      schema: {
        tags,
        summary: "The findings of a BPMN or DMN model, without deploying it",
        consumes: xmlTypes,
        body: Type.String(),
        response: { 200: FindingsAnswer, ...problems },
      },
    },
    async (request): Promise<CheckAnswer> => {
      const xml = request.body;
      const { findings } = isMeantAsDecisions(xml) ? await readDecisions(xml) : await parseModel(xml);
      return { findings: [...findings] };
    },
  );
}
