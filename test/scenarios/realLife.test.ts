import { existsSync } from "node:fs";
import { test } from "vitest";
import { type Story, scenario } from "../scenario.ts";

/** Models of public Camunda 8 repositories; not part of the project, so told only where a copy lies beside it. */
const folder = "../shared/models/c8";

if (existsSync(new URL(`../../${folder}`, import.meta.url))) tellAll();
else test.skip(`real models: there is no ${folder}`, () => {});

function real(title: string, file: string, tell: (p: Story) => void): void {
  scenario(title, `${folder}/${file}`, tell);
}

function tellAll(): void {
  ticketBooking();
  customerOnboarding();
  clusterPreparation();
  documents();
  others();
}

function ticketBooking(): void {
  const model = "berndruecker+ticket-booking-camunda-8/ticket-booking.bpmn";
  real("books tickets", model, (p) => {
    p.start({ bookingReferenceId: "B-1" });
    p.completeJob("reserve-seats", { reservationId: "R-1" });
    p.completeJob("retrieve-payment", { paymentRequestId: "ticket-P-1" });
    p.message("msg-payment-received", "ticket-P-1", { paymentConfirmationId: "C-1" });
    p.completeJob("generate-ticket");
    p.ended();
    p.variables({
      bookingReferenceId: "B-1",
      reservationId: "R-1",
      paymentRequestId: "ticket-P-1",
      paymentConfirmationId: "C-1",
    });
  });
  real("ends a booking without seats", model, (p) => {
    p.start();
    p.throwError("reserve-seats", "ErrorSeatsNotAvailable");
    p.walked(`+ticket-booking +StartEvent_1 -StartEvent_1 +Activity_1g89uec xActivity_1g89uec
      +Event_076cmo0 -Event_076cmo0 +Event_1ne48r4 -Event_1ne48r4 -ticket-booking`);
  });
  real("ends a booking that is not paid for in half a minute", model, (p) => {
    p.start();
    p.completeJob("reserve-seats");
    p.completeJob("retrieve-payment", { paymentRequestId: "ticket-P-2" });
    p.advance("PT30S");
    p.ended();
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("msg-payment-received", "ticket-P-2"));
  });
}

function customerOnboarding(): void {
  const model = "berndruecker+customer-onboarding-camunda-8-springboot/customer-onboarding.bpmn";
  real("takes a customer on", model, (p) => {
    p.start({ automaticProcessing: false });
    p.completeJob("scoreCustomer", { score: 42 });
    p.completeUserTask("TaskApproveCustomerOrder", { automaticProcessing: true });
    p.completeJob("addCustomerToCrm");
    p.walked(`+customer-onboarding +StartEventCustomerOnboardingSimple -StartEventCustomerOnboardingSimple
      +TaskScoreCustomer -TaskScoreCustomer +TaskApproveCustomerOrder -TaskApproveCustomerOrder
      +GatewayOrderAccepted -GatewayOrderAccepted +TaskCreateCustomerInCrm -TaskCreateCustomerInCrm
      +EndEventProcessed -EndEventProcessed -customer-onboarding`);
  });
  real("asks for the decision that nobody has made", model, (p) => {
    p.start();
    p.completeJob("scoreCustomer");
    p.completeUserTask("TaskApproveCustomerOrder");
    p.incidents("GatewayOrderAccepted CONDITION_ERROR");
    p.setVariables({ automaticProcessing: false });
    p.resolveIncident();
    p.ended();
  });
}

