// Remembers, on this machine alone, the paragraph where reading stopped, and offers to go on from there.

const KEY = "reading";
const MOST = 200; // articles remembered
const WORTH = 3; // a place before this paragraph is found without help

class ReadingPosition extends HTMLElement {
  connectedCallback() {
    this.paragraphs = [...document.querySelectorAll(".article .paragraph")];
    this.inside = new Set();
    if (!this.paragraphs.length || !("IntersectionObserver" in window)) return;
    this.#offer(read()[this.#key]);
    const watch = new IntersectionObserver((seen) => this.#seen(seen), { rootMargin: "0px 0px -60% 0px" });
    for (const one of this.paragraphs) watch.observe(one);
  }

  /** Not a bare number: an object keeps those in their own order, and the oldest must be the first to go. */
  get #key() {
    return `a${this.dataset.article}`;
  }

  #offer(stopped) {
    const place = document.getElementById(stopped);
    if (!place || location.hash || new URLSearchParams(location.search).has("find")) return;
    const link = this.querySelector("a");
    link.hash = stopped;
    link.querySelector("span").textContent = stopped.slice(1);
    this.firstElementChild.hidden = false;
  }

  /** Keep the first paragraph in the upper part of the window; the beginning and a finished article need no keeping. */
  #seen(entries) {
    for (const entry of entries) this.inside[entry.isIntersecting ? "add" : "delete"](this.paragraphs.indexOf(entry.target));
    if (!this.inside.size || scrollY === 0) return;
    const at = Math.min(...this.inside);
    const finished = this.paragraphs.at(-1).getBoundingClientRect().bottom < innerHeight;
    const kept = read();
    delete kept[this.#key];
    if (at + 1 >= WORTH && !finished) kept[this.#key] = this.paragraphs[at].id;
    write(kept);
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // storage is closed to us, or holds what is not ours
  }
}

function write(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(kept).slice(-MOST))));
  } catch {
    // nothing is kept for a reader whose browser keeps nothing
  }
}

customElements.define("reading-position", ReadingPosition);
