/*! Includes Accessible Autocomplete and Preact, MIT licence: see THIRD-PARTY.txt */
// Turns a long <select data-kept-autocomplete> into a box to type in. The <select> stays in the form
// and is what is sent. Every word comes from data attributes, translated by the server.
import accessibleAutocomplete from "accessible-autocomplete"

const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder)

const matching = (select, text) =>
  [...select.options].find(
    (option) => option.text.trim().toLowerCase() === text.trim().toLowerCase(),
  )

function enhance(select) {
  const { assistive, noResults, results, selected } = select.dataset
  const { id, form } = select
  const described = select.getAttribute("aria-describedby")
  const error = select.classList.contains("govuk-select--error")
  // Without this the text of the empty choice would be typed into the box.
  const defaultValue = select.value ? select.selectedOptions[0].text.trim() : ""
  // Words that were typed before are no choice to be suggested.
  select.querySelector("option[data-typed]")?.remove()

  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue,
    autoselect: false,
    confirmOnBlur: false,
    showAllValues: true,
    // The library's own arrow, but for the eye alone: a screen reader would say "picture".
    dropdownArrow: ({ className }) =>
      `<svg class="${className}" aria-hidden="true" focusable="false"><path d="M0 0h22L11 17z"/></svg>`,
    inputClasses: error ? "kept-autocomplete--error" : null,
    tAssistiveHint: () => assistive,
    tNoResults: () => noResults,
    tStatusNoResults: () => noResults,
    tStatusQueryTooShort: () => assistive,
    tStatusResults: (count) => fill(results, { count }),
    tStatusSelectedOption: (option, count, index) =>
      fill(selected, { option, count, position: index + 1 }),
  })

  const box = document.getElementById(id)
  if (described) {
    // The library sets and drops its own description as it goes; the hint and the error come back each time.
    const describe = () => {
      const own = (box.getAttribute("aria-describedby") ?? "").replace(described, "").trim()
      box.setAttribute("aria-describedby", `${described} ${own}`.trim())
    }
    describe()
    box.addEventListener("focus", describe)
  }
  // Words that match no choice are sent as they are: neither the choice made before them nor none at all.
  // The space before them tells them from a choice's value: the language Ga is not Irish, which is "ga".
  const typed = (words) => select.appendChild(new Option(words, words && ` ${words}`))
  form?.addEventListener("submit", () => {
    const words = box.value.trim()
    const chosen = matching(select, words) ?? typed(words)
    chosen.selected = true
  })
}

document.querySelectorAll("select[data-kept-autocomplete]").forEach(enhance)
