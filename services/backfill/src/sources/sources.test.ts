import fc from "fast-check"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { NotAManifest, SourceMissing, SourceUnreadable } from "../errors.ts"
import { memoryObjects } from "../world.fixture.ts"
import { checkSource, openSource } from "./open-source.ts"
import type { Position, Row } from "./source.ts"

/** As S3 Inventory encodes keys. */
const encoded = (key: string) => encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/")

const csv = (text: string | Buffer) => new Map([["photos/manifest.csv", Buffer.from(text)]])
const csvAt = { kind: "csv", bucket: "photos", key: "manifest.csv" } as const

async function rowsOf(
  files: ReadonlyMap<string, Buffer>,
  source: Parameters<typeof openSource>[0] = csvAt,
  from?: Position,
) {
  const { source: rows } = await openSource(source, memoryObjects(files))
  const all: Row[] = []
  for await (const row of rows(from)) all.push(row)
  return all
}

const found = (rows: readonly Row[]) => rows.map((row) => row.found)

describe("a CSV manifest", () => {
  it("is of bucket and key, with LF or CRLF, quotes and headings, empty lines and a byte order mark", async () => {
    const text = '\ufeffBucket,Key\r\nphotos,images/1.jpg\n\r\n"photos","images/a""b"",c.jpg"\nphotos,images/last.jpg'
    const rows = await rowsOf(csv(text))
    expect(rows.map(({ row, found: object }) => [row, (object as { key: string }).key])).toEqual([
      ["2", "images/1.jpg"],
      ["4", 'images/a"b",c.jpg'],
      ["5", "images/last.jpg"],
    ])
    expect(rows.at(-1)?.done).toBe(1)
  })

  it("has keys as S3 Inventory writes them", async () => {
    const keys = [
      "images/a b.jpg",
      "images/1+1.jpg",
      "images/100%.jpg",
      "images/größe 日本 😀.jpg",
      'images/new\nline,".jpg',
    ]
    expect(found(await rowsOf(csv(keys.map((key) => `photos,${encoded(key)}`).join("\n"))))).toEqual(
      keys.map((key) => ({ bucket: "photos", key })),
    )
    expect(found(await rowsOf(csv("photos,images/a+b%2Bc%20d.jpg,v1\n")))).toEqual([
      { bucket: "photos", key: "images/a b+c d.jpg" },
    ])
  })

  const bad: readonly [Buffer | string, RegExp][] = [
    ["photos", /two fields at the least/],
    ["photos,images/a.jpg,b,c", /has 4 fields, the first one had 2/],
    ["photos,", /key is empty/],
    [",images/a.jpg", /bucket is empty/],
    ["photos,images/%zz.jpg", /not URL-encoded/],
    ["photos,images/%ff.jpg", /not URL-encoded/],
    ["photos,images/100%", /not URL-encoded/],
    ['photos,"images/a.jpg', /quotes are not balanced/],
    ['photos,images/a".jpg', /quotes are not balanced/],
    ['photos,"images/a"b', /quotes are not balanced/],
    [Buffer.from([...Buffer.from("photos,images/"), 0xff, 0xfe]), /not UTF-8/],
    [`photos,${"a".repeat(1025)}`, /longer than 1024 bytes/],
    [`photos,${"a".repeat(20_000)}`, /line is longer than 16384 bytes/],
  ]

  it.each(bad)("reports %s with its line, and goes on", async (line, reason) => {
    const text = Buffer.concat(["photos,1.jpg\n", line, "\nphotos,2.jpg\n"].map((part) => Buffer.from(part)))
    const [first, second, third] = await rowsOf(csv(text))
    expect([first?.found, third?.found]).toEqual([
      { bucket: "photos", key: "1.jpg" },
      { bucket: "photos", key: "2.jpg" },
    ])
    expect(second).toMatchObject({ row: "2", found: { reason: expect.stringMatching(reason) as string } })
  })

  it("of 10,000 rows with 37 bad ones of every kind has 9,963 objects and 37 problems, each at its line", async () => {
    const places = new Set(Array.from({ length: 37 }, (_, index) => 5 + index * 267))
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      Buffer.from(places.has(index + 1) ? (bad[index % bad.length]?.[0] ?? "") : `photos,images/${index + 1}.jpg`),
    )
    const rows = await rowsOf(csv(Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]))))
    const problems = rows.filter((row) => row.found && "reason" in row.found)
    expect([rows.length, problems.length]).toEqual([10_000, 37])
    expect(problems.map(({ row }) => Number(row))).toEqual([...places])
  })

  it("is not read on where another one lies in its place", async () => {
    const objects = memoryObjects(csv("photos,1.jpg\n"))
    await expect(openSource(csvAt, objects, "another")).rejects.toThrow(SourceUnreadable)
    await expect(openSource({ ...csvAt, key: "none.csv" }, objects)).rejects.toThrow(SourceMissing)
  })
})

