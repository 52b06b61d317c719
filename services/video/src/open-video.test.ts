import { AV_OPT_TYPE_STRING } from "node-av/constants"
import { Codec } from "node-av/lib"
import { expect, it } from "vitest"
import { DECODERS } from "./decoders.ts"
import { generateVideo } from "./generate-video.fixture.ts"
import { withVideo } from "./open-video.ts"
import { rangeReader } from "./range-reader.ts"

it("allows decoders that FFmpeg has", () => {
  for (const name of DECODERS) expect(Codec.findDecoderByName(name as never)?.name).toBe(name)
})

it.each([
  ["mp4", "mp4", "mov"],
  ["mkv", "matroska", "matroska"],
] as const)(
  "lets FFmpeg open nothing but %s, the allowed decoders and what it is handed",
  async (container, muxer, demuxer) => {
    const film = await generateVideo({ muxer })
    const reader = rangeReader({ size: film.length, read: async (start, end) => film.subarray(start, end + 1) })
    const options = await withVideo(container, reader, async ({ input }) =>
      ["format_whitelist", "protocol_whitelist", "codec_whitelist"].map((name) =>
        input.getOption(name, AV_OPT_TYPE_STRING),
      ),
    )
    expect(options).toEqual([demuxer, "none", DECODERS.join(",")])
  },
)
