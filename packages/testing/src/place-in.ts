import { profileNamed } from "@darkroom/events"

/** Key, owner and profile of an original under the profile, as they belong together. */
export function placeIn(profile: string, name = "a.jpg", userId = "ada") {
  const { keys, owner } = profileNamed(profile)
  const key = keys.replace("{userId}", userId).replace("**", name)
  return { profile, key, owner: owner === "shared" ? "shared" : userId }
}
