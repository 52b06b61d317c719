import { expect, it } from "vitest"
import { cleanName } from "./clean-name.ts"

it.each([
  ["IMG_0042.jpg", "IMG_0042.jpg"],
  ["a b+c (1).tar.gz.jpg", "a b+c (1).tar.gz.jpg"],
  ["../../etc/passwd", ".._.._etc_passwd"],
  ["C:\\photos\\cat.jpg", "C:_photos_cat.jpg"],
  ["line\r\nbreak\u0000\u2028.jpg", "line__break__.jpg"],
  ["gpj.\u202ecat.exe", "gpj._cat.exe"],
  ["e\u0301te\u0301.jpg", "été.jpg"],
  ["half \ud83d.jpg", "half \ufffd.jpg"],
  ["family 👨‍👩‍👧.jpg", "family 👨‍👩‍👧.jpg"],
  ["${filename}", "{filename}"],
  ["$${filename}.jpg", "{filename}.jpg"],
  ["  cat.jpg ", "cat.jpg"],
  [".", "photo"],
  ["..", "photo"],
  ["   ", "photo"],
])("makes %j to %j", (name, clean) => {
  expect(cleanName(name)).toBe(clean)
})

it.each([
  ["x".repeat(300) + ".jpg", "x".repeat(196) + ".jpg"],
  ["日".repeat(100) + ".jpeg", "日".repeat(65) + ".jpeg"],
  ["📷".repeat(60), "📷".repeat(50)],
  ["a." + "b".repeat(300), "a." + "b".repeat(198)],
  ["x".repeat(200), "x".repeat(200)],
])("keeps 200 bytes and the ending of a long one (%#)", (name, clean) => {
  expect(cleanName(name)).toBe(clean)
})
