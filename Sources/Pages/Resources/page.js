// @ts-check
// The explorer page: search, filters, time, answers, details, permalinks. Works from disk, without any other file.
// It is longer than other files here, since its parts work on one state, and a page from disk can load no modules; what
// needs none of that state, moving about the map, is in map-view.js.

/**
 * @typedef {{id: string, name: string, type: number, aliases: string[], facts: [string, string][], node: number | null}} Entity
 * @typedef {{s: number, t: number, o: number, sentence: string, about: string, date: string, from: number | null,
 *   to: number | null, dated: boolean, status: string, by: string, sources: [number, string][], quote: string,
 *   note: string, line: number | null}} Relation
 * @typedef {{id: string, number: number, text: string, publisher: string, url: string | null}} Source
 * @typedef {{name: string, title: string, ask: string, relations: number[]}} View
 * @typedef {{types: string[], relationTypes: string[], entities: Entity[], relations: Relation[], sources: Source[],
 *   views: View[], steps: [number, string][], live: boolean, nodes: string[], lines: string[]}} PageData
 * @typedef {{columns: string[], rows: string[][], relations: number[], statement: string, messages: string,
 *   error: string | null}} Reply
 */

/** @type {PageData} */
const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent || "{}");

/**
 * An element that the page is known to hold.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no element ${id}`);
  return found;
}

/**
 * Makes an element; texts are set as text, never as markup.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(string | Node)} children
 * @returns {HTMLElement}
 */
function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const frame = element("map", HTMLDivElement);
const drawing = /** @type {SVGSVGElement} */ (frame.querySelector("svg"));
const map = new MapView(drawing, frame, data.nodes, data.lines);
const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("#relations tbody tr")]);
const details = element("details", HTMLElement);
const search = element("search", HTMLInputElement);
const results = element("results", HTMLUListElement);
const fromSlider = element("from", HTMLInputElement);
const toSlider = element("to", HTMLInputElement);
const undated = element("undated", HTMLInputElement);
const viewChoice = element("view", HTMLSelectElement);
const count = element("count", HTMLElement);

/** What is hidden, and what is chosen; the fragment of the address says the same. */
const state = {
  /** @type {Record<string, Set<string>>} */
  hidden: { type: new Set(), relation: new Set(), source: new Set(), status: new Set() },
  from: 0,
  to: data.steps.length - 1,
  undated: true,
  view: "",
  /** @type {string} */
  entity: "",
  /** @type {number | null} */
  line: null,
  /** @type {Reply | null} */
  reply: null,
};

const foldKey = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const entityByID = new Map(data.entities.map((entity, index) => [entity.id, index]));

// ---- filtering

/** @param {Relation} relation */
function isShown(relation) {
  const { hidden } = state;
  if (hidden.relation.has(data.relationTypes[relation.t]) || hidden.status.has(relation.status)) return false;
  for (const end of [relation.s, relation.o]) {
    if (hidden.type.has(data.types[data.entities[end].type])) return false;
  }
  const isSourced = relation.sources.length === 0
    || relation.sources.some(([number]) => !hidden.source.has(data.sources[number].id));
  if (!isSourced) return false;
  const isWhole = state.from === 0 && state.to === data.steps.length - 1;
  if (!relation.dated) return state.undated;
  if (isWhole) return true;
  // Active during: the two intervals overlap; open ends reach on.
  const first = data.steps[state.from][0];
  const last = state.to + 1 < data.steps.length ? data.steps[state.to + 1][0] - 1 : Infinity;
  return (relation.from ?? -Infinity) <= last && (relation.to ?? Infinity) >= first;
}

/** The relations that are highlighted: those of the chosen view, or of the answer; null for none. */
function litRelations() {
  if (state.reply && !state.reply.error) return new Set(state.reply.relations);
  const view = data.views.find((view) => view.name === state.view);
  return view ? new Set(view.relations) : null;
}

