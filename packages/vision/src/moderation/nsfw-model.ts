import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { io } from "@tensorflow/tfjs-core"
import { decodeStretched } from "../decode-image.ts"
import { loadModel, toArtifacts } from "../tensorflow.ts"

/** The network's classes in the order of its output; each 0 to 1, all of them 1. */
const CLASSES = ["drawing", "hentai", "neutral", "porn", "sexy"] as const
export type NsfwScores = Record<(typeof CLASSES)[number], number>

const INPUT_SIZE = 224
const require = createRequire(import.meta.url)

/** Loads nsfwjs's mobilenet_v2_mid, its weights only: the package's code wants all of tfjs beside it. */
export async function loadNsfwModel(): Promise<(image: Uint8Array) => Promise<NsfwScores>> {
  const run = await loadModel(readBundle())
  return async (image) => {
    const pixels = await decodeStretched(image, INPUT_SIZE)
    const input = Float32Array.from(pixels, (value) => value / 255)
    const [scores = new Float32Array()] = run(input, [1, INPUT_SIZE, INPUT_SIZE, 3], [])
    return Object.fromEntries(CLASSES.map((name, index) => [name, scores[index] ?? 0])) as NsfwScores
  }
}

/** The weights are CommonJS modules of base64 that the package's exports hide, so we start from one that they show. */
function readBundle(): io.ModelArtifacts {
  const entry = require.resolve("nsfwjs/models/mobilenet_v2_mid")
  const folder = join(dirname(entry), "../../models/mobilenet_v2_mid")
  const model = require(join(folder, "model.min.js")) as io.ModelJSON
  const shards = model.weightsManifest.flatMap(({ paths }) => paths)
  const weights = shards.map((path) => Buffer.from(require(join(folder, `${path}.min.js`)) as string, "base64"))
  return toArtifacts(model, Buffer.concat(weights))
}
