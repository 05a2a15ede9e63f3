/*! Includes GOV.UK Frontend, MIT licence: see THIRD-PARTY.txt */
// Everything here improves pages that already work without it.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  SkipLink,
  createAll,
} from "govuk-frontend"

document.body.classList.add("js-enabled", "govuk-frontend-supported")

// Two of them take the focus: the error summary comes last, so that it wins.
for (const component of [Button, Checkboxes, SkipLink, NotificationBanner, ErrorSummary]) {
  createAll(component)
}

// Only a script can open the print window, so without one the button stays hidden.
for (const button of document.querySelectorAll("[data-kept-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}
