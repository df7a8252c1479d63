import { type Story, scenario } from "../../scenario.ts";

const ordered = {
  orderId: "A-1",
  customer: "ada@example.org",
  items: [{ sku: "lamp", quantity: 2 }],
  amount: 80,
  card: "4242424242424242",
};
const reserved = { reservation: "R-1", units: 2 };
const charged = { receipt: { number: "a77e30a1", amount: 80 } };
const booked = { trackingNumber: "00000000017", service: "letter post" };

function startPaid(p: Story) {
  p.start(ordered);
  p.completeJob("reserve-stock", reserved);
  p.completeJob("charge-card", charged);
}

scenario("fulfils an order from the stock to the courier", "order-fulfilment.bpmn", (p) => {
  startPaid(p);
  p.waitsAt("pick-items");
  p.completeUserTask("pick-items", { parcelWeight: 1.2 });
  p.completeJob("book-courier", booked);
  p.message("parcel-handed-over", "A-1");
  p.walked(`+order-fulfilment +order-received -order-received +reserve-stock -reserve-stock
    +charge-card -charge-card +paid -paid +pick-and-pack +picking-begins -picking-begins +pick-items -pick-items
    +pack-parcel -pack-parcel +parcel-packed -parcel-packed -pick-and-pack +book-courier -book-courier
    +await-handover -await-handover +on-its-way -on-its-way +order-fulfilled -order-fulfilled -order-fulfilment`);
  p.ended();
  p.variables({ ...ordered, ...reserved, ...charged, ...booked, parcelWeight: 1.2 });
});

scenario("accepts another payment when the card is declined", "order-fulfilment.bpmn", (p) => {
  p.start(ordered);
  p.completeJob("reserve-stock", reserved);
  p.throwError("charge-card", "CARD_DECLINED");
  p.completeJob("ask-for-payment", { messageId: "77aa10bc" });
  p.waitsAt("paid-in-time");
  p.message("payment-received", "A-1");
  p.walked(`+order-fulfilment +order-received -order-received +reserve-stock -reserve-stock
    +charge-card xcharge-card +card-declined -card-declined +ask-for-payment -ask-for-payment
    +paid-in-time -paid-in-time +payment-received -payment-received +paid -paid
    +pick-and-pack +picking-begins -picking-begins +pick-items`);
  p.variables({ ...ordered, ...reserved, paymentRequest: "77aa10bc" });
});

scenario("cancels an order that is not paid for in three days", "order-fulfilment.bpmn", (p) => {
  p.start(ordered);
  p.completeJob("reserve-stock", reserved);
  p.throwError("charge-card", "CARD_DECLINED");
  p.completeJob("ask-for-payment");
  p.advance("P3D");
  p.completeJob("release-stock", { released: "R-1" });
  p.ended();
});

scenario("charges the card once its number is there", "order-fulfilment.bpmn", (p) => {
  p.start({ ...ordered, card: null });
  p.completeJob("reserve-stock", reserved);
  p.failJob("charge-card", { retries: 2, message: "Expected a card number in card, got none" });
  p.failJob("charge-card", { retries: 0, message: "Expected a card number in card, got none" });
  p.walked(`+order-fulfilment +order-received -order-received +reserve-stock -reserve-stock +charge-card
    !JOB_NO_RETRIES`);
  p.setVariables({ card: "4242424242424242" });
  p.updateRetries("charge-card", 1);
  p.resolveIncident();
  p.completeJob("charge-card", charged);
  p.waitsAt("pick-items");
});

scenario("apologises while picking takes more than a day, and goes on", "order-fulfilment.bpmn", (p) => {
  startPaid(p);
  p.advance("P1D");
  p.waitsAt("pick-items", "apologise-for-delay");
  p.completeUserTask("pick-items");
  p.completeJob("apologise-for-delay");
  p.waitsAt("book-courier");
});

scenario("traces a parcel that is not handed over in two days", "order-fulfilment.bpmn", (p) => {
  startPaid(p);
  p.completeUserTask("pick-items");
  p.completeJob("book-courier", booked);
  p.advance("P2D");
  p.waitsAt("trace-parcel");
  p.completeUserTask("trace-parcel");
  p.ended();
});
