import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../server/app.ts";
import { Reads } from "../../server/store/reads.ts";
import { Store } from "../../server/store/store.ts";
import { Metrics } from "../../server/telemetry/metrics.ts";
import { BoundedNames } from "../../server/telemetry/tallies.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { ask, bodyLimit, deploy, type Server, send, startInstance } from "./server.ts";

/** A server whose store is watched, as the program starts it. */
let server: Server;

beforeAll(async () => {
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const metrics = new Metrics();
  const store = await Store.open({ connection: await freshDatabase("range"), log, observer: metrics.observer });
  const context = { store, reads: new Reads(store), environment: "test", version: "0.0.0" };
  const app = await createApp({ ...context, pages: null, bodyLimit, log, metrics });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const close = async () => {
    await app.close();
    await store.close();
  };
  server = { address: `http://127.0.0.1:${port}`, port, app, store, logged, close };
});

afterAll(() => server.close());

const page = async () => (await send(server, "GET", "/metrics")).body as string;

/** The value of one line; labels in the order in which the page has them. */
function sampled(text: string, sample: string): number | undefined {
  const line = text.split("\n").find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

describe("metrics", () => {
  test("count from the start, before anybody has looked", async () => {
    await deploy(server, tour);
    const key = await startInstance(server, "tour", { orderId: "M-1" });
    const { jobs } = await ask(server, "POST", "/v2/jobs/activation", {
      type: "prepare",
      worker: "w",
      timeout: 60_000,
      maxJobsToActivate: 1,
      requestTimeout: -1,
    });
    await ask(server, "POST", `/v2/jobs/${jobs[0].jobKey}/failure`, { retries: 0, errorMessage: "broken" });
    await ask(server, "POST", `/v2/process-instances/${key}/cancellation`);
    await send(server, "POST", `/v2/process-instances/${key}/cancellation`);
    await send(server, "GET", "/v2/nowhere/secret-4711");
    const text = await page();
    const expected = {
      'millrace_commands_total{command="startInstance",outcome="done",origin="live"}': 1,
      'millrace_commands_total{command="failJob",outcome="done",origin="live"}': 1,
      'millrace_commands_total{command="cancelInstance",outcome="done",origin="live"}': 1,
      'millrace_commands_total{command="cancelInstance",outcome="rejected",origin="live"}': 1,
      'millrace_command_rejections_total{code="INSTANCE_ENDED"}': 1,
      millrace_process_instances_started_total: 1,
      millrace_process_instances_ended_total: 1,
      'millrace_incidents_raised_total{code="JOB_NO_RETRIES"}': 1,
      millrace_incidents_resolved_total: 1,
      'millrace_job_wait_seconds_count{job_type="prepare"}': 1,
      'millrace_batch_size_commands_count{origin="live"}': 4,
      'millrace_batch_size_commands_sum{origin="live"}': 4,
      'millrace_batch_size_commands_bucket{origin="live",le="1"}': 4,
      'millrace_batch_size_commands_bucket{origin="live",le="+Inf"}': 4,
      'millrace_http_request_duration_seconds_count{method="POST",route="/v2/jobs/:key/failure",status="204"}': 1,
      'millrace_http_request_duration_seconds_count{method="GET",route="unknown",status="404"}': 1,
      'millrace_queue_commands{origin="live"}': 0,
      'millrace_queue_bytes{origin="background"}': 0,
      millrace_queue_limit_commands: 20_000,
      millrace_batches_running: 0,
      millrace_database_up: 1,
      'millrace_outbox_rows{state="put_aside"}': 0,
      millrace_timers_put_aside: 0,
      'millrace_build_info{version="0.0.0"}': 1,
    };
    expect(Object.fromEntries(Object.keys(expected).map((sample) => [sample, sampled(text, sample)]))).toEqual(
      expected,
    );
    expect(text).not.toContain("4711");
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    const seconds = sampled(text, 'millrace_batch_duration_seconds_sum{origin="live"}') ?? 0;
    expect(seconds).toBeGreaterThan(sampled(text, 'millrace_batch_commit_duration_seconds_sum{origin="live"}') ?? 0);
  });

  test("are counted on at the next look", async () => {
    const sample = 'millrace_http_request_duration_seconds_count{method="GET",route="/metrics",status="200"}';
    const before = sampled(await page(), sample) ?? 0;
    expect(sampled(await page(), sample)).toBe(before + 1);
  });

  test("are those that the page for operators explains", async () => {
    const text = await page();
    const names = [...text.matchAll(/^# HELP (millrace_\w+) (.+)$/gm)].map(([, name = ""]) => name).sort();
    const docs = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");
    const rows = [...docs.matchAll(/^\| `(millrace_\w+)`/gm)].map(([, name = ""]) => name).sort();
    expect(rows).toEqual(names);
    // Units stand in the names, as Prometheus wants them.
    const kinds = Object.fromEntries([...text.matchAll(/^# TYPE (millrace_\w+) (\w+)$/gm)].map(([, ...one]) => one));
    for (const [name, kind] of Object.entries(kinds)) {
      if (kind === "counter") expect(name).toMatch(/_total$/);
      if (kind === "histogram") expect(name).toMatch(/_(seconds|commands)$/);
      if (/byte/.test(name)) expect(name).toMatch(/_bytes$/);
    }
  });
});

test("names that people choose become a bounded number of labels", () => {
  const names = new BoundedNames(2);
  expect(["a", "b", "c", "a", "d"].map((name) => names.of(name))).toEqual(["a", "b", "other", "a", "other"]);
});
