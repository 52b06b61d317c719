import { decodeInside, type Pixels } from "../decode-image.ts"
import type { DetectedFace } from "../seen.ts"
import { attributesOf } from "./attributes.ts"
import { cutSquare } from "./cut-square.ts"
import { type Candidate, loadFaceDetector } from "./face-detector.ts"
import { loadFaceMesh, type Mesh, squareAround } from "./face-mesh.ts"
import { hullOf, relativePoint } from "../relative.ts"
import { landmarksOf } from "./landmarks.ts"
import { loadPersonModels } from "./person-models.ts"
import { poseOf } from "./pose.ts"
import { qualityOf } from "../properties/quality.ts"
import { eyeBrightness } from "./sunglasses.ts"

/** The longer side at which faces are looked for. */
const SIZE = 2048
/** Rekognition gives as many, the largest. */
const MOST_FACES = 100
/** Side of the picture of a face whose quality is measured. */
const QUALITY_SIZE = 96
/** Of a narrower face, in pixels, the networks guess gender, age and the rest. */
const SMALLEST_WITH_ATTRIBUTES = 50
/** The mesh is sure of every face that looks at the camera, which is too sure. */
const MOST_MESH_SCORE = 0.95

interface Found extends Candidate {
  readonly mesh: Mesh
}

/** Loads the models. What it gives finds the faces in a JPEG or PNG, the largest first. */
export async function loadFaces(): Promise<(image: Uint8Array) => Promise<DetectedFace[]>> {
  const [detect, meshOf, scoresOf] = await Promise.all([loadFaceDetector(), loadFaceMesh(), loadPersonModels()])

  function describe(pixels: Pixels, face: Found): DetectedFace {
    const { points } = face.mesh
    const data = Uint8Array.from(cutSquare(pixels, squareAround(face, 1), QUALITY_SIZE))
    const { brightness, sharpness } = qualityOf({ data, width: QUALITY_SIZE, height: QUALITY_SIZE })
    const known = {
      confidence: confidenceOf(face),
      boundingBox: hullOf(points, pixels),
      landmarks: landmarksOf(points).map(({ type, ...point }) => ({ type, ...relativePoint(point, pixels) })),
      pose: poseOf(points),
      quality: { brightness, sharpness },
    }
    if (face.box.width < SMALLEST_WITH_ATTRIBUTES) return known
    return { ...known, ...attributesOf(scoresOf(pixels, face), eyeBrightness(pixels, points)) }
  }

  return async (image) => {
    const pixels = await decodeInside(image, SIZE)
    const candidates = await detect(pixels)
    return candidates
      .map((candidate) => ({ ...candidate, mesh: meshOf(pixels, candidate) }))
      .filter(isFace)
      .sort((a, b) => areaOf(b) - areaOf(a))
      .slice(0, MOST_FACES)
      .map((face) => describe(pixels, face))
  }
}

/** Both networks must see it, unless the detector is sure: the mesh doubts profiles, and alone the detector sees faces in leaves. */
export function isFace({ score, mesh }: Pick<Found, "score"> & { mesh: Pick<Mesh, "score"> }): boolean {
  return score >= 0.85 || (score >= 0.5 && mesh.score >= 0.8)
}

/** 0 to 100: what the doubts of the two networks, one by the other, leave. */
function confidenceOf({ score, mesh }: Found): number {
  return 100 * (1 - (1 - score) * (1 - Math.min(MOST_MESH_SCORE, Math.max(0, mesh.score))))
}

function areaOf({ box }: Candidate): number {
  return box.width * box.height
}
