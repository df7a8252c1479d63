import { scenario } from "../../scenario.ts";

const opened = {
  pullRequest: 17,
  author: "ada",
  title: "Count once",
  files: [{ path: "count.ts", text: "export const one = 1;" }],
};
const passed = { checksPassed: true, findings: [] };

scenario("merges a pull request that a reviewer approves", "pull-request-review.bpmn", (p) => {
  p.start(opened);
  p.completeJob("run-checks", passed);
  p.waitsAt("review-changes");
  p.completeUserTask("review-changes", { verdict: "approve" });
  p.completeJob("merge-pull-request", { mergedAs: "5f2c11aa" });
  p.walked(`+pull-request-review +pull-request-opened -pull-request-opened +checks-due -checks-due
    +run-checks -run-checks +checks-passed -checks-passed +review-changes -review-changes +verdict -verdict
    +merge-pull-request -merge-pull-request +merged -merged -pull-request-review`);
  p.ended();
  p.variables({ ...opened, ...passed, verdict: "approve", mergedAs: "5f2c11aa" });
});

scenario("sends a pull request back to its author until the checks pass", "pull-request-review.bpmn", (p) => {
  const finding = "count.ts:1 ends in a space";
  p.start(opened);
  p.completeJob("run-checks", { checksPassed: false, findings: [finding] });
  p.waitsAt("address-findings");
  p.completeUserTask("address-findings");
  p.walked(`+pull-request-review +pull-request-opened -pull-request-opened +checks-due -checks-due
    +run-checks -run-checks +checks-passed -checks-passed +rework-due -rework-due
    +address-findings -address-findings +checks-due -checks-due +run-checks`);
  p.completeJob("run-checks", passed);
  p.waitsAt("review-changes");
});

scenario("asks the author for the changes a reviewer wants", "pull-request-review.bpmn", (p) => {
  p.start(opened);
  p.completeJob("run-checks", passed);
  p.completeUserTask("review-changes", { verdict: "change", findings: ["Name it"] });
  p.waitsAt("address-findings");
  p.variables({ ...opened, checksPassed: true, findings: ["Name it"], verdict: "change" });
});

scenario("closes a rejected pull request unmerged", "pull-request-review.bpmn", (p) => {
  p.start(opened);
  p.completeJob("run-checks", passed);
  p.walked(`+pull-request-review +pull-request-opened -pull-request-opened +checks-due -checks-due
    +run-checks -run-checks +checks-passed -checks-passed +review-changes`);
  p.completeUserTask("review-changes", { verdict: "reject" });
  p.walked("-review-changes +verdict -verdict +closed-unmerged -closed-unmerged -pull-request-review");
  p.ended();
});

scenario("withdraws a review when new commits are pushed, and checks again", "pull-request-review.bpmn", (p) => {
  const files = [{ path: "count.ts", text: "export const two = 2;" }];
  p.start(opened);
  p.completeJob("run-checks", passed);
  p.walked(`+pull-request-review +pull-request-opened -pull-request-opened +checks-due -checks-due
    +run-checks -run-checks +checks-passed -checks-passed +review-changes`);
  p.message("commits-pushed", "17", { files });
  p.walked("xreview-changes +commits-pushed -commits-pushed +checks-due -checks-due +run-checks");
  p.variables({ ...opened, ...passed, files });
});

scenario("has the author resolve a merge conflict", "pull-request-review.bpmn", (p) => {
  p.start({ ...opened, conflicts: true });
  p.completeJob("run-checks", passed);
  p.completeUserTask("review-changes", { verdict: "approve" });
  p.throwError("merge-pull-request", "MERGE_CONFLICT");
  p.waitsAt("address-findings");
  p.variables({
    ...opened,
    conflicts: true,
    checksPassed: true,
    findings: ["Resolve the merge conflict"],
    verdict: "approve",
  });
  p.completeUserTask("address-findings", { conflicts: false });
  p.completeJob("run-checks", passed);
  p.completeUserTask("review-changes", { verdict: "approve" });
  p.completeJob("merge-pull-request", { mergedAs: "5f2c11aa" });
  p.ended();
});
