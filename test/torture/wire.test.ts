import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Wire } from "./wire.ts";

/** Something that answers with what it is sent, behind a wire; and connections through it. */
async function echoBehindWire(): Promise<{ wire: Wire; open: () => Promise<Socket> }> {
  const directory = mkdtempSync(join(tmpdir(), "millrace-wire-"));
  const path = join(directory, "echo");
  const far = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  far.listen(path);
  await once(far, "listening");
  const wire = await Wire.listen(0, () => path);
  onTestFinished(() => {
    wire.close();
    far.close();
    rmSync(directory, { recursive: true });
  });
  const open = async () => {
    const socket = connect(wire.port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  return { wire, open };
}

/** What comes back of what is sent, up to the mark at its end. */
async function echoed(socket: Socket, text: string): Promise<string> {
  let back = "";
  socket.on("data", (bytes) => {
    back += String(bytes);
  });
  socket.write(`${text}.`);
  while (!back.endsWith(".")) await once(socket, "data");
  socket.removeAllListeners("data");
  return back;
}

test("flows on where it was stalled, and brings each byte once", async () => {
  const { wire, open } = await echoBehindWire();
  const before = await open();
  expect(await echoed(before, "before")).toBe("before.");
  wire.stall();
  const meanwhile = await open();
  expect(await echoed(meanwhile, "meanwhile")).toBe("meanwhile.");
  const stalled = echoed(before, "held");
  wire.flow();
  expect(await stalled).toBe("held.");
  expect(await echoed(meanwhile, "once")).toBe("once.");
  expect(await echoed(meanwhile, "again")).toBe("again.");
});
