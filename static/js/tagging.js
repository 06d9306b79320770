// <tagging-page>: select and tag by mouse, touch or keyboard; decide suggestions; undo. The server draws everything.

import { Choice } from "./tagging-choice.js";
import { Cursor } from "./tagging-cursor.js";
import { Decisions, isTyping, letter } from "./tagging-decisions.js";
import { Live } from "./tagging-live.js";
import { Popover } from "./tagging-popover.js";
import { post, Queue } from "./tagging-post.js";
import { Rest } from "./tagging-rest.js";
import { Undo } from "./tagging-undo.js";

const NO_TAG = "קודם תייגו משהו, או עמדו על תג.";
const NO_SUGGESTIONS = "אין הצעות שמחכות להחלטה.";

class TaggingPage extends HTMLElement {
  connectedCallback() {
    this.body = this.querySelector("#tagging-body");
    this.side = this.querySelector("#tagging-side");
    this.queue = new Queue();
    this.undo = new Undo((url, fields) => this.#post(url, fields), () => this.querySelector("[name=csrfmiddlewaretoken]").value);
    this.cursor = new Cursor(this.body, {
      chosen: (words, span) => this.#open(words, span),
      clicked: () => this.picker.close(),
      read: (text) => (this.querySelector("#tagging-word").textContent = text),
      refused: (said) => this.#say(said, true),
    });
    this.decisions = new Decisions(this.side, (item) => this.#showSuggestion(item));
    this.picker = new Popover(this.querySelector("#tagging-popover"), {
      ask: this.dataset.entities,
      done: (fields) => this.queue.add(() => this.#tag(fields)),
      closed: () => this.cursor.rest(),
    });
    this.rest = new Rest(this.querySelector("#tagging-rest"), {
      done: (url, fields) => this.queue.add(() => this.#act(url, fields)),
      closed: () => this.#return(),
      failed: (said) => this.#say(said, true),
    });
    this.choice = new Choice(this.querySelector("#tagging-choice"), {
      settle: (url, fields) => this.queue.add(() => this.#act(url, fields)),
      closed: () => this.#return(),
    });
    this.live = new Live(this.dataset.state, (answer) => this.queue.add(() => this.#changed(answer)));
    this.addEventListener("click", (event) => this.#clickedRest(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => event.target === document.body && this.#key(event));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.dataset.ready = "";
  }

  disconnectedCallback() {
    this.live.stop();
  }

  #open(words, span) {
    this.cursor.put(words, span);
    document.getSelection()?.removeAllRanges();
    this.picker.open(words, span);
  }

  // --- keys -------------------------------------------------------------------------------------------------

  #key(event) {
    if (isTyping(event) || event.defaultPrevented) return;
    const inText = Boolean(event.target.closest(".tagging-paragraph"));
    const act = (inText && this.cursor.act(event)) || this.#pageKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #pageKey(event) {
    return {
      t: () => this.#start(),
      n: () => this.decisions.walk(1) ?? this.#say(NO_SUGGESTIONS),
      p: () => this.decisions.walk(-1) ?? this.#say(NO_SUGGESTIONS),
      y: () => this.#decideCurrent("accept"),
      x: () => this.#decideCurrent("reject"),
      a: () => this.#openRest(event.shiftKey ? "archive" : "article"),
      u: () => this.queue.add(() => this.#again(event.shiftKey ? "redo" : "undo")),
    }[letter(event)];
  }

  /** The first time, `t` shows where the cursor is; from then on it tags the word there. */
  #start() {
    if (!this.cursor.words) return this.body.querySelector(".tagging-paragraph")?.focus();
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
    const answer = await this.#send(form.action, new FormData(form));
    this.#refocus(place, form.dataset.act);
    this.#told(answer);
  }

  async #tag(fields) {
    const answer = await this.#send(this.picker.form.action, fields);
    if (answer.alike?.length || (!answer.ok && !answer.paragraphs)) return this.picker.refuse(answer.said, answer.alike);
    this.picker.close();
    this.#told(answer);
  }

  /** Post an act on many tags, or a choice between two editors. */
  async #act(url, fields) {
    const answer = await this.#send(url, fields);
    if (answer.ok || !this.rest.isOpen) this.#told(answer);
    return answer;
  }

  async #again(which) {
    const focused = document.activeElement?.closest?.("[data-suggestion]");
    const answer = await this.undo[which]();
    if (focused && !focused.isConnected) this.#refocus(0, "undo");
    this.#told(answer);
  }

  /** Post a decision, and remember how to take it back; one that another editor forestalled becomes a choice. */
  async #send(url, fields) {
    const answer = await this.#post(url, fields);
    if (answer.ok && !url.endsWith("/undo")) this.undo.remember(answer, url, fields);
    if (answer.choice) this.choice.open(answer.said, answer.choice, fields);
    return answer;
  }

  /** Post for this article, and redraw what the server sends. */
  async #post(url, fields) {
    fields.set("article", this.dataset.article);
    const answer = await post(url, fields);
    this.#redraw(answer);
    if (answer.state) this.live.seen = answer.state;
    return answer;
  }

  /** Say what came of it, and then how many more there are. */
  #told(answer) {
    this.#say(answer.said, !answer.ok);
    this.#offer(answer.more);
  }

