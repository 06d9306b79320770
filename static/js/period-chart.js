/* <period-chart data-any-time="…">: bars of the chart inside are chosen as one period, by dragging over them or by
   Shift with the arrows and Enter. Each bar is a link of its own without this. */

class PeriodChart extends HTMLElement {
  connectedCallback() {
    this.bars = [...this.querySelectorAll("a.bar")];
    this.querySelector("[data-hint]")?.removeAttribute("hidden");
    this.from = this.to = null;
    this.dragged = false;
    const svg = this.querySelector("svg");
    svg.addEventListener("pointerdown", (event) => this.press(event));
    svg.addEventListener("pointermove", (event) => this.drag(event));
    window.addEventListener("pointerup", () => this.release());
    svg.addEventListener("click", (event) => this.dragged && event.preventDefault(), true);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("keydown", (event) => this.key(event));
  }

  /* The bar under a point of the screen, however high the pointer is. */
  at(event) {
    return this.bars.findIndex((bar) => {
      const { left: start, right: end } = bar.getBoundingClientRect();
      return event.clientX >= start && event.clientX <= end;
    });
  }

  press(event) {
    if (event.button !== 0) return;
    this.pressed = this.at(event);
    this.dragged = false;
  }

  drag(event) {
    if (!(this.pressed >= 0)) return;
    const at = this.at(event);
    if (at < 0 || (at === this.pressed && !this.dragged)) return;
    this.dragged = true;
    this.choose(this.pressed, at);
  }

  release() {
    const chosen = this.pressed >= 0 && this.dragged;
    this.pressed = -1;
    if (chosen) this.go();
  }

  /* Time runs from right to left, and the arrow to the left goes on in time, unless the chart says data-ltr. */
  key(event) {
    const ahead = "ltr" in this.dataset ? "ArrowRight" : "ArrowLeft";
    const step = { ArrowLeft: -1, ArrowRight: -1, [ahead]: 1 }[event.key];
    const focused = this.bars.indexOf(document.activeElement);
    if (step && focused >= 0) {
      event.preventDefault();
      const next = Math.min(Math.max(focused + step, 0), this.bars.length - 1);
      if (event.shiftKey) this.choose(this.from ?? focused, next);
      else this.clear();
      this.bars[next].focus();
    } else if (event.key === "Enter" && this.from !== null) {
      event.preventDefault();
      this.go();
    } else if (event.key === "Escape") this.clear();
  }

  choose(from, to) {
    [this.from, this.to] = [from, to];
    const [first, last] = this.bounds();
    this.bars.forEach((bar, index) => bar.classList.toggle("within", index >= first && index <= last));
    this.say(`נבחרו ${last - first + 1} תקופות: מ־${this.bars[first].dataset.from} עד ${this.bars[last].dataset.to}`);
  }

  clear() {
    this.from = this.to = null;
    for (const bar of this.bars) bar.classList.remove("within");
    this.say("");
  }

  bounds() {
    return [Math.min(this.from, this.to), Math.max(this.from, this.to)];
  }

  say(text) {
    const status = this.querySelector("[data-said]");
    if (status) status.textContent = text;
  }

  go() {
    const [first, last] = this.bounds();
    const address = new URL(this.dataset.anyTime, location.href);
    address.searchParams.set("from", this.bars[first].dataset.from);
    address.searchParams.set("to", this.bars[last].dataset.to);
    location.assign(address);
  }
}

customElements.define("period-chart", PeriodChart);
