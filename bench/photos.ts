import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs"
import { tmpdir } from "node:os"
import { extname, join } from "node:path"
import { root } from "./root.ts"
import { sharp } from "./sharp.ts"

export interface PhotoSet {
  readonly name: string
  /** JPEG files. */
  readonly files: readonly string[]
}

/** Different photos a size; a round uses each several times, under other keys. */
const VARIANTS = 4
/** As cameras hold them: two of four are stored sideways. */
const ORIENTATIONS = [1, 6, 1, 8]
const SIZES = [
  { name: "0.3 MP", width: 640, height: 480 },
  { name: "2 MP", width: 1632, height: 1224 },
  { name: "12 MP", width: 4000, height: 3000 },
]
/** Made once; another number for another recipe. */
const CACHE = join(tmpdir(), "darkroom-bench-photos-1")

/** Generated photos of three sizes, and the shared test photos where they are. */
export async function photoSets(): Promise<PhotoSet[]> {
  mkdirSync(CACHE, { recursive: true })
  const generated: PhotoSet[] = []
  for (const size of SIZES) {
    const files: string[] = []
    for (let variant = 0; variant < VARIANTS; variant++) files.push(await photo(size, variant))
    generated.push({ name: size.name, files })
  }
  return [...generated, ...sharedSet()]
}

type Size = (typeof SIZES)[number]

async function photo({ width, height }: Size, variant: number): Promise<string> {
  const file = join(CACHE, `${width}x${height}-${variant}.jpg`)
  if (existsSync(file)) return file
  const unfinished = `${file}.${process.pid}`
  const noise = {
    width,
    height,
    channels: 3,
    background: "#808080",
    noise: { type: "gaussian", mean: 128, sigma: 14 },
  } as const
  await sharp(shapes(variant), { raw: { width: SHAPES.across, height: SHAPES.down, channels: 3 } })
    .resize({ width, height, fit: "fill", kernel: "cubic" })
    .composite([{ input: { create: noise }, blend: "soft-light" }])
    .jpeg({ quality: 88 })
    .withExif(exifOf(variant))
    .withMetadata({ orientation: ORIENTATIONS[variant] ?? 1 })
    .toFile(unfinished)
  // Whole or not there: another run may look for it at this moment.
  renameSync(unfinished, file)
  return file
}

const SHAPES = { across: 40, down: 30 }

/** Few large pixels, pseudo-random and the same each time: scaled up they are gradients and soft edges. */
function shapes(variant: number): Buffer {
  let state = variant + 1
  return Buffer.from(
    Array.from({ length: SHAPES.across * SHAPES.down * 3 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    }),
  )
}

function exifOf(variant: number) {
  return {
    IFD0: { Make: "Darkroom", Model: "Bench" },
    IFD2: { DateTimeOriginal: `2026:11:2${variant} 09:30:00`, FNumber: "28/10", ExposureTime: "1/250" },
    IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 12/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "16/1 22/1 15/1" },
  }
}

/** The JPEGs in the folder `photos` of DARKROOM_SHARED, which stands beside the repository unless said otherwise. */
function sharedSet(): PhotoSet[] {
  const folder = join(process.env["DARKROOM_SHARED"] ?? join(root, "../shared"), "photos")
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => [".jpg", ".jpeg"].includes(extname(name).toLowerCase()))
  return names.length === 0 ? [] : [{ name: "shared", files: names.sort().map((name) => join(folder, name)) }]
}
