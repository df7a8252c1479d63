export interface Sample {
  processId: string;
  name: string;
  /** What it shows, in a few words. */
  shows: string;
  /** The ids of the processes that it calls; they are deployed along with it. */
  calls?: readonly string[];
  /** The decisions that it asks for; likewise. */
  decides?: readonly string[];
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
    shows: "a decision table, approval",
    decides: ["campaign-budget"],
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

const files = import.meta.glob<string>("../../processes/*.{bpmn,dmn}", { query: "?raw", import: "default" });

/** The sample's BPMN XML, loaded when it is looked at. */
export const sampleXml = ({ processId }: Sample): Promise<string> => loadXml(`${processId}.bpmn`);

/** The files to deploy: the sample's, and those of what it calls. */
export const sampleFiles = ({ processId, calls = [], decides = [] }: Sample): Promise<File[]> =>
  Promise.all(
    [...[processId, ...calls].map((id) => `${id}.bpmn`), ...decides.map((id) => `${id}.dmn`)].map(
      async (name) => new File([await loadXml(name)], name, { type: "text/xml" }),
    ),
  );

async function loadXml(name: string): Promise<string> {
  const load = files[`../../processes/${name}`];
  if (!load) throw new Error(`The sample ${name} is not part of this build.`);
  return load();
}
