/* <drop-zone>: files and folders dropped on it go into the file input inside; without it, the input works alone. */

const MEBIBYTE = 2 ** 20;

async function filesOf(entry) {
  if (entry.isFile) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files;
    for (const inner of some) files.push(...(await filesOf(inner)));
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const lists = await Promise.all(entries.map(filesOf));
  return lists.flat().filter((file) => !file.name.startsWith("."));
}

class DropZone extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.chosen = this.querySelector("[data-chosen]");
    this.querySelector("[data-hint]")?.removeAttribute("hidden");
    this.input.addEventListener("change", () => this.tell());
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragleave", () => this.removeAttribute("data-over"));
    this.addEventListener("drop", (event) => this.take(event));
  }

  over(event) {
    event.preventDefault();
    this.setAttribute("data-over", "");
  }

  async take(event) {
    event.preventDefault();
    this.removeAttribute("data-over");
    const holder = new DataTransfer();
    for (const file of [...this.input.files, ...(await dropped(event.dataTransfer))]) holder.items.add(file);
    this.input.files = holder.files;
    this.tell();
  }

  tell() {
    const files = [...this.input.files];
    const problem = this.problem(files);
    this.input.setCustomValidity(problem);
    this.chosen.textContent = problem || this.sentence(files);
  }

  sentence(files) {
    if (!files.length) return "";
    const size = files.reduce((sum, file) => sum + file.size, 0) / MEBIBYTE;
    const count = files.length === 1 ? `נבחר ${files[0].name}` : `נבחרו ${files.length} קבצים`;
    return `${count} (${size.toFixed(1)} מ״ב)`;
  }

  problem(files) {
    const { mostFiles, mostBytes } = this.dataset;
    if (files.length > mostFiles) return `נבחרו ${files.length} קבצים; אפשר עד ${mostFiles} בבת אחת.`;
    const large = files.find((file) => file.size > mostBytes);
    return large ? `הקובץ ${large.name} גדול מ־${mostBytes / MEBIBYTE} מ״ב.` : "";
  }
}

customElements.define("drop-zone", DropZone);
