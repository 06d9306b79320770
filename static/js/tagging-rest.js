// "עוד 6 בכתבה": the rest of the article and the whole archive, listed in a dialog and tagged as one act.

const FAILED = "הרשימה לא נטענה. נסו שוב.";

export class Rest {
  /** `dialog` holds the list; `done(url, fields)` posts and resolves to the answer; `closed()` takes the focus back. */
  constructor(dialog, { done, closed, failed }) {
    Object.assign(this, { dialog, done, failed });
    dialog.addEventListener("close", closed);
    dialog.addEventListener("submit", (event) => this.#submit(event));
    dialog.addEventListener("change", (event) => this.#ticked(event.target));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      dialog.close();
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Fetch the list at `url` and open it, with the focus on its first box. */
  async open(url) {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return this.failed(FAILED);
    this.dialog.innerHTML = await answer.text();
    this.#mixed();
    if (!this.dialog.open) this.dialog.showModal();
    (this.#boxes[0] ?? this.dialog.querySelector("[data-close]")).focus();
  }

  get #boxes() {
    return [...this.dialog.querySelectorAll("input[type=checkbox]")];
  }

  #key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = this.#boxes.indexOf(document.activeElement);
    if (step && at >= 0) {
      event.preventDefault();
      this.#boxes[Math.max(0, Math.min(at + step, this.#boxes.length - 1))].focus();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.dialog.querySelector("form").requestSubmit();
    }
  }

  /** A group's box ticks all of its places; a place's box shows on its group's. */
  #ticked(box) {
    if (box.hasAttribute("data-group"))
      for (const one of box.closest("fieldset").querySelectorAll("[name=place]")) one.checked = box.checked;
    this.#mixed();
  }

  #mixed() {
    for (const group of this.dialog.querySelectorAll("fieldset")) {
      const places = [...group.querySelectorAll("[name=place]")];
      const ticked = places.filter((one) => one.checked).length;
      const box = group.querySelector("[data-group]");
      box.checked = ticked === places.length;
      box.indeterminate = ticked > 0 && ticked < places.length;
    }
  }

  async #submit(event) {
    event.preventDefault();
    const answer = await this.done(event.target.action, new FormData(event.target));
    if (answer.ok) return this.dialog.close();
    const error = this.dialog.querySelector("#rest-error");
    error.textContent = answer.said;
    error.hidden = false;
    this.#boxes[0]?.focus();
  }
}
