import { scenario } from "../../scenario.ts";

const requested = { campaign: "Spring sale", audience: 5_000, topics: ["Lamps", "Chairs"] };
const files = ["marketing-campaign.bpmn", "campaign-budget.dmn"];
const landingPage = { path: "/spring-sale.html" };

scenario("launches a campaign once all its parts are made and approved", files, (p) => {
  p.start(requested);
  p.waitsAt("write-copy", "design-visuals", "build-landing-page");
  p.completeUserTask("design-visuals", { visuals: ["lamp.svg"] });
  p.completeJob("build-landing-page", { landingPage });
  p.waitsAt("write-copy");
  p.completeUserTask("write-copy", { copy: "Light for less" });
  p.completeUserTask("approve-campaign", { approved: true });
  p.completeJob("launch-campaign", { trackingCode: "spring-sale-1", costPerContact: 0.5 });
  p.walked(`+marketing-campaign +campaign-requested -campaign-requested +set-budget -set-budget
    +creation-begins -creation-begins +write-copy +design-visuals +build-landing-page
    -design-visuals -build-landing-page -write-copy +creation-complete -creation-complete
    +approval-due -approval-due +approve-campaign -approve-campaign +approved -approved
    +launch-campaign -launch-campaign +campaign-launched -campaign-launched -marketing-campaign`);
  p.ended();
  p.variables({
    ...requested,
    budget: 2_500,
    visuals: ["lamp.svg"],
    landingPage,
    copy: "Light for less",
    approved: true,
    trackingCode: "spring-sale-1",
    costPerContact: 0.5,
  });
});

scenario("reworks a campaign that is not approved", files, (p) => {
  p.start(requested);
  p.completeUserTask("write-copy");
  p.completeUserTask("design-visuals");
  p.completeJob("build-landing-page", { landingPage });
  p.completeUserTask("approve-campaign", { approved: false });
  p.waitsAt("rework-material");
  p.completeUserTask("rework-material", { copy: "Light for less" });
  p.waitsAt("approve-campaign");
});

scenario("reminds the approver every two days, three times at most", files, (p) => {
  p.start(requested);
  p.completeUserTask("write-copy");
  p.completeUserTask("design-visuals");
  p.completeJob("build-landing-page", { landingPage });
  p.advance("P2D");
  p.waitsAt("approve-campaign", "remind-approver");
  p.completeJob("remind-approver", { messageId: "41c0ffee" });
  p.advance("P30D");
  p.waitsAt("approve-campaign", "remind-approver", "remind-approver");
});

scenario("withdraws a reminder still waiting when the campaign is launched", files, (p) => {
  p.start(requested);
  p.completeUserTask("write-copy");
  p.completeUserTask("design-visuals");
  p.completeJob("build-landing-page", { landingPage });
  p.advance("P2D");
  p.completeUserTask("approve-campaign", { approved: true });
  p.waitsAt("remind-approver", "launch-campaign");
  p.completeJob("launch-campaign");
  p.ended();
});

scenario("gives a large audience a large budget", files, (p) => {
  p.start({ ...requested, audience: 100_001 });
  p.variables({ ...requested, audience: 100_001, budget: 40_000 });
});

scenario("has no budget when nobody would be reached", files, (p) => {
  p.start({ ...requested, audience: 0 });
  p.variables({ ...requested, audience: 0, budget: null });
});
