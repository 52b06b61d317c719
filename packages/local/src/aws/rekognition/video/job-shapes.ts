import { type Constraint, integer, structure, text } from "../constraints.ts"

// As in the service's model. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_StartLabelDetection.html

type Members = Readonly<Record<string, Constraint>>

const id = text({ min: 1, max: 64, pattern: /^[a-zA-Z0-9\-_]+$/ })

const Video = structure({
  S3Object: structure({
    Bucket: text({ min: 3, max: 255, pattern: /^[0-9A-Za-z.\-_]*$/ }),
    Name: text({ min: 1, max: 1024 }),
    Version: text({ min: 1, max: 1024 }),
  }),
})

const NotificationChannel = structure(
  {
    SNSTopicArn: text({ pattern: /^arn:aws:sns:.*:\w{12}:.+$/ }),
    RoleArn: text({ pattern: /^arn:aws:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/ }),
  },
  "SNSTopicArn",
  "RoleArn",
)

/** A Start operation's request, with what it has of its own. */
export function startRequest(own: Members): Constraint {
  const JobTag = text({ min: 1, max: 1024, pattern: /^[a-zA-Z0-9_.\-:+=/]+$/ })
  return structure({ Video, ClientRequestToken: id, NotificationChannel, JobTag, ...own }, "Video")
}

/** A Get operation's. More than 1000 results are asked for in vain: it gives 1000. */
export function getRequest(own: Members): Constraint {
  return structure({ JobId: id, MaxResults: integer({ min: 1 }), NextToken: text({ max: 255 }), ...own }, "JobId")
}