const manifest = (changes: object = {}) =>
  Buffer.from(
    JSON.stringify({
      sourceBucket: "photos",
      destinationBucket: "arn:aws:s3:::inventories",
      version: "2016-11-30",
      fileFormat: "CSV",
      fileSchema: "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size",
      files: [
        { key: "data/1.csv.gz", size: 100, MD5checksum: "" },
        { key: "data/2.csv.gz", size: 100, MD5checksum: "" },
      ],
      ...changes,
    }),
  )
const inventoryAt = { kind: "inventory", bucket: "inventories", key: "manifest.json" } as const
const inventory = (parts: readonly (string | Buffer)[], changes: object = {}) =>
  new Map([
    ["inventories/manifest.json", manifest(changes)],
    ...parts.map((part, index): [string, Buffer] => [
      `inventories/data/${index + 1}.csv.gz`,
      typeof part === "string" ? gzipSync(part) : part,
    ]),
  ])

describe("an S3 Inventory", () => {
  it("is read part by part, without delete markers, old versions and folder markers", async () => {
    const rows = await rowsOf(
      inventory([
        '"photos","images/a+1.jpg","v1","true","false","1"\n"photos","images/gone.jpg","v2","true","true",""\n',
        '"photos","images/old.jpg","v0","false","false","1"\n"photos","images/","v","true","false","0"\n"photos","%","v","true","false","0"\n"photos","images/b.jpg","","true","false","1"\n',
      ]),
      inventoryAt,
    )
    expect(
      rows.map(({ row, found: object }) => [row, object && ("key" in object ? object.key : object.reason)]),
    ).toEqual([
      ["1:1", "images/a 1.jpg"],
      ["1:2", null],
      ["2:1", null],
      ["2:2", null],
      ["2:3", expect.stringMatching(/not URL-encoded/)],
      ["2:4", "images/b.jpg"],
    ])
    expect(rows.at(-1)?.done).toBe(1)
  })

  it.each([
    ["is no JSON", Buffer.from("bucket,key")],
    ["is another JSON", Buffer.from("{}")],
    ["is of ORC files", manifest({ fileFormat: "ORC" })],
    ["has no keys", manifest({ fileSchema: "Bucket, Size" })],
  ])("is none where the manifest %s", async (_, body) => {
    const objects = memoryObjects(new Map([["inventories/manifest.json", body]]))
    await expect(openSource(inventoryAt, objects)).rejects.toThrow(NotAManifest)
  })

  it.each([
    ["cut short", gzipSync("photos,a,v,true,false,1\n".repeat(1000)).subarray(0, 60)],
    ["not gzip", Buffer.from("photos,a")],
  ])("cannot be read where a part is %s", async (_, part) => {
    await expect(rowsOf(inventory([part, ""]), inventoryAt)).rejects.toThrow(SourceUnreadable)
  })
})

describe("a prefix", () => {
  const under = { kind: "prefix", bucket: "photos", prefix: "images/" } as const
  const files = new Map(
    ["images/", "images/a b.jpg", "images/c+d.jpg", "other/e.jpg"].map((key) => [`photos/${key}`, Buffer.from("")]),
  )

  it("has the keys under it as they are, but for folder markers", async () => {
    expect(found(await rowsOf(files, under))).toEqual([
      null,
      { bucket: "photos", key: "images/a b.jpg" },
      { bucket: "photos", key: "images/c+d.jpg" },
    ])
  })

  it("is refused where nothing is under it", async () => {
    await expect(checkSource({ ...under, prefix: "none/" }, memoryObjects(files))).rejects.toThrow(SourceMissing)
    await expect(checkSource(under, memoryObjects(files))).resolves.toBeUndefined()
  })
})

const line = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }).map((key) => `photos,${encoded(key)}`),
  fc.string({ maxLength: 20 }),
  fc.constantFrom("", "photos,", 'photos,"', "a,b,c,d", `photos,${"x".repeat(17_000)}`, '"photos","a"', "bucket,key"),
)
const lines = fc.array(line, { maxLength: 20 })
const files = fc.oneof(
  lines.map((all) => ({ at: csvAt, files: csv(all.join("\n")) })),
  lines.map((all) => ({ at: csvAt, files: csv(all.join("\r\n")) })),
  fc.tuple(lines, lines).map((parts) => ({ at: inventoryAt, files: inventory(parts.map((all) => all.join("\n"))) })),
  fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 30 }).map((keys) => ({
    at: { kind: "prefix", bucket: "photos", prefix: "" } as const,
    files: new Map(keys.map((key) => [`photos/${key}`, Buffer.from("")])),
  })),
)

it("gives, from behind any of its rows, the rest and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(files, async ({ at, files: all }) => {
      const rows = await rowsOf(all, at)
      for (const [index, { position }] of rows.entries()) {
        // A table keeps it as JSON.
        const kept = JSON.parse(JSON.stringify(position)) as Position
        expect(await rowsOf(all, at, kept)).toEqual(rows.slice(index + 1))
      }
    }),
    { numRuns: 100 },
  )
})
