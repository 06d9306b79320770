// Walks over the words that the server has marked: buttons, Enter and Shift+Enter, "3 מתוך 7".

class FindInArticle extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[name=find]");
    this.said = this.querySelector("output");
    this.asked = this.input.value;
    this.last = Math.max(0, ...this.#marks().map((mark) => Number(mark.dataset.hit)));
    this.at = Number(/^#hit-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (!this.last) return;
    for (const button of this.querySelectorAll("[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.#go(Number(button.dataset.step)));
    }
    this.input.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => this.#light(Number(/^#hit-(\d+)$/.exec(location.hash)?.[1] ?? 0)));
    if (this.at) this.#light(this.at);
  }

  /** Asked anew each time: a switch of kinds draws the paragraphs again. */
  #marks() {
    return [...document.querySelectorAll("article mark[data-hit]")];
  }

  /** Enter walks on as long as the words are those that are marked; other words are asked of the server. */
  #key(event) {
    if (event.key !== "Enter" || this.input.value !== this.asked) return;
    event.preventDefault();
    this.#go(event.shiftKey ? -1 : 1);
  }

  #go(step) {
    this.#light(((this.at + step - 1 + this.last) % this.last) + 1);
    document.getElementById(`hit-${this.at}`)?.scrollIntoView({ block: "center" });
  }

  #light(number) {
    if (!number || number > this.last) return;
    this.at = number;
    for (const mark of this.#marks()) mark.classList.toggle("current", Number(mark.dataset.hit) === number);
    this.said.textContent = `${number} מתוך ${this.last}`;
  }
}

customElements.define("find-in-article", FindInArticle);
