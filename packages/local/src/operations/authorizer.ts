/** Lets everybody connect and listen. */
export async function handler(): Promise<object> {
  return {
    isAuthenticated: true,
    principalId: "anybody",
    disconnectAfterInSeconds: 3600,
    refreshAfterInSeconds: 3600,
    policyDocuments: [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iot:*", Resource: "*" }] }],
  }
}
