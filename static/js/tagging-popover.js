// The popover that ties a selection to an entity: a combobox whose first line is the best guess.

import { show } from "./tagging-words.js";

const TRIMS = {
  "start-out": (span) => ({ ...span, start: span.start + 1 }),
  "start-in": (span) => ({ ...span, start: span.start - 1 }),
  "end-out": (span) => ({ ...span, end: span.end - 1 }),
  "end-in": (span) => ({ ...span, end: span.end + 1 }),
};
const TRIM_KEYS = { "[": "start-out", "]": "start-in", "{": "end-out", "}": "end-in" };

/** The trim that a key asks for, whatever the keyboard's language. */
export function trimOf(event) {
  const bracket = { BracketLeft: event.shiftKey ? "{" : "[", BracketRight: event.shiftKey ? "}" : "]" }[event.code];
  return TRIM_KEYS[bracket ?? event.key];
}

export class Popover {
  /** `box` is the server's popover; `ask` the address of choices, to which `&q=` is added; `done(fields)` posts; `closed()` takes focus back. */
  constructor(box, { ask, done, closed }) {
    const form = box.querySelector("form");
    Object.assign(this, { box, form, ask, done, closed });
    this.input = form.querySelector("[role=combobox]");
    this.list = form.querySelector("[role=listbox]");
    this.error = form.querySelector("#tagging-error");
    this.#listen();
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** Open over a span of a paragraph; nothing is typed yet, so keys trim, extend and choose the kind. */
  open(words, span) {
    Object.assign(this, { words, span, touched: false, confirmed: false, wantsNew: false });
    this.#complain("");
    this.box.hidden = false;
    this.#stand();
    this.#name();
    this.input.focus({ preventScroll: true });
    this.box.scrollIntoView({ block: "nearest" });
  }

  /** The paragraph was drawn anew, with the same text. */
  follow(words) {
    this.words = words;
    this.#say();
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.asked?.abort();
    this.closed(this.span);
  }

  /** Show why nothing was stored; `alike` are entities of the same name: Enter again makes another. */
  refuse(said, alike = []) {
    this.#complain(said);
    this.confirmed = alike.length > 0;
    this.#activate(this.list.querySelector("[data-new]"));
  }

  #listen() {
    this.form.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#takeActive();
    });
    this.form.addEventListener("click", (event) => {
      const trim = event.target.closest("[data-trim]");
      const option = event.target.closest("[role=option]");
      if (trim) this.#trim(trim.dataset.trim);
      else if (event.target.closest("[data-cancel]")) this.close();
      else if (option) this.#take(option);
    });
    this.form.addEventListener("change", (event) => event.target.name === "kind" && this.#kindChosen());
    this.input.addEventListener("input", () => {
      Object.assign(this, { touched: true, confirmed: false, wantsNew: false });
      this.#complain("");
      this.searching = this.#search();
    });
  }

  #key(event) {
    if (event.key === "Escape") return this.#handled(event, () => this.close());
    if (event.target !== this.input) return;
    if (event.key === "ArrowDown") return this.#handled(event, () => this.#step(1));
    if (event.key === "ArrowUp") return this.#handled(event, () => this.#step(-1));
    if (event.ctrlKey || event.metaKey) return;
    const digit = /^(?:Digit|Numpad)([1-6])$/.exec(event.code)?.[1] ?? /^[1-6]$/.exec(event.key)?.[0];
    if (digit && (event.altKey || !this.touched)) return this.#handled(event, () => this.#kind(Number(digit)));
    if (this.touched || event.altKey) return;
    const trim = trimOf(event);
    if (trim) return this.#handled(event, () => this.#trim(trim));
    if (event.shiftKey && event.key === "ArrowLeft") return this.#handled(event, () => this.#extend(1));
    if (event.shiftKey && event.key === "ArrowRight") return this.#handled(event, () => this.#extend(-1));
  }

  #handled(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #trim(name) {
    const span = TRIMS[name](this.span);
    if (span.start < 0 || span.end > this.words.length || span.start >= span.end) return;
    this.#over(span);
  }

  #extend(step) {
    const { words, span } = this;
    const last = words.word(words.wordAt(span.end - 1) + step);
    if (last.end > span.start) this.#over({ start: span.start, end: last.end });
  }

  #over(span) {
    this.span = span;
    this.#stand();
    if (!this.touched) this.#name();
    else this.#say();
  }

  /** Put the quote into the box, all of it chosen, so that typing replaces it. */
  #name() {
    this.input.value = this.words.quote(this.span);
    this.input.select();
    this.#say();
    this.searching = this.#search();
  }

  /** Offer what the box asks for; a kind that was chosen while the server thought still stands. */
  async #search() {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = this.input.value;
    const choices = await this.#choices(query, this.asked.signal);
    if (choices === null || query !== this.input.value || !this.isOpen) return;
    this.list.innerHTML = choices;
    this.#offerNew();
    this.#activate(this.list.querySelector(this.wantsNew ? "[data-new]" : "[role=option]"));
    this.box.scrollIntoView({ block: "nearest" });
  }

  /** The options for a query, as HTML; "" when the server refused, null when a later question took this one's place. */
  async #choices(query, signal) {
    try {
      const answer = await fetch(`${this.ask}&${new URLSearchParams({ q: query })}`, { signal });
      return answer.ok && !answer.redirected ? await answer.text() : "";
    } catch {
      return signal.aborted ? null : "";
    }
  }

  #offerNew() {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = "choice-new";
    option.dataset.new = "";
    this.list.append(option);
    this.#wordNew();
  }

  #wordNew() {
    const option = this.list.querySelector("[data-new]");
    const kind = this.form.querySelector("[name=kind]:checked").dataset.label;
    if (option) option.textContent = `ישות חדשה: ${this.input.value.trim()} (${kind})`;
  }

  #kind(number) {
    this.form.querySelectorAll("[name=kind]")[number - 1].checked = true;
    this.#kindChosen();
  }

  #kindChosen() {
    this.wantsNew = true;
    this.#wordNew();
    this.#activate(this.list.querySelector("[data-new]"));
    this.input.focus();
  }

  #step(by) {
    this.wantsNew = false;
    const options = [...this.list.querySelectorAll("[role=option]")];
    const at = options.indexOf(this.active);
    this.#activate(options[(at + by + options.length) % options.length]);
  }

  #activate(option) {
    this.active = option ?? null;
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
    this.#say();
  }

  /** The span that would be stored: without the prefix letters when the chosen name says so. */
  #chosenSpan() {
    const skipped = this.touched ? 0 : Number(this.active?.dataset.skipped ?? 0);
    return { start: this.span.start + skipped, end: this.span.end };
  }

  #say() {
    const span = this.#chosenSpan();
    const left = this.words.quote({ start: this.span.start, end: span.start });
    this.form.querySelector("#tagging-quote").textContent = this.words.quote(span);
    this.form.querySelector("#tagging-skipped").textContent = left ? `בלי ${left}־` : "";
    show("tagging-chosen", this.words, span);
  }

  #complain(said) {
    this.error.textContent = said;
    this.error.hidden = !said;
  }

  /** Take the active line of what the box now asks for, not of what it asked a moment ago. */
  async #takeActive() {
    const { words } = this;
    await this.searching;
    if (this.isOpen && this.words === words && this.active) this.#take(this.active);
  }

  #take(option) {
    this.#activate(option);
    const span = this.#chosenSpan();
    const fields = new FormData();
    const isNew = option.dataset.new !== undefined;
    const given = {
      csrfmiddlewaretoken: this.form.querySelector("[name=csrfmiddlewaretoken]").value,
      paragraph: this.words.id, ...span, quote: this.words.quote(span),
      ...(isNew ? { name: this.input.value.trim(), kind: this.form.querySelector("[name=kind]:checked").value } : {}),
      ...(isNew && this.confirmed ? { confirmed: "on" } : {}),
      ...(isNew ? {} : { entity: option.dataset.entity }),
    };
    for (const [name, value] of Object.entries(given)) fields.append(name, value);
    this.done(fields);
  }

  /** Stand under the span, inside the column of text. */
  #stand() {
    const column = this.box.parentElement.getBoundingClientRect();
    const place = this.words.range(this.span).getBoundingClientRect();
    const width = this.box.offsetWidth;
    const end = Math.min(Math.max(place.right - column.left, width), column.width);
    this.box.style.setProperty("--below", `${place.bottom - column.top}px`);
    this.box.style.setProperty("--from-right", `${column.width - end}px`);
  }
}
