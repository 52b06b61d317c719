/** Where the app is, as all of AWS's names offline say. */
export const REGION = "us-east-1"
export const ACCOUNT = "000000000000"
