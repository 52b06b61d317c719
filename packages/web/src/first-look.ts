const look = Promise.withResolvers<void>()

/** When what the person came for is drawn. What is not needed for that is loaded after it. */
export const afterFirstLook: Promise<void> = look.promise

/** Says that it is drawn; saying so again does nothing. */
export const firstLookDone = look.resolve
