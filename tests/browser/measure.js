// What can be measured of a page by the numbers of WCAG, set into it as `measure`. Each measure gives the elements that
// fall short, as text.
(() => {
  const LEAST_TARGET = 24 // CSS px: 2.5.8
  const LEAST_CONTRAST = 3 // 1.4.11
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const told = (element, why) => `${why}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 160)}`
  const targets = () => [...document.querySelectorAll(TARGETS)].filter((one) => shown(one) && one.tabIndex >= 0)

  // A dot or a tick box is as large as itself and its label: both take the press.
  const drawnBy = (element) => ["radio", "checkbox"].includes(element.type) ? [element, ...element.labels] : [element]
  // What is laid over it and stands out takes the press too.
  const beyond = (element, side) => {
    const over = getComputedStyle(element, "::after")
    return over.position === "absolute" ? Math.max(0, -parseFloat(over[side]) || 0) : 0
  }
  const pressed = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    return { left, right, top: top - beyond(element, "top"), bottom: bottom + beyond(element, "bottom") }
  }
  const box = (element) => {
    const boxes = drawnBy(element).map(pressed)
    return {
      width: Math.max(...boxes.map((one) => one.right)) - Math.min(...boxes.map((one) => one.left)),
      height: Math.max(...boxes.map((one) => one.bottom)) - Math.min(...boxes.map((one) => one.top)),
    }
  }
  // A link within a sentence is as high as its line, and may be.
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false
    const block = element.parentElement.closest("p, li, dd, td, th, div, blockquote")
    return block && block.textContent.trim().length > element.textContent.trim().length
  }
  // Off the screen until the focus comes: that it is seen at all is its mark.
  const waits = (element) => element.classList.contains("govuk-skip-link")
  // A link on a line of its own is as high as its letters: then nothing else to press may be near.
  const alone = (element, others) => {
    if (getComputedStyle(element).display !== "inline") return false
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const x = (left + right) / 2, y = (top + bottom) / 2
    return others.every((other) => {
      const area = other.getBoundingClientRect()
      const across = Math.max(area.left - x, 0, x - area.right), down = Math.max(area.top - y, 0, y - area.bottom)
      return other === element || Math.hypot(across, down) >= LEAST_TARGET / 2
    })
  }

  const smallTargets = () => targets()
    .filter((one) => { const { width, height } = box(one); return width < LEAST_TARGET || height < LEAST_TARGET })
    .filter((one) => !waits(one) && !inSentence(one) && !alone(one, targets()))
    .map((one) => { const { width, height } = box(one); return told(one, `${width.toFixed(1)} x ${height.toFixed(1)} px`) })

  const channels = (colour) => {
    const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number)
    return { red: numbers[0] ?? 0, green: numbers[1] ?? 0, blue: numbers[2] ?? 0, alpha: numbers[3] ?? (numbers.length ? 1 : 0) }
  }
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [light, dark] = [luminance(channels(one)), luminance(channels(other))].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor
      if (channels(colour).alpha === 1) return colour
    }
    return "rgb(255, 255, 255)"
  }
  const visible = (colour) => channels(colour).alpha > 0.5
  const marks = (style) => [
    ...(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? [style.outlineColor] : []),
    ...(style.boxShadow.match(/rgba?\([^)]*\)/g) ?? []),
  ].filter(visible)
  const borders = (style) => ["Top", "Right", "Bottom", "Left"]
    .filter((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1)
    .map((side) => style[`border${side}Color`]).filter(visible)
  const styles = (element) => {
    const [, label] = drawnBy(element)
    return label ? [getComputedStyle(label, "::before")] : [getComputedStyle(element)]
  }

  // What shows that there is a control: its border, or what it is filled with, against what is behind it.
  const faintBorders = () => targets()
    .filter((one) => one.matches("input, select, textarea, .govuk-button"))
    .filter((one) => {
      const behind = ground(one.parentElement)
      const drawn = styles(one).flatMap((style) => [...borders(style), ...marks(style), style.backgroundColor])
      return !drawn.some((colour) => visible(colour) && contrast(colour, behind) >= LEAST_CONTRAST)
    }).map((one) => told(one, "hardly to be told from what is behind it"))

  const look = (element) => styles(element).map((style) => ({
    marks: marks(style), borders: borders(style), thick: parseFloat(style.borderTopWidth) || 0, fill: style.backgroundColor,
  }))
  const appears = (before, after, behind) => after.some((now, number) => {
    const was = before[number]
    const added = now.marks.filter((colour) => !was.marks.includes(colour) || now.marks.length > was.marks.length)
    const thicker = now.thick > was.thick ? now.borders : []
    const filled = now.fill !== was.fill ? [now.fill] : []
    return [...added, ...thicker, ...filled].some((colour) => contrast(colour, behind) >= LEAST_CONTRAST)
  })
  const covered = (element) => {
    // Of a link over two lines the first: the middle of both may lie beside its words.
    const area = drawnBy(element).at(-1).getClientRects()[0]
    if (!area) return true
    const x = Math.min(Math.max(area.left + area.width / 2, 1), innerWidth - 1)
    const y = Math.min(Math.max(area.top + Math.min(area.height, innerHeight) / 2, 1), innerHeight - 1)
    if (area.bottom <= 0 || area.top >= innerHeight) return true
    const top = document.elementFromPoint(x, y)
    return top && !drawnBy(element).some((one) => one.contains(top) || top.contains(one))
  }

  // Where the keyboard stands is marked, by something that stands out from what is behind it, and nothing covers it.
  const lostFocus = () => {
    const wrong = []
    for (const one of targets()) {
      document.activeElement.blur()
      const before = look(one), behind = ground(one.parentElement)
      one.focus({ focusVisible: true })
      if (document.activeElement !== one) wrong.push(told(one, "does not take the focus"))
      else if (!waits(one) && !appears(before, look(one), behind)) wrong.push(told(one, "focus hardly to be seen"))
      else if (covered(one)) wrong.push(told(one, "focus is covered"))
    }
    document.activeElement.blur()
    scrollTo(0, 0)
    return wrong
  }

  // Cut off: its words need more room than it has, and the rest is not to be reached by scrolling.
  const cutOff = () => [...document.body.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one)
    const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY)
    if (!hides || !shown(one) || style.clipPath !== "none" || one.clientWidth <= 1) return false
    return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
  }).map((one) => told(one, "words are cut off"))

  const scrolls = (one) => one
    && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement))
  const overflowing = () => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll("*")].filter((one) => {
      const area = one.getBoundingClientRect()
      return area.width && (area.right > width + 1 || area.left < -1) && !scrolls(one.parentElement)
    })
    return ["the page scrolls sideways", ...wide.slice(0, 5).map((one) => told(one, "too wide"))]
  }

  // As readers set it for themselves, in a sheet that no content policy stops.
  const own = new CSSStyleSheet()
  const reads = (css) => {
    own.replaceSync(css)
    document.adoptedStyleSheets = css ? [own] : []
  }

  window.measure = { smallTargets, faintBorders, lostFocus, cutOff, overflowing, reads }
})()
