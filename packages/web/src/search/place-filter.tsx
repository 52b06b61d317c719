import { useState } from "react"
import { Button, Field, Icon, Slider } from "../ui/index.ts"
import type { FilterProps } from "./filter-bar.tsx"
import styles from "./filter-form.module.css"
import { DEFAULT_RADIUS, parsePlace, placeText } from "./filters.ts"
import { useDelayed } from "./use-delayed.ts"

const FARTHEST = 200

/** Around a place that is typed, or where the person is now. */
export function PlaceFilter({ filters: { near, radiusKm }, onChange }: FilterProps) {
  const [text, setText] = useState(near?.replace(",", ", ") ?? "")
  const [problem, setProblem] = useState<string | null>(null)
  const [locating, setLocating] = useState(false)
  const [radius, setRadius] = useDelayed(radiusKm ?? DEFAULT_RADIUS, (radiusKm) => onChange({ radiusKm }))

  function take(place: { latitude: number; longitude: number } | null): void {
    setProblem(place ? null : "Write latitude and longitude in degrees, such as 48.137, 11.575.")
    if (!place) return
    const next = placeText(place.latitude, place.longitude)
    setText(next.replace(",", ", "))
    onChange({ near: next })
  }

  function locate(): void {
    setLocating(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false)
        take(coords)
      },
      () => {
        setLocating(false)
        setProblem("The browser does not tell where you are.")
      },
      { timeout: 10_000 },
    )
  }

  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault()
        take(parsePlace(text))
      }}
    >
      <Field
        label="Latitude, longitude"
        value={text}
        error={problem}
        placeholder="48.137, 11.575"
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles["two"]}>
        <Button type="submit" variant="primary">
          Search here
        </Button>
        <Button icon={<Icon name="pin" />} busy={locating} onClick={locate}>
          Where I am
        </Button>
      </div>
      {near ? (
        <Slider
          label="At most this far away"
          value={Math.min(radius, FARTHEST)}
          min={1}
          max={FARTHEST}
          onChange={setRadius}
          format={(value) => `${Math.round(value)} km`}
        />
      ) : null}
    </form>
  )
}
