import { type Story, scenario } from "../../scenario.ts";

const files = ["travel-booking.bpmn", "part-booking.bpmn"];

const parts = [
  { kind: "flight", price: 240 },
  { kind: "hotel", price: 360 },
  { kind: "car", price: 120 },
];
const ordered = { tripId: "T-1", traveller: "ada@example.org", card: "4242424242424242", parts };
type Part = { kind: string; price: number };
const offerOf = (part: Part) => ({ ...part, provider: "Northwind" });
const bookingOf = (part: Part) => ({ ...offerOf(part), code: `B-${part.kind}` });

/** The providers answer in another order than they were asked: the hotel, the flight, the car. */
function startBooked(p: Story) {
  p.start(ordered);
  for (const nth of [2, 1, 3]) {
    const part = parts[nth - 1] ?? { kind: "none", price: 0 };
    const called = p.instance("part-booking", nth);
    called.completeJob("find-offer", { offer: offerOf(part) });
    called.completeJob("book-offer", { booking: bookingOf(part) });
    called.ended();
  }
}

/** Each booking in turn, the last one that was made first, with the variables of the time when it was made. */
function cancelsAll(p: Story) {
  for (const kind of ["car", "flight", "hotel"]) {
    p.waitsAt("cancel-all", "cancel-booking");
    const at = parts.findIndex((part) => part.kind === kind);
    const part = parts[at] ?? { kind, price: 0 };
    const then = { part, loopCounter: at + 1, offer: offerOf(part), booking: bookingOf(part) };
    p.variables({ ...ordered, ...then }, { elementId: "cancel-booking" });
    p.completeJob("cancel-booking");
  }
  p.completeJob("tell-traveller", { messageId: "11aa22bb" });
  p.ended();
}

scenario("books each part of a trip at the same time, and sends the tickets", files, (p) => {
  startBooked(p);
  p.waitsAt("check-itinerary");
  p.completeUserTask("check-itinerary");
  p.completeJob("charge-trip", { receipt: { number: "R-1" } });
  p.completeJob("send-tickets", { messageId: "77aa10bc" });
  p.ended();
  p.variables({
    ...ordered,
    bookings: parts.map(bookingOf),
    amount: 720,
    receipt: { number: "R-1" },
    ticketsSent: "77aa10bc",
  });
});

scenario("cancels the last booking first when the card is declined", files, (p) => {
  startBooked(p);
  p.completeUserTask("check-itinerary");
  p.throwError("charge-trip", "CARD_DECLINED");
  cancelsAll(p);
});

scenario("cancels all bookings when the traveller calls off", files, (p) => {
  startBooked(p);
  p.message("trip-called-off", "T-1");
  cancelsAll(p);
});

scenario("looks by hand for a part that nobody offers", files, (p) => {
  p.start({ ...ordered, parts: [{ kind: "train", price: 80 }] });
  const called = p.instance("part-booking");
  called.throwError("find-offer", "NO_OFFER");
  called.completeUserTask("choose-offer", { provider: "Coast Line", price: 95 });
  const offer = { kind: "train", provider: "Coast Line", price: 95 };
  called.variables({ tripId: "T-1", offer }, { elementId: "book-offer" });
});
