import { letter } from "./letter.ts";
import { readNumber, readText, readTexts } from "./read.ts";
import { checksum, completed, type WorkByJobType } from "./vocabulary.ts";

export const marketingCampaign: WorkByJobType = {
  "build-landing-page": (variables) => {
    const campaign = readText(variables, "campaign");
    const html = page(campaign, readTexts(variables, "topics"));
    const path = `/${slug(campaign)}.html`;
    return completed(
      { landingPage: { path, html, checksum: checksum(html) } },
      `built ${path}, ${html.length} characters`,
    );
  },

  "remind-approver": (variables) =>
    letter("marketing-leads", `The campaign "${readText(variables, "campaign")}" waits for your approval.`),

  "launch-campaign": (variables) => {
    const campaign = readText(variables, "campaign");
    const costPerContact = cents(readNumber(variables, "budget", 0) / readNumber(variables, "audience", 1));
    const trackingCode = `${slug(campaign)}-${checksum(campaign)}`;
    return completed({ trackingCode, costPerContact }, `launched ${trackingCode} at ${costPerContact} per contact`);
  },
};

function page(campaign: string, topics: readonly string[]): string {
  const items = topics.map((topic) => `<li>${escaped(topic)}</li>`).join("");
  return `<!doctype html><title>${escaped(campaign)}</title><h1>${escaped(campaign)}</h1><ul>${items}</ul>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** "Spring sale 2027!" gives "spring-sale-2027". */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

const cents = (amount: number): number => Math.round(amount * 100) / 100;
