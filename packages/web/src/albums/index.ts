export { AlbumMenu, type AlbumMenuProps } from "./album-menu.tsx"
export { photosText } from "./photos-text.ts"