/** Shows what the filters let through. */
function refresh() {
  const lit = litRelations();
  const lines = new Set();
  const nodes = new Set();
  const litLines = new Set();
  const litNodes = new Set();
  let shown = 0;
  data.relations.forEach((relation, index) => {
    const isOn = isShown(relation);
    const isLit = lit === null || lit.has(index);
    rows[index].hidden = !isOn || !isLit;
    if (!isOn) return;
    if (isLit) shown += 1;
    const ends = [relation.s, relation.o].map((end) => data.entities[end].node);
    for (const node of ends) {
      if (node === null) continue;
      nodes.add(node);
      if (isLit) litNodes.add(node);
    }
    if (relation.line === null) return;
    lines.add(relation.line);
    if (isLit) litLines.add(relation.line);
  });
  // Entities without any relation stay as long as their type does.
  data.entities.forEach((entity) => {
    if (entity.node === null || state.hidden.type.has(data.types[entity.type])) return;
    if (!data.relations.some((relation) => relation.s === entityByID.get(entity.id) || relation.o === entityByID.get(entity.id))) nodes.add(entity.node);
  });
  map.mark(lines, nodes, lit === null ? null : { lines: litLines, nodes: litNodes });
  count.textContent = `${shown} of ${data.relations.length} relations`;
  const words = (/** @type {number} */ index) => data.steps[index]?.[1] ?? "";
  element("from-text", HTMLOutputElement).value = words(state.from);
  element("to-text", HTMLOutputElement).value = words(state.to);
  fromSlider.setAttribute("aria-valuetext", words(state.from));
  toSlider.setAttribute("aria-valuetext", words(state.to));
  writeFragment();
}

// ---- details

/**
 * One claim, with all that is known of it.
 * @param {Relation} relation
 */
function claim(relation) {
  const item = make("li", {}, make("p", {}, relation.sentence));
  if (relation.quote) item.append(make("blockquote", {}, relation.quote));
  if (relation.note) item.append(make("p", { class: "soft" }, relation.note));
  const sources = relation.sources.map(([number, place]) => {
    const source = data.sources[number];
    const words = place ? `${source.publisher} ${place}` : source.publisher;
    const title = { title: source.text };
    return source.url
      ? make("a", { ...title, href: source.url, rel: "noopener noreferrer" }, words)
      : make("span", title, words);
  });
  const line = make("p", { class: "soft" }, sources.length ? "Source: " : "No source");
  sources.forEach((source, index) => line.append(index ? "; " : "", source));
  item.append(line);
  return item;
}

/**
 * @param {string} title
 * @param {Relation[]} relations
 */
function claims(title, relations) {
  if (relations.length === 0) return [];
  return [make("h3", {}, `${title} (${relations.length})`), make("ul", { class: "claims" }, ...relations.map(claim))];
}

/** @param {number} index */
function showEntity(index) {
  const entity = data.entities[index];
  [state.entity, state.line] = [entity.id, null];
  const facts = make("dl", {});
  for (const [key, value] of entity.facts) facts.append(make("dt", {}, key), make("dd", {}, value));
  fill(
    entity.name, data.types[entity.type], facts,
    ...claims("Says, does", data.relations.filter((relation) => relation.s === index)),
    ...claims("Is said, is done to it", data.relations.filter((relation) => relation.o === index && relation.s !== index)));
  if (entity.node !== null) map.show(map.nodes[entity.node]);
}

/** @param {number} line */
function showLine(line) {
  [state.entity, state.line] = ["", line];
  const relations = data.relations.filter((relation) => relation.line === line);
  const first = relations[0];
  if (!first) return;
  fill(
    `${data.entities[first.s].name} – ${data.entities[first.o].name}`, "", ...claims("Claims", relations));
  map.show(map.chips[line]);
}

/** @type {Element | null} */
let lastFocus = null;

/**
 * @param {string} title
 * @param {string} kind
 * @param {...Node} content
 */
function fill(title, kind, ...content) {
  if (details.hidden) lastFocus = document.activeElement;
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  close.addEventListener("click", closeDetails);
  const heading = make("h2", { tabindex: "-1" }, title);
  const head = [close, heading];
  if (kind) head.push(make("p", { class: "kind" }, kind));
  details.replaceChildren(...head, ...content);
  details.hidden = false;
  details.scrollTop = 0;
  heading.focus({ preventScroll: true });
  writeFragment();
}

function closeDetails() {
  details.hidden = true;
  [state.entity, state.line] = ["", null];
  if (lastFocus instanceof HTMLElement || lastFocus instanceof SVGElement) lastFocus.focus({ preventScroll: true });
  writeFragment();
}

// ---- search

