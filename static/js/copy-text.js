// A text with a button that copies it.

class CopyText extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    const text = this.firstElementChild;
    const said = this.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      said.textContent = "הועתק";
    } catch {
      getSelection().selectAllChildren(text); // the clipboard is closed to us: the reader's own copying will do
      said.textContent = "סומן; העתיקו במקלדת";
    }
  }
}

customElements.define("copy-text", CopyText);
