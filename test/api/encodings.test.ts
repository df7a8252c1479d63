import { expect, test } from "vitest";
import { bpmnProcess, definitions, endEvent, path, startEvent } from "../store/diagrams.ts";
import { ask, at, openServers, send } from "./server.ts";

const servers = openServers();

const declared = (encoding: string) =>
  definitions(bpmnProcess("pruefung", startEvent("begin"), endEvent("end"), path("begin", "end")))
    .replace("UTF-8", encoding)
    .replace('id="pruefung"', 'id="pruefung" name="Prüfung"');
const latin1 = Buffer.from(declared("ISO-8859-1"), "latin1");

test("a file is read in the encoding that it declares", async () => {
  const server = at(servers, 0);
  const form = new FormData();
  form.append("resources", new File([latin1], "a.bpmn"));
  const { deployments } = await ask(server, "POST", "/v2/deployments", form);
  const key = deployments[0].processDefinition.processDefinitionKey;
  expect(await ask(server, "GET", `/v2/process-definitions/${key}`)).toMatchObject({ name: "Prüfung" });
  // It is served as UTF-8, and says so.
  expect(await ask(server, "GET", `/v2/process-definitions/${key}/xml`)).toBe(declared("UTF-8"));
});

test("a check reads likewise", async () => {
  const check = (body: Uint8Array) => send(at(servers, 0), "POST", "/api/check", body, { "content-type": "text/xml" });
  expect(await check(latin1)).toMatchObject({ status: 200, body: { findings: [] } });
  expect(await check(Buffer.from(declared("UTF-8"), "latin1"))).toMatchObject({
    status: 400,
    body: { code: "BODY_INVALID", detail: "Expected XML: expected text in utf-8, got other bytes" },
  });
});
