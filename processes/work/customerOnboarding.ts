import { letter } from "./letter.ts";
import { readText } from "./read.ts";
import { checksum, completed, failed, type Variables, type WorkByJobType } from "./vocabulary.ts";

export const customerOnboarding: WorkByJobType = {
  "send-welcome": (variables) => letterTo(variables, (name) => `Welcome, ${name}! Your first project is waiting.`),

  "send-reminder": (variables) => letterTo(variables, (name) => `${name}, a week has passed. May we help you begin?`),

  "convert-customer": (variables) => {
    const customerId = readText(variables, "customerId");
    const plan = readText(variables, "plan");
    const contract = `C-${checksum([customerId, plan])}`;
    return completed({ contract }, `customer ${customerId} has the plan ${plan}, contract ${contract}`);
  },

  "close-lead": (variables) => {
    const customerId = readText(variables, "customerId");
    const reason = typeof variables.outcome === "string" ? variables.outcome : "no outcome was given";
    return completed({ closed: { customerId, reason } }, `closed the lead ${customerId}: ${reason}`);
  },
};

function letterTo(variables: Variables, textFor: (name: string) => string) {
  const email = readText(variables, "email");
  if (!email.includes("@")) return failed(`Expected an address with @ in email, got "${email}"`);
  return letter(email, textFor(readText(variables, "name")));
}
