import { setTimeout as pause } from "node:timers/promises";
import type { Plant } from "./plant.ts";

/** Nothing has happened for so long: what is still open stays open. Longer than any lock, timer or retry. Milliseconds. */
const stillMsMax = 60_000;

/** What is under way, begins later, or is swept away soon. */
const openText = `select (select count(*) from millrace.process_instance where state = 'ACTIVE')
  + (select count(*) from millrace.outbox where defect is null)
  + (select count(*) from millrace.start_subscription where kind = 'timer')
  + (select count(*) from millrace.message_correlation c
     where not exists (select 1 from millrace.message m where m.key = c.message_key)) as open,
  (select count(*) from millrace.process_instance where state <> 'ACTIVE') as done`;

/** Resolves when the load has done its part and everything has ended, or when nothing happens any more. */
export async function settle({ postgres, load }: Plant): Promise<void> {
  let isDriven = false;
  void load.finish().then(() => {
    isDriven = true;
  });
  let [lastDone, lastMs] = ["", performance.now()];
  for (;;) {
    const [row] = await postgres.administer<{ open: string; done: string }>(openText);
    if (isDriven && row?.open === "0") return;
    const done = `${row?.done} ${row?.open}`;
    if (done !== lastDone) [lastDone, lastMs] = [done, performance.now()];
    if (performance.now() - lastMs > stillMsMax) return;
    await pause(250);
  }
}
