import mqtt from "mqtt"

/** The library, in a file of its own so that it is loaded apart from the page. */
export const connect = mqtt.connect
