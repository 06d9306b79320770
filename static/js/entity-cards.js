// Names of an article: a card opens over the one that is pressed, and text and margin light up together.

class EntityCards extends HTMLElement {
  connectedCallback() {
    this.card = this.querySelector("[popover]");
    if (!this.card?.showPopover) return; // an older browser follows the links
    this.addEventListener("click", (event) => this.#pressed(event));
    for (const type of ["pointerover", "focusin"]) this.addEventListener(type, (event) => this.#light(event));
    for (const type of ["pointerout", "focusout"]) this.addEventListener(type, () => this.#light());
    this.card.addEventListener("toggle", (event) => event.newState === "closed" && this.#closed());
  }

  #pressed(event) {
    const link = event.target.closest("a.entity[data-entity]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open(link);
  }

  async #open(link) {
    const asked = (this.asked = link);
    const address = this.dataset.card.replace("/0/", `/${link.dataset.entity}/`);
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (asked !== this.asked) return;
    if (!answer?.ok) return location.assign(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.card.replaceChildren(...page.body.childNodes);
    this.card.showPopover();
    this.#stand(link);
    this.card.querySelector("a")?.focus({ preventScroll: true });
  }

  /** Beside the name, inside the window; a narrow window's style sheet puts the card at its foot instead. */
  #stand(link) {
    const style = this.card.style;
    style.removeProperty("left");
    style.removeProperty("top");
    if (matchMedia("(max-width: 40rem)").matches) return;
    const name = link.getClientRects()[0];
    const box = this.card.getBoundingClientRect();
    const left = Math.min(Math.max(8, name.right - box.width), innerWidth - box.width - 8);
    const below = name.bottom + 6 + box.height < innerHeight;
    style.setProperty("left", `${left}px`);
    style.setProperty("top", `${below ? name.bottom + 6 : Math.max(8, name.top - box.height - 6)}px`);
  }

  #closed() {
    if (this.card.contains(document.activeElement) || document.activeElement === document.body) this.asked?.focus({ preventScroll: true });
  }

  #light(event) {
    const over = event?.target.closest?.("[data-entity]")?.dataset.entity;
    for (const lit of this.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (over) for (const one of this.querySelectorAll(`[data-entity="${over}"]`)) one.classList.add("lit");
  }
}

customElements.define("entity-cards", EntityCards);
