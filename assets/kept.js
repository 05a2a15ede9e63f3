/*! Includes GOV.UK Frontend, MIT licence: see THIRD-PARTY.txt */
// Everything here improves pages that already work without it.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  SkipLink,
  createAll,
} from "govuk-frontend"

document.body.classList.add("js-enabled", "govuk-frontend-supported")

// The way out also forgets the answers of this browser, and leaves no page to come back to.
class WayOut extends ExitThisPage {
  exitPage() {
    const { keptForgets, keptToken } = this.$root.dataset
    if (keptForgets) {
      const token = new FormData()
      token.append("csrf_token", keptToken)
      navigator.sendBeacon(keptForgets, token)
    }
    super.exitPage()
    location.replace(this.$button.href)
  }
}
createAll(WayOut)

// Two of them take the focus: the error summary comes last, so that it wins.
for (const component of [Button, Checkboxes, SkipLink, NotificationBanner, ErrorSummary]) {
  createAll(component)
}

// Only a script can open the print window, so without one the button stays hidden.
for (const button of document.querySelectorAll("[data-kept-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}
