// Posts one decision and says what came of it. Never throws: what failed is a value with a Hebrew sentence.

const LOST = "אין קשר לשרת, וההחלטה לא נשמרה. נסו שוב.";
const SIGNED_OUT = "הכניסה לאתר פגה, וההחלטה לא נשמרה. היכנסו שוב.";
const GONE = "התיוג כבר איננו: הפסקה תוקנה בינתיים. רעננו את הדף.";
const FAILED = "השרת נכשל, וההחלטה לא נשמרה.";

/** Post `fields` (a FormData) to `url`; resolves to {ok, status, said, ...what the server answered}. */
export async function post(url, fields) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  } catch {
    return { ok: false, status: 0, said: LOST };
  }
  if (answer.redirected || answer.status === 403) return { ok: false, status: 403, said: SIGNED_OUT };
  if (answer.status === 404) return { ok: false, status: 404, said: GONE };
  const body = await answer.json().catch(() => ({ said: FAILED }));
  return { ...body, ok: answer.ok, status: answer.status };
}

/** One decision after another, however fast the keys are pressed. */
export class Queue {
  #last = Promise.resolve();

  add(act) {
    this.#last = this.#last.then(act, act);
    return this.#last;
  }
}
