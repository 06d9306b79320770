// The other editors' decisions: a cheap question every few seconds, answered only when something changed.

const EVERY = 3000; // milliseconds

export class Live {
  /** `url` answers {paragraphs, side}, or 304 to the ETag that was seen; `changed(answer)` draws. */
  constructor(url, changed) {
    Object.assign(this, { url, changed, seen: "" });
    this.timer = setInterval(() => this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => this.ask());
  }

  stop() {
    clearInterval(this.timer);
  }

  async ask() {
    if (document.hidden || this.asking) return;
    this.asking = true;
    const headers = this.seen ? { "If-None-Match": this.seen } : {};
    const answer = await fetch(this.url, { headers, cache: "no-store" }).catch(() => null);
    this.asking = false;
    if (!answer?.ok || answer.redirected) return;
    const first = !this.seen;
    this.seen = answer.headers.get("ETag");
    this.changed(await answer.json(), first);
  }
}
