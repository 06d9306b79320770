// The archive counts code points, the DOM counts UTF-16 units: the one place that converts between the two.

/** How many code points stand before the UTF-16 offset `unit` of `text`. */
export function toCodePoints(text, unit) {
  let points = 0;
  for (let at = 0; at < unit && at < text.length; at += width(text, at)) points += 1;
  return points;
}

/** The UTF-16 offset in `text` before which `points` code points stand. */
export function toUnits(text, points) {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left -= 1) at += width(text, at);
  return at;
}

/** The code points `start` to `end` of `text`. */
export function slice(text, start, end) {
  return text.slice(toUnits(text, start), toUnits(text, end));
}

function width(text, at) {
  return text.codePointAt(at) > 0xffff ? 2 : 1;
}
