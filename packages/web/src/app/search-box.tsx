import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type KeyboardEvent, useId, useRef, useState } from "react"
import { useClient } from "../api.ts"
import { facetsQuery } from "../queries.ts"
import type { Filters } from "../search/filters.ts"
import { type Suggestion, suggestionsFor } from "../search/suggestions.ts"
import { Icon } from "../ui/index.ts"
import styles from "./search-box.module.css"

/** Searches by what is typed, or by a label or camera that is offered meanwhile. */
export function SearchBox() {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const [text, setText] = useState("")
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { data: facets } = useQuery({ ...facetsQuery(useClient()), enabled: open })
  const suggestions = open && facets ? suggestionsFor(text, facets) : []

  function search(filters: Filters): void {
    setOpen(false)
    setActive(-1)
    setText("")
    input.current?.blur()
    void navigate({ to: "/search", search: filters })
  }

  function submit(): void {
    const chosen = suggestions[active]
    if (chosen) search(chosen.filters)
    else if (text.trim() !== "") search({ text: text.trim() })
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === "Escape") {
      setOpen(false)
      setActive(-1)
    } else if (steps !== undefined) {
      event.preventDefault()
      setOpen(true)
      // One place more than there are suggestions: the input itself.
      const places = suggestions.length + 1
      setActive(((active + 1 + steps + places) % places) - 1)
    }
  }

  const shown = open && suggestions.length > 0
  return (
    <search
      className={styles["search"]}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false)
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          role="combobox"
          value={text}
          maxLength={200}
          enterKeyHint="search"
          autoComplete="off"
          placeholder="Search photos"
          aria-label="Search your photos"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setOpen(true)
            setActive(-1)
          }}
        />
      </form>
      <ul id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={!shown} className={styles["list"]}>
        {suggestions.map((suggestion, index) => (
          <Option
            key={`${suggestion.kind} ${suggestion.name}`}
            id={`${id}-${index}`}
            suggestion={suggestion}
            active={index === active}
            onChoose={() => search(suggestion.filters)}
          />
        ))}
      </ul>
    </search>
  )
}

interface OptionProps {
  readonly id: string
  readonly suggestion: Suggestion
  readonly active: boolean
  readonly onChoose: () => void
}

function Option({ id, suggestion: { kind, name, count }, active, onChoose }: OptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      className={styles["option"]}
      // Before the input loses the focus, and with it the list.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <Icon name={kind === "label" ? "tag" : "camera"} size={18} />
      <span>{name}</span>
      <span className={styles["count"]}>{count.toLocaleString()}</span>
    </li>
  )
}
