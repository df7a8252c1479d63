import { silent } from "../../server/store/observer.ts";
import { Store } from "../../server/store/store.ts";
import { layout } from "./layout.ts";

/**
 * A process that fires overdue timers until one of them kills it: as soon as that of the given instance is begun.
 * Its arguments are the connection, the milliseconds by which its clock is ahead, and the instance's key.
 */
const [connection, aheadMs, poison] = process.argv.slice(2);
if (connection === undefined || poison === undefined)
  throw new Error(`Expected a connection, a time and an instance as arguments, got ${process.argv.slice(2)}`);

const observer: typeof silent = {
  ...silent,
  accepted({ processInstanceKey, command }) {
    if (command.type === "triggerTimer" && processInstanceKey === poison) process.kill(process.pid, "SIGKILL");
  },
};
const nowMs = () => Date.now() + Number(aheadMs);
await Store.open({ layout, connection: JSON.parse(connection), log: console.error, observer, nowMs });
