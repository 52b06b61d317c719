/**
 * Three times the functions' timeout, unless the environment says otherwise: whoever took a slot and has not started its job when this is
 * over is not alive any more.
 */
export const STARTING_MILLISECONDS = 3 * 60_000

/** When a job is asked after of which nothing was heard, unless the environment says otherwise. Asking costs nothing but a request. */
export const PATIENCE_MILLISECONDS = 10 * 60_000

/** How often a job is started that Rekognition does not know any more. */
export const MOST_ATTEMPTS = 3

/** How often a start is repeated whose outcome nobody knows: for five hours, in which whatever was started has ended. */
export const MOST_ASKED = 100