  // --- the rest of the article and of the archive -----------------------------------------------------------

  async #offer(url) {
    const box = this.querySelector("#tagging-more");
    box.replaceChildren();
    this.more = url;
    if (!url) return;
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok && !answer.redirected && this.more === url) box.innerHTML = await answer.text();
  }

  #openRest(scope) {
    const at = this.cursor.words?.acceptedAt(this.cursor.span);
    const url = at ? this.dataset.more.replace("/0/", `/${at}/`) : this.more;
    if (!url) return this.#say(NO_TAG, true);
    this.queue.add(() => this.rest.open(`${url.replace(/more$/, "rest")}?scope=${scope}`));
  }

  #clickedRest(event) {
    const link = event.target.closest("[data-rest]");
    if (!link) return;
    event.preventDefault();
    this.queue.add(() => this.rest.open(link.href));
  }

  // --- what the server sends --------------------------------------------------------------------------------

  /** Other editors decided: draw what differs, and leave the focus where it was. */
  #changed(answer) {
    const at = document.activeElement?.closest?.("[data-suggestion]");
    const { item } = this.decisions;
    const place = item ? this.decisions.items.indexOf(item) : -1;
    const inSide = this.side.contains(document.activeElement);
    this.#redraw(answer);
    if (!inSide || this.side.contains(document.activeElement)) return;
    const same = at && this.side.querySelector(`[data-suggestion="${CSS.escape(at.dataset.suggestion)}"]`);
    if (same) this.decisions.go(same);
    else this.#refocus(Math.max(place, 0), "accept");
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
    if (old?.isEqualNode(drawn)) return;
    const had = old?.contains(document.activeElement);
    old?.closest(".paragraph").replaceWith(template.content);
    const followed = this.cursor.words?.element === old;
    const words = this.cursor.follow(old, drawn);
    if (this.picker.isOpen && followed) words ? this.picker.follow(words) : this.picker.close();
    if (had) drawn.focus({ preventScroll: true });
  }

  /** A dialog closed: back to the text, or to the list when the text was not entered yet. */
  #return() {
    if (this.cursor.words) this.cursor.rest();
    else this.#refocus(0, "accept");
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

  #showSuggestion(item) {
    const id = CSS.escape(item.dataset.suggestion);
    const drawn = this.body.querySelectorAll(`[data-suggested="${id}"]`);
    for (const old of this.body.querySelectorAll(".current")) old.classList.remove("current");
    for (const piece of drawn) piece.classList.add("current");
    drawn[0]?.scrollIntoView({ block: "nearest" });
  }

  #say(said, isError = false) {
    const toast = this.querySelector("#tagging-said");
    toast.classList.toggle("error", isError);
    toast.textContent = said;
  }
}

customElements.define("tagging-page", TaggingPage);
