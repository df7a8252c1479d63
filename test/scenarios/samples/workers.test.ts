import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { customerOnboarding } from "../../../processes/work/customerOnboarding.ts";
import { dailyReport } from "../../../processes/work/dailyReport.ts";
import { marketingCampaign } from "../../../processes/work/marketingCampaign.ts";
import { orderFulfilment } from "../../../processes/work/orderFulfilment.ts";
import { pullRequestReview } from "../../../processes/work/pullRequestReview.ts";
import { travelBooking } from "../../../processes/work/travelBooking.ts";
import type { Engine, Outcome, Variables, WorkByJobType } from "../../../processes/work/vocabulary.ts";

const works: WorkByJobType = {
  ...pullRequestReview,
  ...customerOnboarding,
  ...marketingCampaign,
  ...dailyReport,
  ...orderFulfilment,
  ...travelBooking,
};
const instances = { ACTIVE: 3, COMPLETED: 12, TERMINATED: 0 };
const engine: Engine = { countInstances: async (state) => instances[state] };

async function work(jobType: string, variables: Variables): Promise<Outcome> {
  const found = works[jobType];
  if (!found) throw new Error(`Expected work for ${jobType}, found none`);
  return found(variables, engine);
}

test("every job type of every sample is worked, and no other", () => {
  const folder = new URL("../../../processes/", import.meta.url);
  const models = readdirSync(folder).filter((file) => file.endsWith(".bpmn"));
  const xml = models.map((file) => readFileSync(new URL(file, folder), "utf8")).join();
  const jobTypes = [...xml.matchAll(/<zeebe:taskDefinition type="([^"]+)"/g)].map((match) => match[1]);
  expect(Object.keys(works).sort()).toEqual([...new Set(jobTypes)].sort());
});

const order = { orderId: "A-1", amount: 80, card: "4242424242424242", customer: "ada@example.org" };
const offer = { kind: "car", provider: "Coast Cars", price: 120 };
const files = [{ path: "count.ts", text: "export const one = 1;" }];

describe("work that completes", () => {
  test.each<[string, Variables, Variables]>([
    ["run-checks", { title: "Count once", files }, { checksPassed: true, findings: [] }],
    ["close-lead", { customerId: "C-1", outcome: "lost" }, { closed: { customerId: "C-1", reason: "lost" } }],
    ["charge-card", order, { receipt: { amount: 80, card: "…4242" } }],
    ["charge-card", { ...order, amount: 1_000 }, { receipt: { amount: 1_000 } }],
    ["reserve-stock", { ...order, items: [{ quantity: 2 }, { quantity: 3 }] }, { units: 5 }],
    ["book-courier", { ...order, parcelWeight: 2 }, { service: "letter post" }],
    ["book-courier", { ...order, parcelWeight: 31 }, { service: "freight" }],
    ["find-offer", { part: { kind: "hotel", price: 360 } }, { offer: { provider: "Harbour Inn", price: 360 } }],
    ["book-offer", { tripId: "T-1", offer }, { booking: { ...offer, code: expect.stringMatching(/^B-/) } }],
    ["cancel-booking", { booking: { ...offer, code: "B-1" } }, {}],
    ["launch-campaign", { campaign: "Spring sale", audience: 5_000, budget: 2_500 }, { costPerContact: 0.5 }],
    [
      "gather-figures",
      { source: "engine" },
      {
        figures: [
          { state: "active", instances: 3 },
          { state: "completed", instances: 12 },
          { state: "terminated", instances: 0 },
        ],
      },
    ],
  ])("%s of %j gives %j", async (jobType, variables, expected) => {
    expect(await work(jobType, variables)).toMatchObject({ kind: "completed", variables: expected });
  });

  test("a finding names the file and the line", async () => {
    const outcome = await work("run-checks", { title: "Count", files: [{ path: "a.ts", text: "1\n<<<<<<< ours" }] });
    expect(outcome).toMatchObject({ variables: { findings: ["a.ts:2 holds a conflict marker"], checksPassed: false } });
  });

  test("the same order has the same tracking number, whose check digit is right", async () => {
    const [first, again] = [
      await work("book-courier", { ...order, parcelWeight: 1 }),
      await work("book-courier", { ...order, parcelWeight: 1 }),
    ];
    expect(first).toEqual(again);
    const number = first.kind === "completed" ? String(first.variables.trackingNumber) : "";
    const sum = [...number]
      .reverse()
      .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    expect([number.length, sum % 10]).toEqual([11, 0]);
  });

  test("a landing page shows what was typed as text", async () => {
    const outcome = await work("build-landing-page", { campaign: "Sale <b>", topics: ["R&D"] });
    expect(outcome).toMatchObject({
      variables: { landingPage: { path: "/sale-b.html", html: expect.stringContaining("<h1>Sale &lt;b&gt;</h1>") } },
    });
  });
});

describe("work that does not complete", () => {
  test.each<[string, Variables, string]>([
    ["charge-card", { ...order, amount: 1_000.01 }, "CARD_DECLINED"],
    ["charge-trip", { tripId: "T-1", amount: 1_000.01, card: "4242424242424242" }, "CARD_DECLINED"],
    ["find-offer", { part: { kind: "train", price: 80 } }, "NO_OFFER"],
    ["merge-pull-request", { pullRequest: 17, conflicts: true }, "MERGE_CONFLICT"],
    ["gather-figures", { source: "warehouse" }, "SOURCE_UNAVAILABLE"],
  ])("%s of %j throws %s", async (jobType, variables, code) => {
    expect(await work(jobType, variables)).toMatchObject({ kind: "errorThrown", code });
  });

  test("gather-figures throws SOURCE_UNAVAILABLE when the server does not answer", async () => {
    const silent: Engine = { countInstances: () => Promise.reject(new Error("no answer")) };
    const outcome = await works["gather-figures"]?.({ source: "engine" }, silent);
    expect(outcome).toMatchObject({ kind: "errorThrown", code: "SOURCE_UNAVAILABLE" });
  });

  test.each<[string, Variables, string]>([
    ["charge-card", { ...order, card: null }, "A-1: Expected a card number in card, got none"],
    ["send-welcome", { name: "Ada", email: "ada" }, 'Expected an address with @ in email, got "ada"'],
  ])("%s of %j fails: %s", async (jobType, variables, message) => {
    expect(await work(jobType, variables)).toEqual({ kind: "failed", message });
  });

  test.each<[string, Variables, string]>([
    ["reserve-stock", { orderId: "A-1" }, "Expected a list of contexts in items, got nothing"],
    ["release-stock", { reservation: "" }, 'Expected a text in reservation, got ""'],
  ])("%s of %j cannot be done: %s", async (jobType, variables, message) => {
    await expect(work(jobType, variables)).rejects.toThrow(message);
  });
});
