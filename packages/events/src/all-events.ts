import { ImageDeleted } from "./image-deleted.ts"
import { ImageProcessed } from "./image-processed.ts"
import { ImageRejected } from "./image-rejected.ts"
import { ImageReplaced } from "./image-replaced.ts"
import { ImageTagged } from "./image-tagged.ts"
import { ImageUndecodable } from "./image-undecodable.ts"
import { ImageUploaded } from "./image-uploaded.ts"
import { MetadataExtracted } from "./metadata-extracted.ts"
import { ProcessingFailed } from "./processing-failed.ts"
import { RetryRequested } from "./retry-requested.ts"
import { ThumbnailGenerated } from "./thumbnail-generated.ts"

/** Every event of the contract, in the order in which a photo usually meets them. */
export const allEvents = [
  ImageUploaded,
  ImageReplaced,
  MetadataExtracted,
  ImageRejected,
  ImageTagged,
  ThumbnailGenerated,
  ImageUndecodable,
  ImageProcessed,
  ProcessingFailed,
  RetryRequested,
  ImageDeleted,
]
