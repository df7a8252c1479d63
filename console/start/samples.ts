export interface Sample {
  processId: string;
  name: string;
  /** What it shows, in a few words. */
  shows: string;
}

/** The models in `processes/`, those with people's tasks at the beginning first. */
export const samples: readonly Sample[] = [
  {
    processId: "order-fulfilment",
    name: "Order fulfilment",
    shows: "workers, two people, timers",
  },
  {
    processId: "pull-request-review",
    name: "Pull request review",
    shows: "loops, messages",
  },
  {
    processId: "marketing-campaign",
    name: "Marketing campaign",
    shows: "work side by side, approval",
  },
  {
    processId: "customer-onboarding",
    name: "Customer onboarding",
    shows: "a message or a timer",
  },
  {
    processId: "daily-report",
    name: "Daily report",
    shows: "starts itself every day",
  },
];

const files = import.meta.glob<string>("../../processes/*.bpmn", { query: "?raw", import: "default" });

/** The sample's BPMN XML, loaded when it is looked at. */
export async function sampleXml({ processId }: Sample): Promise<string> {
  const load = files[`../../processes/${processId}.bpmn`];
  if (!load) throw new Error(`The sample ${processId} is not part of this build.`);
  return load();
}
