import type { Json } from "../engine/feel/values.ts";

/** Conditions as they stand on sequence flows; they hold. */
export const conditions = [
  "amount > 100",
  'status = "open"',
  "amount >= 100 and amount < 1000",
  "not(isPaid) or amount = 0",
] as const;

export const conditionVariables: Readonly<Record<string, Json>> = { amount: 250, status: "open", isPaid: false };

/** Variables of a large process: the conditions read none of them. */
export const unusedVariables: Readonly<Record<string, Json>> = Object.fromEntries(
  Array.from({ length: 10_000 }, (_, at) => [`unused${at}`, { number: at, text: `value ${at}` }]),
);

/** Input mappings of one service task. */
export const mappings = [
  "order.id",
  "order.customer.name",
  'order.customer.firstName + " " + order.customer.name',
  "order.items[1].price",
  "count(order.items)",
  "sum(order.items.price)",
  "sum(for item in order.items return item.price * item.quantity)",
  "order.items[price > 10]",
  "some item in order.items satisfies item.price > 100",
  'if order.customer.isVip then "express" else "standard"',
  "upper case(order.customer.name)",
  '{street: order.address.street, city: order.address.city, country: "DE"}',
  "order.amount * 1.19",
  "round half up(order.amount / 3, 2)",
  'string(order.id) + "-" + string(order.revision)',
  'contains(order.customer.name, "er")',
  "order.discount != null and order.discount > 0",
  "[order.id, order.revision]",
  'date(order.createdOn) + duration("P14D")',
  "substring(order.customer.name, 1, 3)",
] as const;

export const mappingVariables: Readonly<Record<string, Json>> = {
  order: {
    id: 4711,
    revision: 3,
    createdOn: "2026-01-05",
    amount: 249.99,
    discount: null,
    customer: { firstName: "Ada", name: "Meier", isVip: true },
    address: { street: "Main Street 1", city: "Berlin" },
    items: [
      { name: "book", price: 24.9, quantity: 2 },
      { name: "lamp", price: 179.99, quantity: 1 },
      { name: "pen", price: 2.5, quantity: 8 },
    ],
  },
};
