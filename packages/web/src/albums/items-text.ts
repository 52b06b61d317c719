/** "1 item", "2 items": photos and videos together. */
export function itemsText(count: number): string {
  return count === 1 ? "1 item" : `${count.toLocaleString()} items`
}
