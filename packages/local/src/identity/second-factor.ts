/**
 * Whether somebody counts as having an authenticator app. Nobody can set one up here, so a name says who has none: one that ends
 * with `without a second factor`.
 */
export function hasSecondFactor(name: string): boolean {
  return !/\bwithout a second factor$/i.test(name)
}
