export { PhotoGrid, type PhotoGridProps } from "./grid/photo-grid.tsx"
export { type SelectionActions, useSelection } from "./selection/use-selection.ts"
export { PhotoView, type PhotoViewProps } from "./view/photo-view.tsx"
export type { Neighbours } from "./view/use-photo.ts"
