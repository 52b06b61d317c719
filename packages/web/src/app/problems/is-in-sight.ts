/** Whether the photo's tile is on the screen, with nothing over the page. */
export function isInSight(photoId: string): boolean {
  const tile = document.querySelector(`[data-photo="${CSS.escape(photoId)}"]`)
  if (!tile || document.visibilityState !== "visible" || tile.closest("[inert]")) return false
  const { top, bottom } = tile.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}
