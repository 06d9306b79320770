// <tagging-page>: select and tag by mouse, touch or keyboard; decide suggestions; undo. The server draws everything.

import { Decisions, isTyping, letter } from "./tagging-decisions.js";
import { Popover, trimOf } from "./tagging-popover.js";
import { post, Queue } from "./tagging-post.js";
import { show, Words } from "./tagging-words.js";

const ONE_PARAGRAPH = "בחרו מילים בתוך פסקה אחת.";
const NOTHING_TO_UNDO = "אין מה להחזיר.";
const NO_SUGGESTIONS = "אין הצעות שמחכות להחלטה.";
const TOUCH_PAUSE = 500; // milliseconds after the handles of a selection stop

class TaggingPage extends HTMLElement {
  connectedCallback() {
    this.body = this.querySelector("#tagging-body");
    this.side = this.querySelector("#tagging-side");
    this.queue = new Queue();
    this.undoable = [];
    this.cursor = null;
    this.decisions = new Decisions(this.side, (item) => this.#showSuggestion(item));
    this.picker = new Popover(this.querySelector("#tagging-popover"), {
      ask: this.dataset.entities,
      done: (fields) => this.queue.add(() => this.#tag(fields)),
      closed: () => this.#rest(),
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => event.target === document.body && this.#key(event));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.body.addEventListener("focusin", (event) => this.#focused(event));
    this.body.addEventListener("focusout", (event) => this.body.contains(event.relatedTarget) || show("tagging-word"));
    this.body.addEventListener("pointerdown", (event) => (this.pointer = event.pointerType));
    document.addEventListener("pointerup", () => setTimeout(() => this.pointer !== "touch" && this.#selected()));
    document.addEventListener("selectionchange", () => this.#touched());
    this.dataset.ready = "";
  }

  // --- the cursor: one span of code points in one paragraph -------------------------------------------------

  #words(element) {
    return new Words(element);
  }

  #focused(event) {
    const paragraph = event.target.closest(".tagging-paragraph");
    if (!paragraph) return;
    const stayed = this.cursor?.words.element === paragraph;
    const words = stayed ? this.cursor.words : this.#words(paragraph);
    this.#put(words, stayed ? this.cursor.span : words.word(0));
  }

  #put(words, span) {
    this.cursor = { words, span };
    show("tagging-word", words, span);
    this.#whisper(words.quote(span));
  }

  #move(step, extend) {
    const { words, span } = this.cursor;
    const at = words.wordAt(step > 0 || extend ? span.end - 1 : span.start);
    const word = words.word(at + step);
    if (!extend) return this.#put(words, word);
    if (word.end > span.start) this.#put(words, { start: span.start, end: word.end });
  }

  #trim(name) {
    const { words, span } = this.cursor;
    const changed = {
      "start-out": { start: span.start + 1, end: span.end },
      "start-in": { start: span.start - 1, end: span.end },
      "end-out": { start: span.start, end: span.end - 1 },
      "end-in": { start: span.start, end: span.end + 1 },
    }[name];
    if (changed.start >= 0 && changed.start < changed.end && changed.end <= words.length) this.#put(words, changed);
  }

  #paragraph(step) {
    const all = [...this.body.querySelectorAll(".tagging-paragraph")];
    all[all.indexOf(this.cursor.words.element) + step]?.focus();
  }

  #selected() {
    const selection = document.getSelection();
    if (!selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    const [first, last] = [range.startContainer, range.endContainer].map((node) => paragraphOf(node));
    if (!first && !last) return;
    if (selection.isCollapsed) return this.#clicked(range, first);
    if (!first || !last || first !== last) return this.#clipped(range, first);
    const words = this.#words(first);
    this.#open(words, words.snap(words.span(range)));
  }

  /** A click puts the cursor on its word, and closes what was open. */
  #clicked(range, paragraph) {
    if (this.picker.isOpen) this.picker.close();
    const words = this.#words(paragraph);
    this.#put(words, words.word(words.wordAt(words.span(range).start)));
  }