function clusterPreparation(): void {
  const model = "zeebe-io+zeebe-cluster-testbench/prepare-zeebe-cluster-in-camunda-cloud.bpmn";
  const begin = (p: Story) => {
    p.start({ clusterPlan: "Production - M" });
    p.completeJob("create-zeebe-cluster-in-camunda-cloud-job", { clusterId: "c-1" });
    p.completeJob("create-api-client-for-cluster-in-camunda-cloud");
    p.waitsAt("timer-ten-seconds");
  };
  const query = (p: Story, clusterStatus: string) => {
    p.advance("PT1M");
    p.completeJob("query-zeebe-cluster-state-in-camunda-cloud-job", { clusterStatus });
  };
  real("asks every minute until the cluster is healthy", model, (p) => {
    begin(p);
    query(p, "Creating");
    query(p, "Unhealthy");
    query(p, "Healthy");
    p.completeJob("gather-information-about-cluster-in-camunda-cloud-job");
    p.completeJob("warm-up-cluster-job");
    p.ended();
    p.variables({ clusterPlan: "Production - M", clusterId: "c-1", clusterStatus: "Healthy" });
  });
  real("gives up on the cluster after two hours, with an error that waits for a person", model, (p) => {
    begin(p);
    query(p, "Creating");
    p.advance("PT2H");
    p.completeJob("notify-prepare-zeebe-cluster-failed");
    p.incidents("Event_1qm3w9j UNHANDLED_ERROR_EVENT");
    p.cancel();
    p.ended();
  });
  real("warms up in two branches", "zeebe-io+zeebe-cluster-testbench/warmup.bpmn", (p) => {
    p.start();
    p.completeJob("task-job");
    p.advance("PT1S");
    p.ended();
  });
  real(
    "analyses until a message says that it is done",
    "zeebe-io+zeebe-cluster-testbench/analyse-cluster.bpmn",
    (p) => {
      p.start({}, { elementIds: ["start-event"], eventVariables: { clusterId: "analysed-1" } });
      p.completeJob("notify-engineers-job");
      p.waitsAt("Activity_02o6efq");
      p.message("Analysis Completed", "analysed-1");
      p.completeJob("destroy-zeebe-cluster-in-camunda-cloud-job");
      p.ended();
    },
  );
}

function documents(): void {
  const model = "holunda-io+bpm-ai-connectors-camunda-8/document_processing_ger.bpmn";
  const decide = "io.holunda:connector-decide:2";
  real("pays an invoice", model, (p) => {
    p.start();
    p.completeJob(decide, { documentType: "INVOICE" });
    p.completeJob("io.holunda:connector-extract:2", { invoice: { total: 12 } });
    p.completeJob("dummy");
    p.ended();
    p.variables({ document: "/opt/bpm-ai/document2.pdf", documentType: "INVOICE", invoice: { total: 12 } });
  });
  real("translates an application and has it decided by a person", model, (p) => {
    p.start();
    p.completeJob(decide, { documentType: "APPLICATION" });
    p.completeJob("io.holunda:connector-extract:2", { application: { name: "Ada", text: "…" } });
    p.completeJob(decide, { language: "en" });
    p.completeJob("io.holunda:connector-translate:2");
    p.completeUserTask("Activity_0kwsw28", { userTaskDecision: "accept" });
    p.completeJob("io.holunda:connector-compose:2");
    p.ended();
  });
}

function others(): void {
  real(
    "runs the ten jobs and two pauses of a benchmark",
    "camunda-community-hub+camunda-8-benchmark/typical_process.bpmn",
    (p) => {
      const type = "benchmark-task-benchmark";
      const work = (count: number) => {
        for (let n = 0; n < count; n++) p.completeJob(type);
      };
      p.start({ benchmark_starter_id: "benchmark", var2: true });
      work(3);
      p.advance("PT1M");
      work(3);
      p.advance("PT1M");
      work(3);
      p.completeJob(`${type}-completed`);
      p.ended();
    },
  );
  real("fulfils an order that other systems work on", "berndruecker+flowing-retail/order-kafka.bpmn", (p) => {
    p.start();
    p.completeJob("retrieve-payment", { CorrelationId_RetrievePayment: "kafka-1" });
    p.message("PaymentReceivedEvent", "kafka-1");
    p.completeJob("fetch-goods", { CorrelationId_FetchGoods: "kafka-2" });
    p.message("GoodsFetchedEvent", "kafka-2");
    p.completeJob("ship-goods", { CorrelationId_ShipGoods: "kafka-3" });
    p.message("GoodsShippedEvent", "kafka-3");
    p.completeJob("order-completed");
    p.ended();
  });
  real(
    "maps in and out and catches the error of a failing worker",
    "camunda-community-hub+spring-zeebe/demoProcess.bpmn",
    (p) => {
      p.start({ a: "value" });
      p.completeJob("foo");
      p.completeJob("bar");
      p.throwError("fail", "DOESNT_WORK");
      p.completeJob("foo");
      p.ended();
      p.variables({ a: "value", bar: "value" });
    },
  );
}
