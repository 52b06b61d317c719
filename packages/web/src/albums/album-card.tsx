import type { Album } from "@darkroom/gallery-api"
import { Link } from "@tanstack/react-router"
import { Icon } from "../ui/index.ts"
import { AlbumActions } from "./album-actions.tsx"
import styles from "./album-card.module.css"
import { itemsText } from "./items-text.ts"

/** An album's cover, name and number of photos, and what can be done with it. */
export function AlbumCard({ album }: { readonly album: Album }) {
  const { albumId, name, photos, cover } = album
  return (
    <article className={styles["card"]}>
      <div className={styles["cover"]}>
        {cover ? (
          <img src={cover.url} width={cover.width} height={cover.height} alt="" loading="lazy" decoding="async" />
        ) : (
          <Icon name="photos" size={36} />
        )}
      </div>
      <div className={styles["text"]}>
        <h2>
          <Link to="/albums/$albumId" params={{ albumId }} className={styles["link"]}>
            {name}
          </Link>
        </h2>
        <p>{photos === 0 ? "Empty" : itemsText(photos)}</p>
      </div>
      <AlbumActions album={album} />
    </article>
  )
}
