import { letter } from "./letter.ts";
import { readContexts, readNumber, readText } from "./read.ts";
import { checksum, completed, errorThrown, failed, type WorkByJobType } from "./vocabulary.ts";

/** Cards are declined above this amount, so that the branch can be tried. */
const amountMax = 1_000;

/** The first row whose weight, in kilograms, is not exceeded decides. */
const services: readonly { readonly weightMax: number; readonly service: string }[] = [
  { weightMax: 2, service: "letter post" },
  { weightMax: 30, service: "parcel" },
  { weightMax: Number.POSITIVE_INFINITY, service: "freight" },
];

export const orderFulfilment: WorkByJobType = {
  "reserve-stock": (variables) => {
    const orderId = readText(variables, "orderId");
    const items = readContexts(variables, "items");
    const units = items.reduce((sum, item) => sum + readNumber(item, "quantity", 1), 0);
    const reservation = `R-${checksum([orderId, items])}`;
    return completed({ reservation, units }, `${orderId}: reserved ${units} unit(s) as ${reservation}`);
  },

  "charge-card": (variables) => {
    const orderId = readText(variables, "orderId");
    const amount = readNumber(variables, "amount", 0);
    const { card } = variables;
    if (typeof card !== "string" || card === "") return failed(`${orderId}: Expected a card number in card, got none`);
    if (amount > amountMax) {
      return errorThrown("CARD_DECLINED", `${orderId}: ${amount.toFixed(2)} exceeds the limit of ${amountMax}`);
    }
    const receipt = { number: checksum([orderId, amount]), amount, card: `…${card.slice(-4)}` };
    return completed({ receipt }, `${orderId}: charged ${amount.toFixed(2)} to ${receipt.card}`);
  },

  "ask-for-payment": (variables) => {
    const amount = readNumber(variables, "amount", 0).toFixed(2);
    return letter(
      readText(variables, "customer"),
      `Your card was declined. Please pay ${amount} for order ${readText(variables, "orderId")} within three days.`,
    );
  },

  "apologise-for-delay": (variables) =>
    letter(readText(variables, "customer"), `Order ${readText(variables, "orderId")} takes longer. We are sorry.`),

  "release-stock": (variables) => {
    const reservation = readText(variables, "reservation");
    return completed({ released: reservation }, `released ${reservation}`);
  },

  "book-courier": (variables) => {
    const orderId = readText(variables, "orderId");
    const weight = readNumber(variables, "parcelWeight", 0);
    const service = services.find((row) => weight <= row.weightMax)?.service ?? "freight";
    const trackingNumber = withCheckDigit(Number.parseInt(checksum([orderId, service]), 16));
    return completed({ trackingNumber, service }, `${orderId}: ${weight} kg by ${service}, ${trackingNumber}`);
  },
};

/** Appends the digit that makes the weighted sum (3 and 1 in turn, from the right) a multiple of ten, as in GS1 numbers. */
function withCheckDigit(serial: number): string {
  const digits = String(serial).padStart(10, "0");
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
