import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, sep } from "node:path"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { loadGraphModel } from "@tensorflow/tfjs-converter"
import type { GraphModel } from "@tensorflow/tfjs-converter"
import { setBackend, tensor4d, tidy } from "@tensorflow/tfjs-core"
import type { io, Tensor3D } from "@tensorflow/tfjs-core"
import { readDetections } from "./detections.ts"
import type { Detection } from "./detections.ts"
import { humanFolder } from "./sample-image.ts"

/** The model's input is fixed: 512 by 512 pixels, RGB, 0 to 255 as floats. */
export const INPUT_SIZE = 512
/** 100 rows of `[x1, y1, x2, y2, score, class]`, best first. */
const OUTPUT = "tower_0/detections"

/** Finds objects in INPUT_SIZE by INPUT_SIZE RGB bytes. */
export type Detect = (pixels: Uint8Array) => Detection[]

/** Loads centernet from node_modules onto tfjs's wasm backend. Takes some 100 ms; call it once. */
export async function loadModel(): Promise<Detect> {
  const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")
  setWasmPaths(dirname(wasm) + sep)
  if (!(await setBackend("wasm"))) throw new Error(`tfjs could not start its wasm backend from ${wasm}`)
  const model = await loadGraphModel({ load: () => readArtifacts(join(humanFolder(), "models")) })
  return (pixels) => detect(model, pixels)
}

function detect(model: GraphModel, pixels: Uint8Array): Detection[] {
  const rows = tidy(() => {
    const input = tensor4d(new Float32Array(pixels), [1, INPUT_SIZE, INPUT_SIZE, 3])
    return (model.execute(input, OUTPUT) as Tensor3D).arraySync()[0]
  })
  return readDetections(rows ?? [], INPUT_SIZE)
}

/** tfjs reads models by HTTP; this is its loader's contract over two files. */
async function readArtifacts(folder: string): Promise<io.ModelArtifacts> {
  const [json, weights] = await Promise.all([
    readFile(join(folder, "centernet.json"), "utf8"),
    readFile(join(folder, "centernet.bin")),
  ])
  const model = JSON.parse(json) as io.ModelJSON
  return {
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  }
}
