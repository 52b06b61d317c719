export { AlbumMenu, type AlbumMenuProps } from "./album-menu.tsx"
export { itemsText } from "./items-text.ts"