function findEntities() {
  const key = foldKey(search.value.trim());
  /** @type {[number, number, string][]} */
  const found = [];
  if (key) {
    data.entities.forEach((entity, index) => {
      for (const name of [entity.name, ...entity.aliases, entity.id]) {
        const place = foldKey(name).indexOf(key);
        if (place < 0) continue;
        found.push([place === 0 ? 0 : 1, index, name === entity.name || name === entity.id ? "" : name]);
        return;
      }
    });
  }
  found.sort((left, right) => left[0] - right[0]);
  const items = found.slice(0, 12).map(([, index, alias], place) => {
    const entity = data.entities[index];
    const words = make("span", { class: "soft" }, ` ${alias ? `(${alias}) ` : ""}${data.types[entity.type]}`);
    const item = make("li", { role: "option", id: `result-${place}`, "aria-selected": "false" }, entity.name, words);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(index);
    });
    item.dataset.entity = String(index);
    return item;
  });
  const isEmpty = key !== "" && items.length === 0;
  results.replaceChildren(...items);
  results.hidden = items.length === 0;
  search.setAttribute("aria-expanded", String(items.length > 0));
  search.removeAttribute("aria-activedescendant");
  element("found", HTMLElement).textContent = isEmpty ? "No entity has this name" : key ? `${items.length} found` : "";
}

/** @param {number} index */
function choose(index) {
  search.value = "";
  findEntities();
  showEntity(index);
}

search.addEventListener("input", findEntities);
search.addEventListener("blur", () => { results.hidden = true; });
search.addEventListener("keydown", (event) => {
  const items = /** @type {HTMLElement[]} */ ([...results.children]);
  const active = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") {
    search.value = "";
    findEntities();
  } else if (event.key === "Enter" && items.length > 0) {
    event.preventDefault();
    choose(Number(items[Math.max(active, 0)].dataset.entity));
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (items.length === 0) return;
    event.preventDefault();
    const next = (active + (event.key === "ArrowDown" ? 1 : items.length - 1) + (active < 0 && event.key === "ArrowUp" ? 1 : 0)) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === next)));
    search.setAttribute("aria-activedescendant", items[next].id);
  }
});

// ---- controls

const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[data-facet]")]);
for (const box of boxes) {
  box.addEventListener("change", () => {
    const facet = state.hidden[box.dataset.facet ?? ""];
    if (box.checked) facet.delete(box.value); else facet.add(box.value);
    refresh();
  });
}
for (const button of document.querySelectorAll("button[data-all]")) {
  button.addEventListener("click", () => {
    const name = button.getAttribute("data-all") ?? "";
    const own = boxes.filter((box) => box.dataset.facet === name);
    const isAnyOff = own.some((box) => !box.checked);
    state.hidden[name] = new Set(isAnyOff ? [] : own.map((box) => box.value));
    showControls();
    refresh();
  });
}
fromSlider.addEventListener("input", () => {
  state.from = Number(fromSlider.value);
  state.to = Math.max(state.to, state.from);
  showControls();
  refresh();
});
toSlider.addEventListener("input", () => {
  state.to = Number(toSlider.value);
  state.from = Math.min(state.from, state.to);
  showControls();
  refresh();
});
undated.addEventListener("change", () => {
  state.undated = undated.checked;
  refresh();
});
viewChoice.addEventListener("change", () => {
  state.view = viewChoice.value;
  state.reply = null;
  showReply();
  refresh();
});
element("reset", HTMLButtonElement).addEventListener("click", () => {
  history.replaceState(null, "", "#");
  readFragment();
  map.fit();
});
element("nearer", HTMLButtonElement).addEventListener("click", () => map.zoom(1.4));
element("farther", HTMLButtonElement).addEventListener("click", () => map.zoom(1 / 1.4));
element("fit", HTMLButtonElement).addEventListener("click", () => map.fit());
map.onChoose((kind, index) => {
  if (kind === "line") return showLine(index);
  const entity = data.entities.findIndex((entity) => entity.node === index);
  if (entity >= 0) showEntity(entity);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !details.hidden && event.target !== search) closeDetails();
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});
rows.forEach((row, index) => {
  const relation = data.relations[index];
  row.querySelectorAll("td").forEach((cell, column) => {
    if (column !== 0 && column !== 2) return;
    const entity = column === 0 ? relation.s : relation.o;
    const link = make("a", { href: `#entity=${encodeURIComponent(data.entities[entity].id)}` }, cell.textContent ?? "");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      showEntity(entity);
    });
    cell.replaceChildren(link);
  });
});

/** Sets all controls to what the state says. */
function showControls() {
  for (const box of boxes) box.checked = !state.hidden[box.dataset.facet ?? ""].has(box.value);
  fromSlider.value = String(state.from);
  toSlider.value = String(state.to);
  undated.checked = state.undated;
  viewChoice.value = state.view;
}

