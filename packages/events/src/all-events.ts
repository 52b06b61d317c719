import { BackfillCompleted } from "./backfill-completed.ts"
import { BackfillProgressed } from "./backfill-progressed.ts"
import { BackfillStarted } from "./backfill-started.ts"
import { ImageArchived } from "./image-archived.ts"
import { ImageCategorized } from "./image-categorized.ts"
import { ImageDeleted } from "./image-deleted.ts"
import { ImageMoved } from "./image-moved.ts"
import { ImageProcessed } from "./image-processed.ts"
import { ImageRejected } from "./image-rejected.ts"
import { ImageReplaced } from "./image-replaced.ts"
import { ImageRestored } from "./image-restored.ts"
import { ImageStalled } from "./image-stalled.ts"
import { ImageTagged } from "./image-tagged.ts"
import { ImageUndecodable } from "./image-undecodable.ts"
import { ImageUploaded } from "./image-uploaded.ts"
import { MetadataExtracted } from "./metadata-extracted.ts"
import { OriginalFound } from "./original-found.ts"
import { OriginalSkipped } from "./original-skipped.ts"
import { ProcessingFailed } from "./processing-failed.ts"
import { RecognitionRequested } from "./recognition-requested.ts"
import { RetryRequested } from "./retry-requested.ts"
import { ThumbnailGenerated } from "./thumbnail-generated.ts"
import { VideoCopied } from "./video-copied.ts"
import { VideoMetadataExtracted } from "./video-metadata-extracted.ts"
import { VideoRejected } from "./video-rejected.ts"
import { VideoTagged } from "./video-tagged.ts"
import { VideoUploaded } from "./video-uploaded.ts"

/** Every event of the contract, in the order in which a photo, a video and a backfill usually meet them. */
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
  ImageStalled,
  RetryRequested,
  RecognitionRequested,
  ImageDeleted,
  VideoUploaded,
  VideoMetadataExtracted,
  VideoRejected,
  VideoCopied,
  VideoTagged,
  BackfillStarted,
  OriginalFound,
  OriginalSkipped,
  BackfillProgressed,
  BackfillCompleted,
]

/** Events that a step can be sent again: all but the report of a failure and the request to retry. */
export const resendableEvents = allEvents.filter(
  ({ name }) => name !== ProcessingFailed.name && name !== RetryRequested.name,
)
