// <review-queue>: the queue decided from the keyboard, without leaving the page.

import { Decisions, isTyping, letter } from "./tagging-decisions.js";
import { post, Queue } from "./tagging-post.js";

const EMPTY = "העמוד הוכרע עד תומו.";

class ReviewQueue extends HTMLElement {
  connectedCallback() {
    this.queue = new Queue();
    this.decisions = new Decisions(this);
    this.undoable = [];
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => event.target === document.body && this.#key(event));
    this.addEventListener("click", (event) => event.target.closest("[data-tick-all]") && this.#tickAll());
    this.dataset.ready = "";
  }

  #key(event) {
    if (isTyping(event) || event.defaultPrevented) return;
    const act = {
      n: () => this.decisions.walk(1),
      p: () => this.decisions.walk(-1),
      y: () => this.#decideCurrent("accept"),
      x: () => this.#decideCurrent("reject"),
      s: () => this.#tickAll(),
      u: () => this.queue.add(() => this.#undo()),
    }[letter(event)];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Tick every suggestion of the page, or none when all are ticked. */
  #tickAll() {
    const boxes = [...this.querySelectorAll("[name=chosen]")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  }

  #decideCurrent(act) {
    this.queue.add(() => {
      const form = this.decisions.form(act);
      return form ? this.#decide(form) : void this.decisions.walk(1);
    });
  }

  #submit(event) {
    if (!event.target.dataset.act) return;
    event.preventDefault();
    this.queue.add(() => this.#decide(event.target));
  }

  async #decide(form) {
    if (!form.isConnected || form.closest("[data-decided]")) return;
    const answer = await post(form.action, new FormData(form));
    this.#say(answer.said, !answer.ok);
    if (!answer.ok && answer.status !== 409 && answer.status !== 404) return;
    const item = form.closest("[data-suggestion]");
    const place = this.decisions.items.indexOf(item);
    if (answer.undo) this.undoable.push({ ...answer.undo, item, place });
    item.remove();
    this.#goOn(place);
  }

  /** Take the last decision back, and put its item where it stood, with the version it now has. */
  async #undo() {
    const last = this.undoable.pop();
    if (!last) return;
    const fields = new FormData();
    fields.append("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]")?.value ?? last.item.querySelector("[name=csrfmiddlewaretoken]").value);
    fields.append("version", last.version);
    const answer = await post(last.url, fields);
    this.#say(answer.said, !answer.ok);
    if (!answer.ok) return;
    for (const field of last.item.querySelectorAll("[name=version]")) field.value = answer.undo.version;
    const before = this.decisions.items[last.place];
    if (before) before.before(last.item);
    else this.querySelector(".review-list").append(last.item);
    this.decisions.go(last.item);
  }

  #goOn(place) {
    const { items } = this.decisions;
    if (items.length) return void this.decisions.go(items[Math.min(place, items.length - 1)]);
    this.#say(EMPTY);
    (this.querySelector("[rel=next]") ?? this.querySelector(".review-list")).focus();
  }

  #say(said, isError = false) {
    const toast = this.querySelector("#tagging-said");
    toast.classList.toggle("error", isError);
    toast.textContent = said;
  }
}

customElements.define("review-queue", ReviewQueue);
