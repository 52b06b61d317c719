import { ImageArchived } from "./image-archived.ts"
import { ImageCategorized } from "./image-categorized.ts"
import { ImageDeleted } from "./image-deleted.ts"
import { ImageMoved } from "./image-moved.ts"
import { ImageProcessed } from "./image-processed.ts"
import { ImageRejected } from "./image-rejected.ts"
import { ImageReplaced } from "./image-replaced.ts"
import { ImageRestored } from "./image-restored.ts"
import { ImageTagged } from "./image-tagged.ts"
import { ImageUndecodable } from "./image-undecodable.ts"
import { ImageUploaded } from "./image-uploaded.ts"
import { MetadataExtracted } from "./metadata-extracted.ts"
import { ProcessingFailed } from "./processing-failed.ts"
import { RecognitionRequested } from "./recognition-requested.ts"
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
  ImageCategorized,
  ImageProcessed,
  ImageMoved,
  ImageArchived,
  ImageRestored,
  ProcessingFailed,
  RetryRequested,
  RecognitionRequested,
  ImageDeleted,
]
