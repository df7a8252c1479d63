import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "./client.ts";
import { stories } from "./models/stories.ts";
import type { Begun, Story } from "./models/story.ts";
import { ticker } from "./models/ticker.ts";
import type { Random } from "./random.ts";

/** Between two instances of one driver, in milliseconds at most. */
const pauseMsMax = 250;

/** Begins instances of all models and does what clients do with them, until it is told to stop. */
export class Load {
  readonly #client: Client;
  readonly #random: Random;
  readonly #begun: Begun[] = [];
  readonly #drivers: Promise<void>[] = [];
  #count = 0;
  #isStopped = false;

  constructor(client: Client, random: Random) {
    this.#client = client;
    this.#random = random;
  }

  /** All that it has tried to start and was not refused. */
  get begun(): readonly Begun[] {
    return this.#begun;
  }

  /** Before anything is disturbed, so that there is one version of everything. */
  async deploy(address: string, ticks: number): Promise<void> {
    const files = [
      ...stories.flatMap(({ name, files }) => files.map((file, n) => [`${name}-${n}.bpmn`, file] as const)),
      ["ticker.bpmn", ticker(ticks)] as const,
    ];
    const form = new FormData();
    for (const [name, file] of files) form.append("resources", new File([file], name));
    const response = await fetch(`${address}/v2/deployments`, { method: "POST", body: form });
    if (!response.ok) throw new Error(`Expected the models to be deployed, got ${await response.text()}`);
  }

  begin(drivers: number): void {
    for (let n = 0; n < drivers; n += 1) this.#drivers.push(this.#drive(this.#random.branch()));
  }

  /** Begins nothing more. Resolves when everything that was begun has been driven as far as clients do. */
  async finish(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#drivers);
    const unknown = this.#begun.filter(({ processInstanceKey }) => processInstanceKey === null);
    await Promise.all(unknown.map((instance) => this.#lookFor(instance)));
  }

  async #drive(random: Random): Promise<void> {
    while (!this.#isStopped) {
      await pause(random.between(0, pauseMsMax));
      await this.#beginOne(random.of(stories), random);
    }
  }

  async #beginOne(story: Story, random: Random): Promise<void> {
    this.#count += 1;
    const id = `i-${this.#count}`;
    const variables = story.variables(random);
    await story.prelude?.(this.#client, id);
    const { mark, outcome, body } = await this.#client.attempt({
      what: "start",
      target: story.name,
      path: "/v2/process-instances",
      body: (mark) => ({
        processDefinitionId: story.name,
        businessId: id,
        tags: [mark],
        variables: { ...variables, id },
      }),
    });
    if (outcome === "refused") return;
    const processInstanceKey = outcome === "acknowledged" ? body.processInstanceKey : null;
    const instance: Begun = { story: story.name, id, mark, variables, processInstanceKey, notes: [] };
    this.#begun.push(instance);
    if (processInstanceKey !== null) await story.drive?.(this.#client, instance, random);
  }

  /** A start without an answer: it is there, and goes on like the others, or it never was. */
  async #lookFor(instance: Begun): Promise<void> {
    const filter = { businessId: instance.id };
    for (;;) {
      const found = await this.#client.look("POST", "/v2/process-instances/search", { filter });
      if (found === null) await pause(200);
      else {
        instance.processInstanceKey = found.items[0]?.processInstanceKey ?? null;
        break;
      }
    }
    if (instance.processInstanceKey === null) return;
    const story = stories.find(({ name }) => name === instance.story);
    await story?.drive?.(this.#client, instance, this.#random.branch());
  }
}
