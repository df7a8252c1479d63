import { expect, test } from "vitest";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "../store/diagrams.ts";
import { ask, at, deploy, openServers, startInstance } from "./server.ts";

const servers = openServers();

const jobType = "rated";

/** The process says how urgent its jobs are. */
const model = definitions(
  bpmnProcess(
    "rated-process",
    startEvent("begin"),
    serviceTask(jobType),
    endEvent("end"),
    path("begin", jobType, "end"),
  ),
).replace(
  /<bpmn:process[^>]*>/,
  (tag) => `${tag}<bpmn:extensionElements><zeebe:jobPriorityDefinition priority="=urgency" /></bpmn:extensionElements>`,
);

test("jobs are searched, sorted and given by priority", async () => {
  const server = at(servers, 0);
  await deploy(server, model);
  for (const urgency of [3, -7, 80]) await startInstance(server, "rated-process", { urgency });
  const found = async (body: object) => {
    const { items } = await ask(server, "POST", "/v2/jobs/search", body);
    return (items as { priority: number }[]).map(({ priority }) => priority);
  };
  expect(await found({ filter: { type: jobType }, sort: [{ field: "priority", order: "DESC" }] })).toEqual([80, 3, -7]);
  expect(await found({ filter: { type: jobType, priority: { $gt: 0 } }, sort: [{ field: "priority" }] })).toEqual([
    3, 80,
  ]);
  const request = { type: jobType, timeout: 60_000, maxJobsToActivate: 2, requestTimeout: -1 };
  const { jobs } = await ask(server, "POST", "/v2/jobs/activation", request);
  expect((jobs as { priority: number }[]).map(({ priority }) => priority)).toEqual([80, 3]);
});

test("a priority that is no whole number is an incident", async () => {
  const server = at(servers, 0);
  const processInstanceKey = await startInstance(server, "rated-process", { urgency: "soon" });
  const { items } = await ask(server, "POST", "/v2/incidents/search", { filter: { processInstanceKey } });
  expect(items).toMatchObject([
    {
      errorType: "EXTRACT_VALUE_ERROR",
      errorMessage:
        'Expected a whole number from -2147483648 to 2147483647 as job priority from "=urgency" at "rated", got "soon"',
    },
  ]);
});
