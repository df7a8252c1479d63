import type { Variables } from "../api/v2Types.ts";

export interface Sample {
  processId: string;
  name: string;
  /** What it shows, in a few words. */
  shows: string;
  /** To start with; `npm run worker` knows how to work on them. */
  variables: Variables;
}

/** The models in `processes/`, those with people's tasks at the beginning first. */
export const samples: readonly Sample[] = [
  {
    processId: "order-fulfilment",
    name: "Order fulfilment",
    shows: "workers, two people, timers",
    variables: {
      orderId: "A-1",
      customer: "ada@example.org",
      items: [{ sku: "lamp", quantity: 2 }],
      amount: 80,
      card: "4242424242424242",
    },
  },
  {
    processId: "pull-request-review",
    name: "Pull request review",
    shows: "loops, messages",
    variables: {
      pullRequest: 17,
      author: "ada",
      title: "Count once",
      files: [{ path: "count.ts", text: "export const one = 1;" }],
    },
  },
  {
    processId: "marketing-campaign",
    name: "Marketing campaign",
    shows: "work side by side, approval",
    variables: { campaign: "Spring sale", audience: 5000, topics: ["Lamps", "Chairs"] },
  },
  {
    processId: "customer-onboarding",
    name: "Customer onboarding",
    shows: "a message or a timer",
    variables: { customerId: "C-1", name: "Ada", email: "ada@example.org" },
  },
  {
    processId: "daily-report",
    name: "Daily report",
    shows: "starts itself every day",
    variables: { recipients: ["ada"] },
  },
];

const files = import.meta.glob<string>("../../processes/*.bpmn", { query: "?raw", import: "default" });

/** The sample's BPMN XML, loaded when it is looked at. */
export async function sampleXml({ processId }: Sample): Promise<string> {
  const load = files[`../../processes/${processId}.bpmn`];
  if (!load) throw new Error(`The sample ${processId} is not part of this build.`);
  return load();
}

/** Variables that make sense for a sample, as text for an editor; empty for every other process. */
export function exampleVariables(processId: string): string {
  const sample = samples.find((known) => known.processId === processId);
  return sample ? JSON.stringify(sample.variables, null, 2) : "";
}
