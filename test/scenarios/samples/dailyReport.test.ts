import { scenario } from "../../scenario.ts";

const figures = [
  { state: "active", instances: 3 },
  { state: "completed", instances: 12 },
];
const summary = { total: 15, largest: "completed", lines: ["active: 3", "completed: 12"] };

scenario("gathers, sums up and sends the figures every day", "daily-report.bpmn", (p) => {
  p.start({}, { elementIds: ["every-24-hours"] });
  p.completeJob("gather-figures", { figures });
  p.completeJob("send-report", { report: { checksum: "9b1f77d0" } });
  p.walked(`+daily-report +every-24-hours -every-24-hours +report-due -report-due +gather-figures -gather-figures
    +sum-up -sum-up +send-report -send-report +report-sent -report-sent -daily-report`);
  p.ended();
  p.variables({ figures, summary, report: { checksum: "9b1f77d0" } });
});

scenario("sends a report that somebody asked for", "daily-report.bpmn", (p) => {
  p.start({ recipients: ["ada"] });
  p.completeJob("gather-figures", { figures });
  p.completeJob("send-report");
  p.walked(`+daily-report +report-requested -report-requested +report-due -report-due +gather-figures -gather-figures
    +sum-up -sum-up +send-report -send-report +report-sent -report-sent -daily-report`);
  p.ended();
});

scenario("tries again after a quarter of an hour when the source is unavailable", "daily-report.bpmn", (p) => {
  p.start();
  p.throwError("gather-figures", "SOURCE_UNAVAILABLE");
  p.waitsAt("pause");
  p.advance("PT15M");
  p.completeJob("gather-figures", { figures });
  p.waitsAt("send-report");
  p.variables({ attempts: 1, figures, summary });
});

scenario("reports the outage after three attempts", "daily-report.bpmn", (p) => {
  p.start({ source: "warehouse" });
  p.throwError("gather-figures", "SOURCE_UNAVAILABLE");
  p.advance("PT15M");
  p.throwError("gather-figures", "SOURCE_UNAVAILABLE");
  p.advance("PT15M");
  p.walked(`+daily-report +report-requested -report-requested +report-due -report-due
    +gather-figures xgather-figures +source-unavailable -source-unavailable +count-attempt -count-attempt
    +third-attempt -third-attempt +pause -pause +report-due -report-due
    +gather-figures xgather-figures +source-unavailable -source-unavailable +count-attempt -count-attempt
    +third-attempt -third-attempt +pause -pause +report-due -report-due +gather-figures`);
  p.throwError("gather-figures", "SOURCE_UNAVAILABLE");
  p.completeJob("report-outage", { outage: { source: "warehouse", attempts: 3 } });
  p.walked(`xgather-figures +source-unavailable -source-unavailable +count-attempt -count-attempt
    +third-attempt -third-attempt +report-outage -report-outage +no-report -no-report -daily-report`);
  p.ended();
  p.variables({ source: "warehouse", attempts: 3, outage: { source: "warehouse", attempts: 3 } });
});
