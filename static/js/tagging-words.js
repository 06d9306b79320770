// A paragraph of the page as the server knows it: its text, its words, and spans of code points over its DOM.

import { slice, toCodePoints, toUnits } from "./offsets.js";

const PREFIXES = /^[והבכלמש]{1,3}$/u;

/** A span of code points in a paragraph of the page. */
export class Words {
  constructor(element) {
    this.element = element;
    this.text = element.textContent;
    this.words = element.dataset.words
      .split(" ")
      .filter(Boolean)
      .map((word) => word.split("-").map(Number));
  }

  get id() {
    return this.element.dataset.paragraph;
  }

  get length() {
    return toCodePoints(this.text, this.text.length);
  }

  quote({ start, end }) {
    return slice(this.text, start, end);
  }

  /** The index of the word at the code point, or of the nearest after it, or of the last. */
  wordAt(point) {
    const found = this.words.findIndex(([, end]) => point < end);
    return found < 0 ? this.words.length - 1 : found;
  }

  word(index) {
    const word = this.words[Math.max(0, Math.min(index, this.words.length - 1))];
    return word ? { start: word[0], end: word[1] } : { start: 0, end: 0 };
  }

  /** The id of the accepted tag over the beginning of a span. */
  acceptedAt({ start }) {
    const node = this.range({ start, end: start + 1 }).startContainer;
    return node.parentElement?.closest("[data-accepted]")?.dataset.accepted;
  }

  /** Widen a span to whole words; a start that only leaves prefix letters out, and ends of the text, are kept. */
  snap({ start, end }) {
    const touched = this.words.filter(([low, high]) => low < end && start < high);
    if (!touched.length) return null;
    const [low] = touched[0];
    const [, high] = touched[touched.length - 1];
    const cut = start > low && PREFIXES.test(slice(this.text, low, start));
    return { start: cut ? start : low, end: high };
  }

  /** The DOM range of a span. */
  range({ start, end }) {
    const range = document.createRange();
    range.setStart(...this.#place(toUnits(this.text, start), false));
    range.setEnd(...this.#place(toUnits(this.text, end), true));
    return range;
  }

  /** The span, in code points, of a DOM range that lies in this paragraph. */
  span(range) {
    const before = document.createRange();
    before.selectNodeContents(this.element);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const end = start + range.toString().length;
    return { start: toCodePoints(this.text, start), end: toCodePoints(this.text, end) };
  }

  #place(unit, isEnd) {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    let left = unit;
    let node = walker.nextNode();
    while (node && (isEnd ? left > node.length : left >= node.length)) {
      const next = walker.nextNode();
      if (!next) return [node, node.length];
      left -= node.length;
      node = next;
    }
    return node ? [node, left] : [this.element, 0];
  }
}

/** Show a span on the page as `name` (a ::highlight of the style sheet), or nothing. */
export function show(name, words, span) {
  if (!CSS.highlights) return;
  if (words && span) CSS.highlights.set(name, new Highlight(words.range(span)));
  else CSS.highlights.delete(name);
}
