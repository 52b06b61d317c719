import { published } from "./hosted.ts"
import { users } from "./identity.ts"
import { requestsPerAddress } from "./limits.ts"
import { loginProtection } from "./login-protection.ts"

const ruleOf = (name: string, priority: number) => ({
  name,
  priority,
  visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: `Login${name}`, sampledRequestsEnabled: true },
})

const managedRule = (name: string, priority: number) => ({
  ...ruleOf(name, priority),
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
})

// Requests to the login do not pass the router's firewall. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
if (published && loginProtection(process.env).firewall) {
  const acl = new aws.wafv2.WebAcl("LoginWaf", {
    name: `${$app.name}-${$app.stage}-Login`,
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [
      {
        ...ruleOf("RateLimitPerIP", 0),
        action: { block: {} },
        statement: { rateBasedStatement: { limit: requestsPerAddress, aggregateKeyType: "IP" } },
      },
      managedRule("AWSManagedRulesAmazonIpReputationList", 1),
      managedRule("AWSManagedRulesKnownBadInputsRuleSet", 2),
    ],
    visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "LoginWaf", sampledRequestsEnabled: true },
  })
  new aws.wafv2.WebAclAssociation("LoginWafAssociation", {
    resourceArn: users.nodes.userPool.arn,
    webAclArn: acl.arn,
  })
}
