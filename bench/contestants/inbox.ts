import pg from "pg";
import { instanceKeyOf } from "../../engine/keys.ts";
import { Reads } from "../../server/store/reads.ts";
import { Store } from "../../server/store/store.ts";
import type { Contestant, Open } from "../contestant.ts";
import { copyInstance } from "../copies.ts";
import { quantile } from "../figures.ts";
import { document } from "../largeModel.ts";
import { oneTask, startCommand } from "../oneTask.ts";

const xml = document(`
  <bpmn:startEvent id="start" /><bpmn:sequenceFlow id="in" sourceRef="start" targetRef="ask" />
  <bpmn:userTask id="ask" name="Approve the order">
    <bpmn:extensionElements>
      <zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="group1" />
    </bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:sequenceFlow id="out" sourceRef="ask" targetRef="end" /><bpmn:endEvent id="end" />`);

/** Half of the tasks have one of a thousand assignees, each is for one of twenty groups, a fifth is never due. */
const varied = {
  "millrace.user_task.assignee": "case when n.number % 2 = 0 then 'person' || n.number % 1000 end",
  "millrace.user_task.candidate_groups": "array['group' || n.number % 20]",
  "millrace.user_task.due_date":
    "case when n.number % 5 > 0 then now() + n.number * 7919 % 1000000 * interval '1 second' end",
  "millrace.user_task.created_at": "now() - n.number * 104729 % 1000000 * interval '1 second'",
};

const byDue = [
  { field: "dueDate", order: "ASC" },
  { field: "creationDate", order: "DESC" },
];
const byCreation = [{ field: "creationDate", order: "DESC" }];
const unassigned = { state: "CREATED", assignee: { $exists: false } };

/** What the console's inbox asks for (`console/inbox/views.ts`), and what a clerk's own client asks for a group. */
const pages = [
  { filter: { state: "CREATED" }, sort: byDue },
  { filter: unassigned, sort: byDue },
  { filter: unassigned, sort: byCreation },
  { filter: { state: "CREATED", assignee: "person4" }, sort: byDue },
  { filter: { ...unassigned, candidateGroup: "group3" }, sort: byDue },
  { filter: { state: "CREATED", candidateGroup: "group3" }, sort: byCreation },
];

/** A page of 100 tasks with its total, and one task by its primary key in bare SQL, in turn. */
export const open: Open = async (connection, { tasks }): Promise<Contestant> => {
  const store = await Store.open({ connection, log: console.error });
  const task = await fill(store, tasks);
  const reads = new Reads(store);
  const client = new pg.Client(connection);
  await client.connect();
  const lookUp = () =>
    client.query({
      name: "look up",
      text: "select * from millrace.user_task where process_instance_key = $1 and key = $2",
      values: [instanceKeyOf(task), task],
    });
  return {
    async round(ms) {
      const [asked, lookedUp]: [number[], number[]] = [[], []];
      const untilMs = performance.now() + ms;
      while (performance.now() < untilMs)
        for (const page of pages) {
          asked.push(await msOf(() => reads.search("userTask", { ...page, page: { limit: 100 } })));
          lookedUp.push(await msOf(lookUp));
        }
      return {
        pageMedianMs: quantile(asked, 0.5),
        pageP99Ms: quantile(asked, 0.99),
        lookupMedianMs: quantile(lookedUp, 0.5),
        lookupP99Ms: quantile(lookedUp, 0.99),
      };
    },
    async close() {
      await client.end();
      await store.close();
    },
  };
};

/** Answers the key of one of the tasks. */
async function fill(store: Store, tasks: number): Promise<string> {
  const { processes } = await store.deploy([{ name: "inbox.bpmn", content: xml }]);
  const definitionKey = processes[0]?.processDefinitionKey ?? "";
  const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
  const { events } = await store.startInstance(start, { ...startCommand, variables: oneTask.variables }, "bench");
  const created = events.find((event) => event.type === "userTaskCreated");
  if (!created) throw new Error("Expected the start to create a user task");
  await copyInstance(store.pool, BigInt(instanceKeyOf(created.userTaskKey)), tasks, varied);
  await store.pool.query("vacuum (analyze)");
  return created.userTaskKey;
}

async function msOf(call: () => Promise<unknown>): Promise<number> {
  const fromMs = performance.now();
  await call();
  return performance.now() - fromMs;
}
