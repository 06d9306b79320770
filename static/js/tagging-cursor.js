// The cursor of the tagging page: one span of code points in one paragraph, put there by mouse, touch or keyboard.

import { trimOf } from "./tagging-popover.js";
import { show, Words } from "./tagging-words.js";

const ONE_PARAGRAPH = "בחרו מילים בתוך פסקה אחת.";
const TOUCH_PAUSE = 500; // milliseconds after the handles of a selection stop

export class Cursor {
  words = null;
  span = null;

  /** `chosen(words, span)` is told of a selection, `clicked()` of a click, `read(text)` of each move, `refused(said)`. */
  constructor(body, { chosen, clicked, read, refused }) {
    Object.assign(this, { body, chosen, clicked, read, refused });
    body.addEventListener("focusin", (event) => this.#focused(event));
    body.addEventListener("focusout", (event) => body.contains(event.relatedTarget) || show("tagging-word"));
    body.addEventListener("pointerdown", (event) => (this.pointer = event.pointerType));
    document.addEventListener("pointerup", () => setTimeout(() => this.pointer !== "touch" && this.#selected()));
    document.addEventListener("selectionchange", () => this.#touched());
  }

  put(words, span) {
    Object.assign(this, { words, span });
    show("tagging-word", words, span);
    this.read(words.quote(span));
  }

  /** Show the cursor where it stands, and give its paragraph the focus. */
  rest() {
    show("tagging-chosen");
    this.words?.element.focus({ preventScroll: true });
    if (this.words) show("tagging-word", this.words, this.span);
  }

  /** What a key does in the text. Hebrew runs to the left: the left arrow goes forward. */
  act(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.words) return null;
    const trim = trimOf(event);
    if (trim) return () => this.#trim(trim);
    return {
      ArrowLeft: () => this.#move(1, event.shiftKey),
      ArrowRight: () => this.#move(-1, event.shiftKey),
      ArrowDown: () => this.#paragraph(1),
      ArrowUp: () => this.#paragraph(-1),
      Enter: () => this.chosen(this.words, this.span),
    }[event.key];
  }

  /** The paragraph `old` was drawn anew as `drawn`; returns its words when the span still fits, else null. */
  follow(old, drawn) {
    if (this.words?.element !== old) return null;
    const words = new Words(drawn);
    const fits = words.text === this.words.text;
    this.put(words, fits ? this.span : words.word(0));
    return fits ? words : null;
  }

  #focused(event) {
    const paragraph = event.target.closest(".tagging-paragraph");
    if (!paragraph) return;
    const stayed = this.words?.element === paragraph;
    const words = stayed ? this.words : new Words(paragraph);
    this.put(words, stayed ? this.span : words.word(0));
  }

  #move(step, extend) {
    const { words, span } = this;
    const at = words.wordAt(step > 0 || extend ? span.end - 1 : span.start);
    const word = words.word(at + step);
    if (!extend) return this.put(words, word);
    if (word.end > span.start) this.put(words, { start: span.start, end: word.end });
  }

  #trim(name) {
    const { words, span } = this;
    const changed = {
      "start-out": { start: span.start + 1, end: span.end },
      "start-in": { start: span.start - 1, end: span.end },
      "end-out": { start: span.start, end: span.end - 1 },
      "end-in": { start: span.start, end: span.end + 1 },
    }[name];
    if (changed.start >= 0 && changed.start < changed.end && changed.end <= words.length) this.put(words, changed);
  }

  #paragraph(step) {
    const all = [...this.body.querySelectorAll(".tagging-paragraph")];
    all[all.indexOf(this.words.element) + step]?.focus();
  }

  #selected() {
    const selection = document.getSelection();
    if (!selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    const [first, last] = [range.startContainer, range.endContainer].map((node) => paragraphOf(node));
    if (!first && !last) return;
    if (selection.isCollapsed) return this.#clicked(range, first);
    if (!first || !last || first !== last) return this.#clipped(range, first);
    const words = new Words(first);
    this.#choose(words, words.snap(words.span(range)));
  }

  /** A click puts the cursor on its word. */
  #clicked(range, paragraph) {
    this.clicked();
    const words = new Words(paragraph);
    this.put(words, words.word(words.wordAt(words.span(range).start)));
  }

  /** A selection that runs a little over the end of its paragraph (a triple click) is cut there; a wider one is not. */
  #clipped(range, first) {
    if (!first || range.endOffset > 0) return this.refused(ONE_PARAGRAPH);
    const words = new Words(first);
    const inside = range.cloneRange();
    inside.setEnd(first, first.childNodes.length);
    return this.#choose(words, words.snap(words.span(inside)));
  }

  #touched() {
    clearTimeout(this.pause);
    if (this.pointer === "touch") this.pause = setTimeout(() => this.#selected(), TOUCH_PAUSE);
  }

  #choose(words, span) {
    if (span) this.chosen(words, span);
  }
}

function paragraphOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest(".tagging-paragraph") ?? null;
}
