import {
  concurrencyWithinReservation,
  environmentSizes,
  functionSizes,
  mappingConcurrency,
  newAccountConcurrency,
  partialResponses,
  reservedConcurrency,
  visibilityTimeouts,
} from "./lambda.ts"
import { mappingsOf } from "./resources.ts"
import { arnOf, changed, keeps, production } from "./stages.fixture.ts"

const mapping = mappingsOf(production).find(({ state }) => state.eventSourceArn === arnOf("TaggingEventsQueue"))!.name

keeps(environmentSizes, {
  broken: {
    "an environment of more than 4 KB": [
      changed("IngestFunction", { environment: { variables: { A: "x".repeat(4_090) } } }),
      "IngestFunction: its environment has 4098 bytes, and Lambda takes 4096",
    ],
  },
})

keeps(functionSizes, {
  broken: {
    "a timeout of more than 15 minutes": [
      changed("IngestFunction", { timeout: 901 }),
      "IngestFunction: its timeout of 901 s is longer than 900 s",
    ],
    "too much memory": [changed("IngestFunction", { memorySize: 10_241 }), /^IngestFunction: 10241 MB/],
  },
})

keeps(reservedConcurrency, {
  broken: {
    "fewer than 100 executions for the functions without a reservation": [
      changed(
        "IngestFunction",
        { reservedConcurrentExecutions: 1 },
        changed("TaggingFunction", { reservedConcurrentExecutions: 900 }),
      ),
      /^TaggingFunction, IngestFunction: reserve 901 of 1000 executions/,
    ],
  },
})

keeps(newAccountConcurrency, {
  broken: {
    "a reservation": [
      changed("TaggingFunction", { reservedConcurrentExecutions: 5 }),
      "TaggingFunction: reserves concurrency, which a new account refuses",
    ],
    "a function that is switched off by a reservation of 0": [
      changed("TaggingFunction", { reservedConcurrentExecutions: 0 }),
      /^TaggingFunction: reserves/,
    ],
  },
})

keeps(mappingConcurrency, {
  broken: {
    "a maximum concurrency of 1": [
      changed(mapping, { scalingConfig: { maximumConcurrency: 1 } }),
      `${mapping}: a maximum concurrency of 1 is not 2 to 1,000`,
    ],
  },
})

keeps(concurrencyWithinReservation, {
  broken: {
    "queues that may start more than a function reserves": [
      changed("TaggingFunction", { reservedConcurrentExecutions: 6 }),
      "TaggingFunction: its queues may start 7 executions, and it reserves 6",
    ],
    "a queue without a limit": [
      changed("IngestFunction", { reservedConcurrentExecutions: 50 }),
      "IngestFunction: its queues may start Infinity executions, and it reserves 50",
    ],
  },
})

keeps(visibilityTimeouts, {
  broken: {
    "a queue that shows a message too early": [
      changed("TaggingEventsQueue", { visibilityTimeoutSeconds: 179 }),
      "TaggingEventsQueue: a visibility timeout of 179 s is shorter than the 180 s that TaggingFunction needs",
    ],
    "a batching window that is left out": [
      changed(mapping, { maximumBatchingWindowInSeconds: 5 }),
      /^TaggingEventsQueue: .* than the 185 s/,
    ],
  },
})

keeps(partialResponses, {
  broken: {
    "a mapping that returns whole batches": [
      changed(mapping, { functionResponseTypes: undefined }),
      `${mapping}: reports no failed messages`,
    ],
  },
})
