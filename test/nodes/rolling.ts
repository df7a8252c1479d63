import { setTimeout } from "node:timers/promises";
import { type CamundaClient, createCamundaClient } from "@camunda8/orchestration-cluster-api";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "../store/diagrams.ts";
import { Balancer } from "./balancer.ts";
import { clientOf, type Node } from "./servers.ts";

const jobType = "rolling.work";

const model = definitions(
  bpmnProcess("rolling", startEvent("begin"), serviceTask(jobType), endEvent("end"), path("begin", jobType, "end")),
);

/** What clients saw while every server was stopped and started again. */
export interface Rolled {
  /** Instances of which the client heard that they were started. */
  readonly started: number;
  readonly completed: number;
  /** All that there are; more than started when a request was carried out twice. */
  readonly existing: number;
  /** Requests that failed for good, whatever the client's retry did. */
  readonly failures: readonly string[];
  /** How each server ended; 0 and no words when it did what it had accepted. */
  readonly ends: readonly { code: number | null; stderr: string }[];
}

/** How much happens meanwhile. */
export interface Volume {
  readonly rounds: number;
  readonly customers: number;
  readonly workers: number;
  /** Between an answer and the next request of a customer, in milliseconds. */
  readonly thinkMs: number;
}

/**
 * Stops the servers one after the other as an operator does, and starts each again, `rounds` times, while `customers`
 * start process instances as fast as they are answered and workers complete them, all through a balancer.
 */
export async function rollingRestart(
  nodes: readonly Node[],
  { rounds, customers, workers, thinkMs }: Volume,
): Promise<Rolled> {
  const balancer = await Balancer.before(nodes);
  const client = clientOf(balancer.address);
  await client.createDeployment({ resources: [new File([model], "rolling.bpmn")] });
  const load = new Load(balancer.address, client, thinkMs);
  for (let n = 0; n < customers; n += 1) load.addCustomer();
  for (let n = 0; n < workers; n += 1) load.addWorker();
  const ends: Rolled["ends"][number][] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const node of nodes) {
      await load.goesOn();
      ends.push(await node.stop());
      await node.restart();
      await eventually("the server to get requests again", () => balancer.isReady(node));
    }
  await load.goesOn();
  const { started, failures } = await load.end();
  const counted = await countInstances(client);
  await balancer.close();
  return { started, failures, ends, ...counted };
}

async function countInstances(client: CamundaClient): Promise<{ completed: number; existing: number }> {
  const count = async (filter: { state?: "COMPLETED" }) => {
    const search = { filter: { processDefinitionId: "rolling", ...filter }, page: { limit: 1 } };
    const { page } = await client.searchProcessInstances(search as never, { consistency: { waitUpToMs: 0 } });
    return Number(page.totalItems);
  };
  return { completed: await count({ state: "COMPLETED" }), existing: await count({}) };
}

/** Customers and workers that go on until they are told to end. */
class Load {
  readonly #address: string;
  readonly #client: CamundaClient;
  readonly #thinkMs: number;
  readonly #failures: string[] = [];
  readonly #running: Promise<void>[] = [];
  #started = 0;
  #worked = 0;
  #isOver = false;
  #isLastDone = false;

  constructor(address: string, client: CamundaClient, thinkMs: number) {
    this.#address = address;
    this.#client = client;
    this.#thinkMs = thinkMs;
  }

  addCustomer(): void {
    this.#running.push(
      this.#repeat(
        () => this.#isOver,
        async (client) => {
          await client.createProcessInstance({ processDefinitionId: "rolling" } as never);
          this.#started += 1;
          await setTimeout(this.#thinkMs);
        },
      ),
    );
  }

  addWorker(): void {
    this.#running.push(
      this.#repeat(
        () => this.#isLastDone,
        async (client) => {
          const request = { type: jobType, worker: "rolling", timeout: 30_000, maxJobsToActivate: 20 };
          const { jobs } = await client.activateJobs({ ...request, requestTimeout: 1_000 });
          await Promise.all(jobs.map(({ jobKey }) => client.completeJob({ jobKey })));
          this.#worked += jobs.length;
        },
      ),
    );
  }

  /** Resolves when more was started and more was done. */
  async goesOn(): Promise<void> {
    const [started, worked] = [this.#started, this.#worked];
    const isMore = () => this.#started > started + 20 && this.#worked > worked + 20;
    await eventually("customers and workers to go on", () => this.#failures.length > 0 || isMore());
  }

  /** Resolves when everything that was started is done. */
  async end(): Promise<{ started: number; failures: readonly string[] }> {
    this.#isOver = true;
    await eventually("all to be done", async () => {
      const { completed } = await countInstances(this.#client);
      return this.#failures.length > 0 || completed >= this.#started;
    });
    this.#isLastDone = true;
    await Promise.all(this.#running);
    return { started: this.#started, failures: this.#failures };
  }

  async #repeat(isEnough: () => boolean, act: (client: CamundaClient) => Promise<void>): Promise<void> {
    const client = createCamundaClient({ config: { CAMUNDA_REST_ADDRESS: this.#address }, log: { level: "silent" } });
    while (!isEnough())
      try {
        await act(client);
      } catch (error) {
        this.#failures.push(String(error));
        return;
      }
  }
}
