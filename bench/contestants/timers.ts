import type { Pool } from "pg";
import { silent } from "../../server/store/observer.ts";
import { Store } from "../../server/store/store.ts";
import { priorityOf } from "../../server/store/timers.ts";
import type { Contestant, Figures, Open } from "../contestant.ts";
import { copyInstance } from "../copies.ts";
import { quantile } from "../figures.ts";
import { startCommand } from "../oneTask.ts";

/** Timers that wait for another day while others are due. */
const pendingCount = 100_000;

const duePerSecond = 500;

/** From the writing of timers until the first is due: until then every server has looked for the next one. */
const leadMs = 2_000;

/** A timer that is armed again when it has fired, so that there is as much to write as to close. */
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="timers-definitions"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="timers" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="start-to-again" sourceRef="start" targetRef="again" />
    <bpmn:exclusiveGateway id="again" />
    <bpmn:sequenceFlow id="again-to-pause" sourceRef="again" targetRef="pause" />
    <bpmn:intermediateCatchEvent id="pause">
      <bpmn:timerEventDefinition id="day">
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="pause-to-again" sourceRef="pause" targetRef="again" />
  </bpmn:process>
</bpmn:definitions>`;

/** How late timers fire, from the instant that they are due at to the commit of what they have moved. */
export const open: Open = async (connection): Promise<Contestant> => {
  let fired: number[] = [];
  const observer = { ...silent, fired: (lateSeconds: number) => void fired.push(lateSeconds * 1_000) };
  const store = await Store.open({ connection, log: console.error, observer });
  const { processes } = await store.deploy([{ name: "timers.bpmn", content: xml }]);
  const start = {
    definitionKey: processes[0]?.processDefinitionKey ?? "",
    tags: [],
    businessId: null,
    startCorrelationKey: null,
  };
  const { processInstanceKey } = await store.startInstance(start, startCommand, "bench");
  const example = BigInt(processInstanceKey);
  await copyTimers(store.pool, example, pendingCount, Date.now() + 2 * 86_400_000);
  await store.pool.query("analyze");
  return {
    async round(ms) {
      const count = Math.ceil((duePerSecond * ms) / 1_000);
      fired = [];
      await copyTimers(store.pool, example, count, Date.now() + leadMs);
      while (fired.length < count) await new Promise((resolve) => setTimeout(resolve, 50));
      return figuresOf(fired);
    },
    close: () => store.close(),
  };
};

const figuresOf = (lateMs: readonly number[]): Figures => ({
  medianMs: quantile(lateMs, 0.5),
  p99Ms: quantile(lateMs, 0.99),
  maxMs: Math.max(...lateMs),
});

/** Copies an instance with its timer, due one after the other from an instant on, as many per second as are measured. */
export async function copyTimers(pool: Pool, example: bigint, count: number, fromMs: number): Promise<void> {
  const known = await newestKey(pool);
  const due = `to_timestamp(${fromMs} / 1000.0) + (n.number % ${count}) * interval '${1_000 / duePerSecond} ms'`;
  await copyInstance(pool, example, count, { "millrace.subscription.due_at": due });
  await copyJobs(pool, example, known);
}

async function newestKey(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ key: string }>("select max(key) as key from millrace.process_instance");
  return rows[0]?.key ?? "0";
}

/** The job that pg-boss keeps for each timer of instances with a later key than `known`. */
async function copyJobs(pool: Pool, example: bigint, known: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = 'pgboss.job'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const own: Record<string, string> = {
    id: "('00000000-0000-8000-' || substr(h.hex, 1, 4) || '-' || substr(h.hex, 5))::uuid",
    data: `jsonb_build_object('kind', 'instance', 'processInstanceKey', s.process_instance_key::text,
             'subscriptionKey', s.key::text, 'dueMs', floor(extract(epoch from s.due_at) * 1000))`,
    priority: `${priorityOf(0)} - floor(extract(epoch from s.due_at))`,
    start_after: "s.due_at",
  };
  const names = rows.map(({ name }) => name);
  await pool.query(
    `with j as materialized (select * from pgboss.job where name = 'timer' and data->>'processInstanceKey' = $1)
     insert into pgboss.job (${names.join(", ")}) select ${names.map((name) => own[name] ?? `j.${name}`).join(", ")}
     from millrace.subscription s cross join lateral (select lpad(to_hex(s.key), 16, '0') as hex) h, j
     where s.state = 'OPEN' and s.kind = 'timer' and s.process_instance_key > $2`,
    [String(example), known],
  );
}
