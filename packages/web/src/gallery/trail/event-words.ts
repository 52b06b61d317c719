const WORDS: Record<string, string> = {
  ImageUploaded: "Uploaded",
  ImageReplaced: "Took the place of another photo",
  MetadataExtracted: "Details read",
  ImageRejected: "Not accepted",
  ImageTagged: "Recognised",
  ThumbnailGenerated: "Thumbnails made",
  ImageUndecodable: "Could not be decoded",
  ImageProcessed: "Done",
  ProcessingFailed: "Failed",
  RetryRequested: "Tried again",
  ImageDeleted: "Deleted",
}

/** An event's name in words; the name itself where it has none. */
export function eventWords(type: string): string {
  return WORDS[type] ?? type
}
