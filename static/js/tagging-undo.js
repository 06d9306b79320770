// What was decided in this session, to be taken back (`u`) and done again (`Shift+u`).

const NOTHING = "אין מה להחזיר.";
const NOTHING_AGAIN = "אין מה לעשות שוב.";

export class Undo {
  #done = [];
  #undone = [];

  /** `send(url, fields)` posts; `token()` gives the page's CSRF token. */
  constructor(send, token) {
    Object.assign(this, { send, token });
  }

  /** Remember a decision that the server took: how it is undone, and what was asked. */
  remember({ undo }, url, fields) {
    if (!undo) return;
    this.#done.push({ ...undo, again: undo.redo ? { url: undo.redo } : { url, fields } });
    this.#undone = [];
  }

  async undo() {
    const last = this.#done.pop();
    if (!last) return { ok: true, said: NOTHING };
    const answer = await this.send(last.url, this.#fields(last.version));
    if (answer.ok) this.#undone.push({ ...last, version: answer.undo?.version });
    return answer;
  }

  async redo() {
    const last = this.#undone.pop();
    if (!last) return { ok: true, said: NOTHING_AGAIN };
    const answer = await this.send(last.again.url, this.#fields(last.version, last.again.fields));
    if (answer.ok) this.#done.push({ ...last, version: answer.undo?.version });
    return answer;
  }

  #fields(version, given = new FormData()) {
    const fields = new FormData();
    for (const [name, value] of given.entries()) if (name !== "article") fields.append(name, value);
    fields.set("csrfmiddlewaretoken", this.token());
    if (version) fields.set("version", version);
    return fields;
  }
}
