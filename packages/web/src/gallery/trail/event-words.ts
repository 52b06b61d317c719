const WORDS: Record<string, string> = {
  ImageUploaded: "Uploaded",
  ImageReplaced: "Took the place of another",
  MetadataExtracted: "Details read",
  ImageRejected: "Not accepted",
  ImageTagged: "Recognised",
  ThumbnailGenerated: "Thumbnails made",
  ImageUndecodable: "Could not be decoded",
  ImageCategorized: "Decided on",
  ImageProcessed: "Done",
  ImageMoved: "Original moved",
  ImageArchived: "Original archived",
  ImageRestored: "Archived original",
  ProcessingFailed: "Failed",
  ImageStalled: "Takes too long",
  RetryRequested: "Tried again",
  RecognitionRequested: "Looked at once more",
  ImageDeleted: "Deleted",
  VideoUploaded: "Uploaded",
  VideoMetadataExtracted: "Details read, picture made",
  VideoCopied: "Converted to be watched",
  VideoTagged: "Watched",
  VideoRejected: "Not accepted",
}

/** An event's name in words; the name itself where it has none. */
export function eventWords(type: string): string {
  return WORDS[type] ?? type
}
