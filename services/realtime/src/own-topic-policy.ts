export interface PolicyDocument {
  readonly Version: "2012-10-17"
  readonly Statement: readonly { readonly Effect: "Allow"; readonly Action: string; readonly Resource: string }[]
}

/**
 * Allows a user to connect by client ids of its own, or it could push others out by theirs, and to listen to its own topic;
 * nothing else, publishing least of all. https://docs.aws.amazon.com/iot/latest/developerguide/iot-action-resources.html
 */
export function ownTopicPolicy(userId: string, topicPrefix: string, functionArn: string): PolicyDocument {
  const [, partition = "aws", , region = "", account = ""] = functionArn.split(":")
  const arn = (resource: string) => `arn:${partition}:iot:${region}:${account}:${resource}`
  const topic = `${topicPrefix}/users/${userId}`
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "iot:Connect", Resource: arn(`client/${userId}-*`) },
      { Effect: "Allow", Action: "iot:Subscribe", Resource: arn(`topicfilter/${topic}`) },
      { Effect: "Allow", Action: "iot:Receive", Resource: arn(`topic/${topic}`) },
    ],
  }
}
