export interface Sample {
  processId: string;
  name: string;
  /** What it shows, in a few words. */
  shows: string;
  /** The ids of the processes that it calls; they are deployed along with it. */
  calls?: readonly string[];
}

/** The models in `processes/`, those with people's tasks at the beginning first. */
export const samples: readonly Sample[] = [
  {
    processId: "order-fulfilment",
    name: "Order fulfilment",
    shows: "workers, two people, timers",
  },
  {
    processId: "travel-booking",
    name: "Travel booking",
    shows: "calls, repeats, undoes",
    calls: ["part-booking"],
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
export const sampleXml = ({ processId }: Sample): Promise<string> => loadXml(processId);

/** The files to deploy: the sample's, and those of what it calls. */
export const sampleFiles = ({ processId, calls = [] }: Sample): Promise<File[]> =>
  Promise.all(
    [processId, ...calls].map(async (id) => new File([await loadXml(id)], `${id}.bpmn`, { type: "text/xml" })),
  );

async function loadXml(processId: string): Promise<string> {
  const load = files[`../../processes/${processId}.bpmn`];
  if (!load) throw new Error(`The sample ${processId} is not part of this build.`);
  return load();
}
