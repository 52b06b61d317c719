/** Days that the bus's archive keeps events for replay. */
export const archiveRetention = 90

/** Days that claim checks live: longer than the events that need them. */
export const claimsRetention = archiveRetention + 14

/** The longest that SQS keeps a message, in seconds. */
export const queueRetention = 14 * 24 * 3600

/** Seconds that what was read of the archive waits for who reads it; the archive has it all the same. */
export const tapRetention = 24 * 3600
