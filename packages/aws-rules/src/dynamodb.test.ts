import { indexCounts } from "./dynamodb.ts"
import { changed, keeps } from "./stages.fixture.ts"

const indexes = (count: number, nonKeyAttributes: string[] = []) =>
  Array.from({ length: count }, (_, index) => ({ name: `index${index}`, nonKeyAttributes }))

keeps(indexCounts, {
  broken: {
    "too many global indexes": [
      changed("UploadsTable", { globalSecondaryIndexes: indexes(21) }),
      "UploadsTable: has 21 global secondary indexes, and 20 is the quota",
    ],
    "too many local indexes": [
      changed("UploadsTable", { localSecondaryIndexes: indexes(6) }),
      "UploadsTable: has 6 local secondary indexes, and 5 is the quota",
    ],
    "too many projected attributes": [
      changed("UploadsTable", {
        globalSecondaryIndexes: indexes(
          3,
          Array.from({ length: 34 }, (_, index) => `a${index}`),
        ),
      }),
      "UploadsTable: projects 102 attributes into its indexes, and 100 is the quota",
    ],
  },
})
