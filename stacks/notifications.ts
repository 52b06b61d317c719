/** Where people and systems subscribe to what happens to photos. */
export const notifications = new sst.aws.SnsTopic("Notifications")
