/* <search-suggest data-url="…">: suggests entities and titles under the search field inside, as an ARIA combobox.
   Without it the field is an ordinary field of its form. */

const WAIT = 90;
let number = 0;

const element = (name, attributes = {}, text = "") => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};

class SearchSuggest extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="search"]');
    this.list = element("ul", { role: "listbox", id: `suggestions-${++number}`, "aria-label": "הצעות", hidden: "" });
    this.status = element("span", { class: "visually-hidden", role: "status" });
    this.append(this.list, this.status);
    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [key, value] of Object.entries(combobox)) this.input.setAttribute(key, value);
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest('[role="option"]')));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    try {
      const url = `${this.dataset.url}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(url, { signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.close(); // aborted by the next letter, or no connection: the form still works
    }
  }

  show({ entities, titles }) {
    if (document.activeElement !== this.input) return;
    const options = [...entities.map((one) => this.entity(one)), ...titles.map((one) => this.title(one))];
    options.forEach((option, index) => option.setAttribute("id", `${this.list.id}-${index}`));
    this.list.replaceChildren(...options);
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(Boolean(options.length)));
    this.status.textContent = options.length ? `${options.length} הצעות` : "";
  }

  entity(one) {
    const option = element("li", { role: "option", "aria-selected": "false", "data-url": one.url });
    option.append(element("span", { class: `entity kind-${one.kind}` }, one.name));
    const called = one.called === one.name ? "" : `נקרא גם ${one.called} · `;
    option.append(element("span", { class: "muted small" }, ` ${called}${one.kind_label}`));
    return option;
  }

  title(one) {
    const option = element("li", { role: "option", "aria-selected": "false", "data-url": one.url });
    option.append(element("span", { class: "title" }, one.title), element("span", { class: "muted small" }, " כתבה"));
    return option;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden) {
      event.preventDefault();
      this.select(this.at + step);
    } else if (step === 1) this.ask();
    else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.follow(this.list.children[this.at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  /* Options go round, with the field itself between the last and the first. */
  select(at) {
    const count = this.list.children.length;
    this.at = ((at + 1 + count + 1) % (count + 1)) - 1;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    const chosen = this.list.children[this.at];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  follow(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.at = -1;
  }
}

customElements.define("search-suggest", SearchSuggest);
