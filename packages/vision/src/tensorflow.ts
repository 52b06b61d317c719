import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, sep } from "node:path"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { type GraphModel, loadGraphModel } from "@tensorflow/tfjs-converter"
import { type io, setBackend, tensor4d, tidy } from "@tensorflow/tfjs-core"
import { humanFolder } from "./sample-image.ts"

/** The network's outputs by the names that were asked for, in that order. */
export type Run = (input: Float32Array, shape: Shape, outputs: readonly string[]) => Float32Array[]
/** Images, height, width, channels. */
export type Shape = [number, number, number, number]

/** A network of @vladmandic/human, on tfjs's wasm backend. Takes some 20 to 100 ms; load each once. */
export async function loadHumanModel(name: string): Promise<Run> {
  return loadModel(await readArtifacts(join(humanFolder(), "models"), name))
}

/** A network in tfjs's graph format. Of one without names pass `outputs` as an empty list: it gives all. */
export async function loadModel(artifacts: io.ModelArtifacts): Promise<Run> {
  await (backend ??= startBackend())
  const model = await loadGraphModel({ load: async () => artifacts })
  return (input, shape, outputs) => run(model, input, shape, outputs)
}

let backend: Promise<void> | undefined

async function startBackend(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")
  setWasmPaths(dirname(wasm) + sep)
  if (!(await setBackend("wasm"))) throw new Error(`tfjs could not start its wasm backend from ${wasm}`)
}

function run(model: GraphModel, input: Float32Array, shape: Shape, outputs: readonly string[]): Float32Array[] {
  // tidy frees what the run allocated, the input too; only plain arrays leave it.
  const values: Float32Array[] = []
  tidy(() => {
    const output = model.execute(tensor4d(input, shape), outputs.length > 0 ? [...outputs] : undefined)
    const tensors = Array.isArray(output) ? output : [output]
    for (const tensor of tensors) values.push(tensor.dataSync() as Float32Array)
  })
  return values
}

/** tfjs reads models by HTTP; this is its loader's contract over two files. */
async function readArtifacts(folder: string, name: string): Promise<io.ModelArtifacts> {
  const [json, weights] = await Promise.all([
    readFile(join(folder, `${name}.json`), "utf8"),
    readFile(join(folder, `${name}.bin`)),
  ])
  return toArtifacts(JSON.parse(json) as io.ModelJSON, weights)
}

/** What a model.json and its weights, put together, are to tfjs's loader. */
export function toArtifacts(model: io.ModelJSON, weights: Uint8Array): io.ModelArtifacts {
  return {
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  }
}
