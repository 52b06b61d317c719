import { intakeProfiles } from "@darkroom/events"
import { claimsRetention } from "./retention.ts"

/** What rules have moved goes into the archive some time after. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const archives = intakeProfiles.flatMap(({ rules }) => {
  if (rules?.filing.kind !== "move" || rules.filing.archiveAfterDays === null) return []
  const { prefix, archiveAfterDays: days } = rules.filing
  return {
    id: `Archive-${rules.name}`,
    status: "Enabled",
    filter: { prefix },
    transitions: [{ days, storageClass: "GLACIER" }],
  }
})

/** Originals under the intake prefixes, renditions beside them. Which pages may use it stands in site.ts. */
export const photos = new sst.aws.Bucket("Photos", {
  cors: false,
  transform: {
    // A forgotten multipart upload is billed for ever.
    lifecycle: {
      // By default S3 keeps objects under 128 KB where they are; a photo that was filed is archived whatever its size.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
      transitionDefaultMinimumObjectSize: "varies_by_storage_class",
      rules: [
        {
          id: "AbandonedUploads",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
        ...archives,
      ],
    },
  },
  lifecycle: [{ id: "AbandonedUploads" }],
})

/** Raw answers of the recognition services, and payloads too large for an event (claim checks). */
export const output = new sst.aws.Bucket("Output", {
  cors: false,
  lifecycle: [
    { id: "Claims", prefix: "claims/", expiresIn: `${claimsRetention} days` },
    // Of videos, for Rekognition. They are removed when it has looked at them; this is for what a crash leaves.
    { id: "VideoCopies", prefix: "copies/", expiresIn: "30 days" },
  ],
})

// All of S3's events go to the account's default bus; rules pick there.
new aws.s3.BucketNotification("PhotosEvents", { bucket: photos.name, eventbridge: true })
