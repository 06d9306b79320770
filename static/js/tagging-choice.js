// Another editor was first: theirs, mine, or back to the queue. A dialog that waits for one of the three.

export class Choice {
  /** `dialog` has a sentence and three buttons; `settle(url, fields)` posts; `closed()` takes the focus back. */
  constructor(dialog, { settle, closed }) {
    Object.assign(this, { dialog, settle, closed });
    dialog.addEventListener("close", () => this.#chosen(dialog.returnValue));
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** Ask about a refused write: `choice` is the server's, `fields` what was posted. */
  open(said, choice, fields) {
    Object.assign(this, { choice, fields });
    this.dialog.querySelector("#choice-said").textContent = said;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  #chosen(value) {
    if (value !== "mine" && value !== "wait") return this.closed();
    const fields = new FormData();
    for (const [name, given] of this.fields.entries()) if (name !== "article") fields.append(name, given);
    fields.set("version", this.choice.version);
    fields.set("act", this.choice.act);
    fields.set("choice", value);
    this.closed();
    this.settle(this.choice.url, fields);
  }
}
