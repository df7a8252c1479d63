import { letter } from "./letter.ts";
import { readContext, readContexts, readNumber, readText } from "./read.ts";
import { checksum, completed, errorThrown, failed, type WorkByJobType } from "./vocabulary.ts";

/** Cards are declined above this amount, so that the bookings are cancelled. */
const amountMax = 1_000;

/** Who offers each kind of part; any other kind is looked for by hand. */
const providers: Readonly<Record<string, string>> = {
  flight: "Northwind Air",
  hotel: "Harbour Inn",
  car: "Coast Cars",
};

export const travelBooking: WorkByJobType = {
  "find-offer": (variables) => {
    const part = readContext(variables, "part");
    const kind = readText(part, "kind");
    const price = readNumber(part, "price", 0);
    const provider = providers[kind];
    if (provider === undefined) return errorThrown("NO_OFFER", `Nobody offers a ${kind}`);
    return completed({ offer: { kind, provider, price } }, `${provider} offers a ${kind} for ${price.toFixed(2)}`);
  },

  "book-offer": (variables) => {
    const tripId = readText(variables, "tripId");
    const offer = readContext(variables, "offer");
    const provider = readText(offer, "provider");
    const code = `B-${checksum([tripId, offer])}`;
    return completed({ booking: { ...offer, code } }, `${tripId}: booked ${code} with ${provider}`);
  },

  "charge-trip": (variables) => {
    const tripId = readText(variables, "tripId");
    const amount = readNumber(variables, "amount", 0);
    const { card } = variables;
    if (typeof card !== "string" || card === "") return failed(`${tripId}: Expected a card number in card, got none`);
    if (amount > amountMax) {
      return errorThrown("CARD_DECLINED", `${tripId}: ${amount.toFixed(2)} exceeds the limit of ${amountMax}`);
    }
    const receipt = { number: checksum([tripId, amount]), amount, card: `…${card.slice(-4)}` };
    return completed({ receipt }, `${tripId}: charged ${amount.toFixed(2)} to ${receipt.card}`);
  },

  "cancel-booking": (variables) => {
    const booking = readContext(variables, "booking");
    return completed({}, `cancelled ${readText(booking, "code")} with ${readText(booking, "provider")}`);
  },

  "send-tickets": (variables) => {
    const codes = readContexts(variables, "bookings").map((booking) => readText(booking, "code"));
    return letter(readText(variables, "traveller"), `Your trip ${readText(variables, "tripId")}: ${codes.join(", ")}.`);
  },

  "tell-traveller": (variables) => {
    const kinds = readContexts(variables, "bookings").map((booking) => readText(booking, "kind"));
    return letter(
      readText(variables, "traveller"),
      `Your trip ${readText(variables, "tripId")} is cancelled, and so are: ${kinds.join(", ")}. Nothing was charged.`,
    );
  },
};
