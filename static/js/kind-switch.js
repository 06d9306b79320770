// Switches kinds of names without leaving the place: the server draws the article anew, and only its names change.

class KindSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.#pressed(event));
  }

  async #pressed(event) {
    const link = event.target.closest("a.switch");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const place = [...this.querySelectorAll("a.switch")].indexOf(link);
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return location.assign(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    history.replaceState(null, "", link.href.split("#")[0] + location.hash);
    for (const one of page.querySelectorAll(".article .paragraph")) document.getElementById(one.id)?.replaceChildren(...one.childNodes);
    document.querySelector("#names").replaceWith(page.querySelector("#names"));
    document.querySelectorAll("kind-switch a.switch")[place]?.focus({ preventScroll: true });
  }
}

customElements.define("kind-switch", KindSwitch);
