import type { Registry } from "prom-client";
import type { Readings, WaitingOrders } from "../store/observer.ts";
import type { Backlog } from "../store/readiness.ts";
import type { Metrics } from "./metrics.ts";
import type { Count, Spread, Tallied } from "./tallies.ts";

/** What is asked at the moment of a look. */
export interface Sources {
  readonly metrics: Metrics;
  readonly readings: () => Readings;
  /** Null when the database does not say. */
  readonly backlog: () => Promise<Backlog | null>;
  readonly version: string;
}

interface Described {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Answers the page that Prometheus reads; makes it on the first call, for prom-client takes some twenty megabytes. */
export function openExposition(sources: Sources): () => Promise<{ contentType: string; text: string }> {
  let made: Promise<Registry> | null = null;
  return async () => {
    made ??= makeRegistry(sources);
    const registry = await made;
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}

async function makeRegistry(sources: Sources): Promise<Registry> {
  const prometheus = await import("prom-client");
  const registry = new prometheus.Registry();
  prometheus.collectDefaultMetrics({ register: registry });
  const add = adders(prometheus, registry);
  const { metrics, version } = sources;
  add.gauge({ name: "build_info", help: "1, with the version that runs", labels: ["version"] }, () => [
    { labels: [version], value: 1 },
  ]);
  addRequests(add, metrics);
  addCommands(add, metrics);
  addWaits(add, metrics);
  addReadings(add, sources);
  return registry;
}

type Adders = ReturnType<typeof adders>;

/** One call a metric; each is read off its source when somebody looks. */
function adders({ Counter, Gauge, Histogram }: typeof import("prom-client"), registry: Registry) {
  const registers = [registry];
  const described = ({ name, help, labels = [] }: Described) => ({
    name: `millrace_${name}`,
    help,
    labelNames: [...labels],
    registers,
  });
  return {
    gauge(one: Described, rows: () => readonly Tallied[] | Promise<readonly Tallied[]>): void {
      new Gauge({
        ...described(one),
        async collect() {
          const now = await rows();
          this.reset();
          for (const { labels, value } of now) this.set(named(one, labels), value);
        },
      });
    },
    counter(one: Described, rows: () => readonly Tallied[]): void {
      new Counter({
        ...described(one),
        collect() {
          this.reset();
          for (const { labels, value } of rows()) this.inc(named(one, labels), value);
        },
      });
    },
    histogram(one: Described, spread: Spread): void {
      const { name, help, ...more } = described(one);
      const histogram = new Histogram({ name, help, ...more, buckets: [...spread.bounds] });
      const values = () => spread.rows().flatMap((row) => samples(name, named(one, row.labels), spread.bounds, row));
      const get = async () => ({ name, help, type: "histogram", aggregator: "sum", values: values() });
      // The library's own would be counted twice; it asks for the second where there is one.
      Object.assign(histogram, { get, getForPromString: get });
    },
  };
}

const named = ({ labels: names = [] }: Described, labels: readonly string[]) =>
  Object.fromEntries(names.map((name, at) => [name, labels[at] ?? ""]));

type Row = ReturnType<Spread["rows"]>[number];

/** Buckets add up from the smallest to all, as Prometheus wants them. */
function samples(name: string, labels: Record<string, string>, bounds: readonly number[], row: Row) {
  let below = 0;
  const buckets = row.buckets.map((count, at) => {
    below += count;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: String(bounds[at] ?? "+Inf") }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: row.sum },
    { metricName: `${name}_count`, labels, value: row.count },
  ];
}

/** A sum without labels is 0 before anything has happened, not absent: alarms read its rate. */
const total = (count: Count) => (): readonly Tallied[] => {
  const rows = count.rows();
  return rows.length === 0 ? [{ labels: [], value: 0 }] : rows;
};

function addRequests(add: Adders, metrics: Metrics): void {
  const help = "From a request to the end of its answer; long polls wait by intent";
  const labels = ["method", "route", "status"];
  add.histogram({ name: "http_request_duration_seconds", help, labels }, metrics.requests);
}

function addCommands(add: Adders, metrics: Metrics): void {
  const commands = { name: "commands_total", help: "Commands to process instances, by what became of them" };
  add.counter({ ...commands, labels: ["command", "outcome", "origin"] }, () => metrics.commands.rows());
  const rejections = { name: "command_rejections_total", help: "Rejected commands by code", labels: ["code"] };
  add.counter(rejections, () => metrics.rejections.rows());
  const labels = ["origin"];
  add.histogram(
    { name: "batch_duration_seconds", help: "A batch from its beginning to the end of its commit", labels },
    metrics.batches,
  );
  add.histogram(
    { name: "batch_commit_duration_seconds", help: "The commit of a batch alone", labels },
    metrics.commits,
  );
  add.histogram({ name: "batch_size_commands", help: "Commands of a committed batch", labels }, metrics.batchSizes);
  const started = { name: "process_instances_started_total", help: "Process instances that this server has started" };
  add.counter(started, total(metrics.instancesStarted));
  const ended = { name: "process_instances_ended_total", help: "Process instances that this server has ended" };
  add.counter(ended, total(metrics.instancesEnded));
  const raised = { name: "incidents_raised_total", help: "Incidents raised, by code", labels: ["code"] };
  add.counter(raised, () => metrics.incidentsRaised.rows());
  add.counter({ name: "incidents_resolved_total", help: "Incidents resolved" }, total(metrics.incidentsResolved));
}

function addWaits(add: Adders, metrics: Metrics): void {
  add.histogram(
    {
      name: "job_wait_seconds",
      help: 'From a job\'s availability to its activation by a worker; job types beyond the first 100 are "other"',
      labels: ["job_type"],
    },
    metrics.jobWaits,
  );
  add.histogram(
    { name: "timer_lateness_seconds", help: "From the time a timer was due to the commit of what it has moved" },
    metrics.timerLateness,
  );
}

function addReadings(add: Adders, { readings, backlog }: Sources): void {
  const one = (value: (now: Readings) => number) => () => [{ labels: [], value: value(readings()) }];
  addQueue(add, readings);
  add.gauge(
    { name: "batches_running", help: "Batches under way" },
    one((now) => now.runningBatches),
  );
  const pools = (rows: (pool: Readings["pools"]["reads"], name: string) => Tallied[]) => () =>
    Object.entries(readings().pools).flatMap(([name, pool]) => rows(pool, name));
  add.gauge(
    { name: "database_connections", help: "Open connections to the database", labels: ["pool", "state"] },
    pools(({ total, idle }, name) => [
      { labels: [name, "idle"], value: idle },
      { labels: [name, "busy"], value: total - idle },
    ]),
  );
  add.gauge(
    { name: "database_connection_waiters", help: "Whoever waits for a connection", labels: ["pool"] },
    pools(({ waiting }, name) => [{ labels: [name], value: waiting }]),
  );
  add.counter(
    { name: "state_cache_hits_total", help: "Instances whose state was in memory" },
    one((now) => now.stateCache.hits),
  );
  add.counter(
    { name: "state_cache_misses_total", help: "Instances whose state was read from the database" },
    one((now) => now.stateCache.misses),
  );
  add.gauge(
    { name: "state_cache_instances", help: "States in memory" },
    one((now) => now.stateCache.states),
  );
  addBacklog(add, backlog);
}

function addQueue(add: Adders, readings: Sources["readings"]): void {
  const labels = ["origin"];
  const each = (value: (waiting: WaitingOrders) => number) => () => {
    const { live, background } = readings().waiting;
    return [
      { labels: ["live"], value: value(live) },
      { labels: ["background"], value: value(background) },
    ];
  };
  add.gauge(
    { name: "queue_commands", help: "Commands that wait for a batch", labels },
    each(({ orders }) => orders),
  );
  add.gauge(
    { name: "queue_bytes", help: "Commands that wait for a batch, in bytes", labels },
    each(({ bytes }) => bytes),
  );
  add.gauge({ name: "queue_limit_commands", help: "Commands of an origin that may wait; one more is refused" }, () => [
    { labels: [], value: readings().waitingMax.orders },
  ]);
  add.gauge({ name: "queue_limit_bytes", help: "The same in bytes" }, () => [
    { labels: [], value: readings().waitingMax.bytes },
  ]);
}

function addBacklog(add: Adders, backlog: Sources["backlog"]): void {
  let latest: Promise<Backlog | null> | null = null;
  // Both metrics of one look share one query.
  const look = () => {
    latest ??= backlog().finally(() => {
      latest = null;
    });
    return latest;
  };
  add.gauge({ name: "database_up", help: "1 when the database answers within a second, else 0" }, async () => [
    { labels: [], value: (await look()) === null ? 0 : 1 },
  ]);
  add.gauge({ name: "outbox_rows", help: "Rows of the outbox, up to 100 000", labels: ["state"] }, async () => {
    const now = await look();
    if (now === null) return [];
    return [
      { labels: ["waiting"], value: now.waiting },
      { labels: ["put_aside"], value: now.putAside },
    ];
  });
  add.gauge({ name: "timers_put_aside", help: "Timers that were put aside" }, async () => {
    const now = await look();
    return now === null ? [] : [{ labels: [], value: now.timersPutAside }];
  });
}
