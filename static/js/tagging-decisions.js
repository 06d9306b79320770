// The lists of suggestions, on the tagging page and in the review queue: walked and decided from the keyboard.

/** The letter of a key, whatever the keyboard's language; empty when a modifier is held. */
export function letter(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? event.key.toLowerCase();
}

/** Whether the event comes from somewhere that takes text. */
export function isTyping(event) {
  return Boolean(event.target.closest("input, select, textarea, [contenteditable]"));
}

export class Decisions {
  /** `root` holds the items; `walked(item)` is told of each that becomes current. */
  constructor(root, walked) {
    Object.assign(this, { root, walked, current: "" });
  }

  get items() {
    return [...this.root.querySelectorAll("[data-suggestion]")];
  }

  get item() {
    const focused = document.activeElement?.closest?.("[data-suggestion]");
    return focused ?? this.items.find((item) => item.dataset.suggestion === this.current) ?? null;
  }

  /** Make the next (1) or previous (-1) suggestion current, and focus its first button. */
  walk(step) {
    const { items, item } = this;
    if (!items.length) return null;
    const at = item ? items.indexOf(item) + step : step > 0 ? 0 : items.length - 1;
    return this.go(items[(at + items.length) % items.length]);
  }

  go(item) {
    this.current = item.dataset.suggestion;
    item.querySelector("button")?.focus();
    item.scrollIntoView({ block: "nearest" });
    this.walked?.(item);
    return item;
  }

  /** The form of the current suggestion that does `act`. */
  form(act) {
    return this.item?.querySelector(`form[data-act="${act}"]`) ?? null;
  }

  /** Where the focus goes when the item of `form` is gone: its place in the list. */
  place(form) {
    return this.items.indexOf(form.closest("[data-suggestion]"));
  }
}
