import { deadLetterQueues, deadLetterRetention, deadLetterTypes, receiveCounts } from "./sqs.ts"
import { arnOf, changed, keeps } from "./stages.fixture.ts"

const redrive = (maxReceiveCount: number, dead = "IngestDeadLettersQueue") => ({
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount }),
})

keeps(receiveCounts, {
  broken: {
    "a queue that gives up after four receives": [
      changed("IngestEventsQueue", redrive(4)),
      "IngestEventsQueue: a maxReceiveCount of 4 is not 5 to 1,000",
    ],
    "more receives than SQS counts": [changed("IngestEventsQueue", redrive(1_001)), /maxReceiveCount of 1001/],
  },
})

keeps(deadLetterTypes, {
  broken: {
    "a FIFO queue with a standard dead-letter queue": [
      changed("TaggingEventsQueue", { fifoQueue: true }),
      "TaggingEventsQueue: is FIFO, and TaggingDeadLettersQueue is standard",
    ],
    "a dead-letter queue that does not exist": [
      changed("TaggingEventsQueue", {
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:us-east-1:1:gone", maxReceiveCount: 5 }),
      }),
      /^TaggingEventsQueue: its dead-letter queue arn:aws:sqs:us-east-1:1:gone is not in the stage/,
    ],
  },
})

keeps(deadLetterRetention, {
  broken: {
    "a dead-letter queue that forgets earlier than its source": [
      changed("VideoCompletionsHandlerDeadLettersQueue", { messageRetentionSeconds: undefined }),
      "VideoCompletionsHandlerDeadLettersQueue: keeps messages for 345600 s, and VideoCompletionsHandlerEventsQueue for 1209600 s",
    ],
  },
})

keeps(deadLetterQueues, {
  broken: {
    "a queue without a dead-letter queue": [
      changed("IngestEventsQueue", { redrivePolicy: undefined }),
      "IngestEventsQueue: has no dead-letter queue",
    ],
  },
})
