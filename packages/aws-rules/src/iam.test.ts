import { confusedDeputies, functionTrust, policySizes, roleTrust } from "./iam.ts"
import { changed, keeps } from "./stages.fixture.ts"

const ROOT = "arn:aws:iam::000000000000:root"
const trust = (Principal: object) => ({
  assumeRolePolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }] },
})

keeps(functionTrust, {
  broken: {
    "a function's role that trusts the account": [
      changed("IngestRole", trust({ Service: "lambda.amazonaws.com", AWS: ROOT })),
      `IngestRole: the role of IngestFunction trusts AWS:${ROOT}`,
    ],
    "a function's role that another service may assume": [
      changed("IngestRole", trust({ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] })),
      /trusts Service:ec2\.amazonaws\.com$/,
    ],
    "a role from elsewhere": [changed("IngestFunction", { role: "arn:aws:iam::1:role/old" }), /is not in the stage$/],
  },
})

keeps(roleTrust, {
  broken: {
    "a schedule's role that trusts the account": [
      changed("VideoSweepRole", trust({ AWS: ROOT })),
      `VideoSweepRole: trusts AWS:${ROOT}`,
    ],
    "a role that everybody may assume": [
      changed("VideoSweepRole", trust({ AWS: "*" })),
      "VideoSweepRole: trusts AWS:*",
    ],
  },
})

keeps(confusedDeputies, {
  accepted: {
    "PageAssetsPolicy: trusts Service:cloudfront.amazonaws.com for any account":
      "written by SST; the bucket has the page, which everybody may read",
  },
  broken: {
    "a role that Scheduler may assume for any account": [
      changed("VideoSweepRole", trust({ Service: "scheduler.amazonaws.com" })),
      "VideoSweepRole: trusts Service:scheduler.amazonaws.com for any account",
    ],
    "a queue that any account's rules may put into": [
      changed("IngestEventsPolicy", {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: "*",
            },
          ],
        }),
      }),
      "IngestEventsPolicy: trusts Service:events.amazonaws.com for any account",
    ],
    "a function that any account's API may invoke": [
      changed("LivePermission", { sourceArn: undefined }),
      "LivePermission: trusts Service:iot.amazonaws.com for any account",
    ],
  },
})

const long = (characters: number) => ({
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "x".repeat(characters) }],
})

keeps(policySizes, {
  broken: {
    "inline policies that are too long": [
      changed("IngestRole", { inlinePolicies: [{ policy: long(5_200) }, { policy: long(5_200) }] }),
      /^IngestRole: inline policies of \d+ characters exceed 10240$/,
    ],
    "a trust policy that is too long": [
      changed("IngestRole", { assumeRolePolicy: long(2_100) }),
      /^IngestRole: a trust policy of \d+ characters exceeds 2048$/,
    ],
    "too many managed policies": [
      changed("IngestRole", { managedPolicyArns: Array.from({ length: 11 }, (_, index) => `arn:${index}`) }),
      "IngestRole: has 11 managed policies; 10 is the most",
    ],
  },
})