  /** A selection that runs a little over the end of its paragraph (a triple click) is cut there; a wider one is not. */
  #clipped(range, first) {
    if (!first || range.endOffset > 0) return this.#say(ONE_PARAGRAPH, true);
    const words = this.#words(first);
    const inside = range.cloneRange();
    inside.setEnd(first, first.childNodes.length);
    return this.#open(words, words.snap(words.span(inside)));
  }

  #touched() {
    clearTimeout(this.pause);
    if (this.pointer === "touch") this.pause = setTimeout(() => this.#selected(), TOUCH_PAUSE);
  }

  #open(words, span) {
    if (!span) return;
    this.#put(words, span);
    document.getSelection()?.removeAllRanges();
    this.picker.open(words, span);
  }

  // --- keys -------------------------------------------------------------------------------------------------

  #key(event) {
    if (isTyping(event) || event.defaultPrevented) return;
    const inText = Boolean(event.target.closest(".tagging-paragraph"));
    const act = (inText && this.#textKey(event)) || this.#pageKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Hebrew runs to the left: the left arrow goes forward. */
  #textKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.cursor) return null;
    const trim = trimOf(event);
    if (trim) return () => this.#trim(trim);
    return {
      ArrowLeft: () => this.#move(1, event.shiftKey),
      ArrowRight: () => this.#move(-1, event.shiftKey),
      ArrowDown: () => this.#paragraph(1),
      ArrowUp: () => this.#paragraph(-1),
      Enter: () => this.#open(this.cursor.words, this.cursor.span),
    }[event.key];
  }

  #pageKey(event) {
    return {
      t: () => this.#start(),
      n: () => this.decisions.walk(1) ?? this.#say(NO_SUGGESTIONS),
      p: () => this.decisions.walk(-1) ?? this.#say(NO_SUGGESTIONS),
      y: () => this.#decideCurrent("accept"),
      x: () => this.#decideCurrent("reject"),
      u: () => this.queue.add(() => this.#undo()),
    }[letter(event)];
  }

  /** The first time, `t` shows where the cursor is; from then on it tags the word there. */
  #start() {
    if (!this.cursor) return this.body.querySelector(".tagging-paragraph")?.focus();
    this.#open(this.cursor.words, this.cursor.span);
  }

  #decideCurrent(act) {
    this.queue.add(() => {
      const form = this.decisions.form(act);
      return form ? this.#decide(form) : void (this.decisions.walk(1) ?? this.#say(NO_SUGGESTIONS));
    });
  }

  // --- decisions --------------------------------------------------------------------------------------------

  #submit(event) {
    const form = event.target;
    if (form === this.picker.form || !form.dataset.act) return;
    event.preventDefault();
    this.queue.add(() => this.#decide(form));
  }

  async #decide(form) {
    if (!form.isConnected) return;
    const place = this.decisions.place(form);
    const answer = await this.#post(form.action, new FormData(form));
    this.#refocus(place, form.dataset.act);
    this.#say(answer.said, !answer.ok);
  }

  async #tag(fields) {
    const answer = await this.#post(this.picker.form.action, fields);
    if (answer.alike?.length || (!answer.ok && !answer.paragraphs)) return this.picker.refuse(answer.said, answer.alike);
    this.picker.close();
    this.#say(answer.said, !answer.ok);
  }

  async #undo() {
    const last = this.undoable.pop();
    if (!last) return this.#say(NOTHING_TO_UNDO);
    const fields = new FormData();
    fields.append("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]").value);
    fields.append("version", last.version);
    const focused = document.activeElement?.closest?.("[data-suggestion]");
    const answer = await this.#post(last.url, fields, false);
    if (focused && !focused.isConnected) this.#refocus(0, "undo");
    this.#say(answer.said, !answer.ok);
  }

  /** Post for this article, redraw what the server sends, remember how to take it back. */
  async #post(url, fields, remember = true) {
    fields.append("article", this.dataset.article);
    const answer = await post(url, fields);
    if (answer.ok && remember && answer.undo && !url.endsWith("/undo")) this.undoable.push(answer.undo);
    this.#redraw(answer);
    return answer;
  }

  #redraw({ paragraphs = {}, side }) {
    for (const [id, html] of Object.entries(paragraphs)) this.#redrawParagraph(id, html);
    if (side !== undefined) this.side.innerHTML = side;
  }

  #redrawParagraph(id, html) {
    const old = this.body.querySelector(`[data-paragraph="${CSS.escape(id)}"]`);
    const template = document.createElement("template");
    template.innerHTML = html;
    const drawn = template.content.querySelector(".tagging-paragraph");
    const had = old?.contains(document.activeElement);
    old?.closest(".paragraph").replaceWith(template.content);
    if (this.cursor?.words.element !== old) return;
    const words = this.#words(drawn);
    const fits = words.text === this.cursor.words.text;
    this.#put(words, fits ? this.cursor.span : words.word(0));
    if (had) drawn.focus({ preventScroll: true });
  }

  /** After a decision the focus goes to what now stands in its place, never to nowhere. */
  #refocus(place, act) {
    const { items } = this.decisions;
    if (place >= 0 && items.length) return void this.decisions.go(items[Math.min(place, items.length - 1)]);
    const left = act === "remove" ? "#accepted-title" : "#waiting-title";
    const heading = this.side.querySelector(left);
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  #rest() {
    show("tagging-chosen");
    this.cursor?.words.element.focus({ preventScroll: true });
    if (this.cursor) show("tagging-word", this.cursor.words, this.cursor.span);
  }

  #showSuggestion(item) {
    const id = CSS.escape(item.dataset.suggestion);
    const drawn = this.body.querySelectorAll(`[data-suggested="${id}"]`);
    for (const old of this.body.querySelectorAll(".current")) old.classList.remove("current");
    for (const piece of drawn) piece.classList.add("current");
    drawn[0]?.scrollIntoView({ block: "nearest" });
  }

  #whisper(said) {
    this.querySelector("#tagging-word").textContent = said;
  }

  #say(said, isError = false) {
    const toast = this.querySelector("#tagging-said");
    toast.classList.toggle("error", isError);
    toast.textContent = said;
  }
}

function paragraphOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest(".tagging-paragraph") ?? null;
}

customElements.define("tagging-page", TaggingPage);
