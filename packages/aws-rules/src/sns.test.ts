import { filterPolicies } from "./sns.ts"
import { changed, keeps } from "./stages.fixture.ts"

const filtered = (policy: object) =>
  changed("VideoCompletionsHandlerSubscription", { filterPolicy: JSON.stringify(policy) })
const values = (count: number) => Array.from({ length: count }, (_, index) => `value-${index}`)

keeps(filterPolicies, {
  broken: {
    "more than five keys": [filtered(Object.fromEntries(values(6).map((key) => [key, ["a"]]))), /has 6 keys, and 5/],
    "more than 150 combinations": [filtered({ a: values(19), b: values(8) }), /has 152 combinations, and 150/],
    "nested keys that count more": [filtered({ a: { b: values(40) }, c: values(2) }), /has 160 combinations/],
    "a policy that is too large": [filtered({ a: ["x".repeat(262_144)] }), /is larger than 256 KB$/],
  },
})
