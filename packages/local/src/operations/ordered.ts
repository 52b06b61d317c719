/** An event for the rule `orders`. */
export const ordered = (number: number) => ({
  EventBusName: "shop",
  Source: "shop",
  DetailType: "Ordered",
  Detail: JSON.stringify({ number }),
})
