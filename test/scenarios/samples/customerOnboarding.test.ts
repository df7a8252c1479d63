import { scenario } from "../../scenario.ts";

const signedUp = { customerId: "C-1", name: "Ada", email: "ada@example.org" };

scenario("converts a customer who becomes active within a week", "customer-onboarding.bpmn", (p) => {
  p.start(signedUp);
  p.completeJob("send-welcome", { messageId: "e183f21b" });
  p.waitsAt("activated-in-time");
  p.advance("P6D");
  p.message("customer-activated", "C-1", { plan: "team" });
  p.completeJob("convert-customer", { contract: "C-77" });
  p.walked(`+customer-onboarding +customer-signed-up -customer-signed-up +send-welcome -send-welcome
    +wait-begins -wait-begins +activated-in-time -activated-in-time +customer-activated -customer-activated
    +conversion-due -conversion-due +convert-customer -convert-customer +customer-converted -customer-converted
    -customer-onboarding`);
  p.ended();
  p.variables({ ...signedUp, welcomeSent: "e183f21b", plan: "team", contract: "C-77" });
});

scenario("calls a customer who is silent for a week, and converts after the call", "customer-onboarding.bpmn", (p) => {
  p.start(signedUp);
  p.completeJob("send-welcome");
  p.walked(`+customer-onboarding +customer-signed-up -customer-signed-up +send-welcome -send-welcome
    +wait-begins -wait-begins +activated-in-time`);
  p.advance("P7D");
  p.completeJob("send-reminder", { messageId: "0b9d3e02" });
  p.completeUserTask("call-customer", { outcome: "converted" });
  p.walked(`-activated-in-time +week-passed -week-passed +send-reminder -send-reminder +call-customer -call-customer
    +call-outcome -call-outcome +conversion-due -conversion-due +convert-customer`);
  p.completeJob("convert-customer");
  p.ended();
});

scenario("gives an undecided customer another week", "customer-onboarding.bpmn", (p) => {
  p.start(signedUp);
  p.completeJob("send-welcome");
  p.advance("P7D");
  p.completeJob("send-reminder");
  p.completeUserTask("call-customer", { outcome: "undecided" });
  p.waitsAt("activated-in-time");
  p.message("customer-activated", "C-1");
  p.waitsAt("convert-customer");
});

scenario("closes a lead when the call leads nowhere", "customer-onboarding.bpmn", (p) => {
  p.start(signedUp);
  p.completeJob("send-welcome");
  p.advance("P7D");
  p.completeJob("send-reminder");
  p.completeUserTask("call-customer");
  p.completeJob("close-lead", { closed: { customerId: "C-1", reason: "no outcome was given" } });
  p.ended();
});