// ---- permalinks

function writeFragment() {
  const words = new URLSearchParams();
  for (const [name, values] of Object.entries(state.hidden)) {
    if (values.size > 0) words.set(`without-${name}`, [...values].join(","));
  }
  if (state.from > 0) words.set("from", data.steps[state.from][1]);
  if (state.to < data.steps.length - 1) words.set("to", data.steps[state.to][1]);
  if (!state.undated) words.set("undated", "no");
  if (state.view) words.set("view", state.view);
  if (state.entity) words.set("entity", state.entity);
  if (state.line !== null) words.set("line", map.chips[state.line]?.id ?? "");
  if (state.reply) words.set("ask", question?.value ?? "");
  const fragment = words.toString().replaceAll("%2C", ",");
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
}

/** Takes the state from the fragment; what it does not name, or names wrongly, is as at the beginning. */
function readFragment() {
  const words = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(state.hidden)) {
    const known = new Set(boxes.filter((box) => box.dataset.facet === name).map((box) => box.value));
    const values = (words.get(`without-${name}`) ?? "").split(",").filter((value) => known.has(value));
    state.hidden[name] = new Set(values);
  }
  const step = (/** @type {string} */ name, /** @type {number} */ usual) => {
    const found = data.steps.findIndex(([, text]) => text === words.get(name));
    return found < 0 ? usual : found;
  };
  state.from = step("from", 0);
  state.to = Math.max(step("to", data.steps.length - 1), state.from);
  state.undated = words.get("undated") !== "no";
  state.view = data.views.some((view) => view.name === words.get("view")) ? words.get("view") ?? "" : "";
  const entity = entityByID.get(words.get("entity") ?? "");
  const line = map.chips.findIndex((chip) => chip.id !== "" && chip.id === words.get("line"));
  const asked = words.get("ask");
  state.reply = null;
  showReply();
  showControls();
  refresh();
  if (entity !== undefined) showEntity(entity); else if (line >= 0) showLine(line); else if (!details.hidden) closeDetails();
  if (asked && question) {
    question.value = asked;
    ask(asked);
  }
}
window.addEventListener("hashchange", readFragment);

// ---- questions: only where a server answers them

const question = /** @type {HTMLInputElement | null} */ (document.getElementById("question"));

/** @param {string} text */
async function ask(text) {
  /** @type {Reply} */
  let reply;
  try {
    const response = await fetch("/ask", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ question: text }),
    });
    reply = await response.json();
  } catch {
    reply = { columns: [], rows: [], relations: [], statement: "", messages: "", error: "the server does not answer" };
  }
  state.reply = reply;
  state.view = "";
  showControls();
  showReply();
  refresh();
}

function showReply() {
  const answer = document.getElementById("answer");
  if (!answer) return;
  const reply = state.reply;
  answer.hidden = reply === null;
  if (reply === null) return;
  const parts = [];
  if (reply.error !== null) {
    parts.push(make("pre", { class: "error" }, reply.error));
  } else {
    const head = make("tr", {}, ...reply.columns.map((column) => make("th", { scope: "col" }, column)));
    const body = reply.rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))));
    const table = make("table", {}, make("caption", {}, `${reply.rows.length} rows`), make("thead", {}, head), make("tbody", {}, ...body));
    parts.push(make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer" }, table));
  }
  if (reply.messages) parts.push(make("pre", { class: "soft" }, reply.messages));
  if (reply.statement) parts.push(make("pre", { class: "statement" }, reply.statement));
  answer.replaceChildren(...parts);
}

/** Asks every second whether a file has changed, and loads the page anew when one has. */
async function watch() {
  const known = document.documentElement.dataset.version;
  const banner = element("banner", HTMLElement);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    try {
      const response = await fetch("/state", { cache: "no-store" });
      const now = await response.json();
      banner.hidden = !now.error;
      banner.textContent = now.error ?? "";
      if (now.version !== known) location.reload();
    } catch {
      banner.hidden = false;
      banner.textContent = "The server has stopped. What is shown here may be old.";
    }
  }
}

if (data.live && question) {
  element("ask-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (question.value.trim()) ask(question.value);
  });
  watch();
}

// On a phone the map comes first: filters open on demand.
if (matchMedia("(max-width: 56rem)").matches) {
  for (const group of document.querySelectorAll(".controls details")) group.removeAttribute("open");
}
document.documentElement.classList.add("live");
readFragment();
