import { lifecycleFilters, notificationFilters, objectPatterns, smallObjects } from "./s3.ts"
import { arnOf, changed, keeps, stateOf } from "./stages.fixture.ts"

const notified = (filter: object) =>
  changed("PhotosEvents", {
    queues: [{ queueArn: arnOf("IngestEventsQueue"), events: ["s3:ObjectCreated:*"], ...filter }],
  })

keeps(notificationFilters, {
  broken: {
    "a notification of every object": [notified({}), "PhotosEvents: is notified of every object"],
    "a wildcard in a prefix": [
      notified({ filterPrefix: "private/*/uploads/" }),
      "PhotosEvents: the filter private/*/uploads/ has a wildcard",
    ],
    "a wildcard in a suffix": [notified({ filterSuffix: "*.jpg" }), "PhotosEvents: the filter *.jpg has a wildcard"],
  },
})

const pattern = (detail: object) => ({ eventPattern: JSON.stringify({ source: ["aws.s3"], detail }) })

keeps(objectPatterns, {
  broken: {
    "a rule on every bucket": [
      changed("IngestForeignRule", pattern({ object: { key: [{ prefix: "Incoming/" }] } })),
      "IngestForeignRule: takes the events of every bucket",
    ],
    "a rule on every object": [
      changed("IngestForeignRule", pattern({ bucket: { name: ["photos"] } })),
      "IngestForeignRule: takes the events of every object",
    ],
  },
})

const { rules } = stateOf("PhotosLifecycle") as { rules: { id: string; filter: object }[] }

keeps(lifecycleFilters, {
  broken: {
    "a rule without a filter": [
      changed("PhotosLifecycle", {
        rules: rules.map(({ filter, ...rule }) => (rule.id === "AbandonedUploads" ? rule : { filter, ...rule })),
      }),
      "PhotosLifecycle: the rule AbandonedUploads has no filter",
    ],
  },
})

keeps(smallObjects, {
  broken: {
    "small objects that are never archived": [
      changed("PhotosLifecycle", {
        transitionDefaultMinimumObjectSize: undefined,
        rules: rules.filter(({ id }) => id !== "Archive-wildlife"),
      }),
      "PhotosLifecycle: the rule Archive-dogs leaves objects under 128 KB where they are",
    ],
  },
})
