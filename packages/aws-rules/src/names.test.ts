import { names } from "./names.ts"
import { added, changed, keeps, without } from "./stages.fixture.ts"

keeps(names, {
  broken: {
    "a function's name of 65 characters": [
      changed("IngestFunction", { name: "f".repeat(65) }),
      /^IngestFunction: AWS takes no lambda\/function named f+$/,
    ],
    "a role's name of 65 characters": [
      changed("IngestRole", { name: "r".repeat(65) }),
      /^IngestRole: AWS takes no iam\/role/,
    ],
    "a login's domain with a reserved word": [
      changed("UsersDomain", { domain: "darkroom-lawson" }),
      "UsersDomain: AWS takes no cognito/userPoolDomain named darkroom-lawson",
    ],
    "an archive's name that is too long with what Pulumi adds": [
      added("cloudwatch/eventArchive", "A".repeat(41), {}, without("EventsArchive")),
      /^A+: AWS takes no cloudwatch\/eventArchive named A+-0123abc$/,
    ],
    "a bus's name that AWS reserves": [
      added("cloudwatch/eventBus", "Partner", { name: "aws.partner/x" }),
      "Partner: AWS takes no cloudwatch/eventBus named aws.partner/x",
    ],
    "a kind of resource whose names have no rule": [
      added("kinesis/stream", "Stream", { name: "stream" }),
      "Stream: no rule for names of kinesis/stream",
    ],
  },
})
