"use strict";
// The index: facets, search, order, pages. The record: tabs, marks by mouse and keys.
const byId = (id) => document.getElementById(id);
const made = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
};
const typing = (event) => /INPUT|SELECT|TEXTAREA/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey;

function index() {
  const PAGE = 100;
  const KINDS = {
    articles: { columns: ["doubt", "title", "source", "access", "boundary_basis", "confidence", "text_confidence", "date_published"], facets: ["source", "access", "boundary_basis", "confidence", "text_confidence", "marked"], words: "title", search: "title or source" },
    rejected: { columns: ["reason", "url", "source", "detail"], facets: ["source", "reason"], words: "url", search: "address or source" },
  };
  const NAMES = { boundary_basis: "boundary", confidence: "sure of access", text_confidence: "sure of text", date_published: "published", url: "address" };
  const SURE = new Set(["confidence", "text_confidence"]);
  const NUMBERS = new Set(["doubt", "date_published", ...SURE]);
  const MOST_VALUES = 30;
  const data = JSON.parse(byId("data").textContent), marked = new Set(data.marked);
  const state = Object.assign({ kind: "articles", words: "", order: "", page: 0, chosen: {} }, JSON.parse(sessionStorage.getItem("index") || "{}"), asked());
  let shown = [], place = 0;
  for (const row of data.articles) row.marked = marked.has(row.id) ? "marked" : "not yet";

  const value = (row, facet) => {
    if (!SURE.has(facet)) return String(row[facet] ?? "none");
    const sure = parseFloat(row[facet]);
    return Number.isNaN(sure) ? "none" : sure >= 0.9 ? "0.90 and more" : sure >= 0.7 ? "0.70 to 0.89" : sure >= 0.5 ? "0.50 to 0.69" : "below 0.50";
  };
  const passes = (row, but) => KINDS[state.kind].facets.every((f) => f === but || !state.chosen[f]?.length || state.chosen[f].includes(value(row, f)));
  const speaks = (row) => !state.words || `${row[KINDS[state.kind].words] ?? ""} ${row.source}`.toLowerCase().includes(state.words.toLowerCase());
  const address = (row) => row.id ? `/article/${row.id}` : `/stored?file=${encodeURIComponent(row.archive_file || "")}&offset=${row.archive_offset}`;

  // the address of the list holds what is chosen, so that it can be kept and handed on
  function asked() {
    const given = new URLSearchParams(location.hash.slice(1)), kind = given.get("kind");
    if (!KINDS[kind]) return {};
    const chosen = Object.fromEntries(KINDS[kind].facets.map((f) => [f, given.getAll(f)]).filter(([, values]) => values.length));
    return { kind, chosen, words: given.get("words") || "", order: given.get("order") || "", page: Number(given.get("page")) || 0 };
  }
  function remember() {
    const given = new URLSearchParams({ kind: state.kind });
    for (const key of ["words", "order", "page"]) if (state[key]) given.set(key, state[key]);
    for (const [facet, values] of Object.entries(state.chosen)) for (const one of values) given.append(facet, one);
    history.replaceState(null, "", `#${given}`);
    sessionStorage.setItem("index", JSON.stringify(state));
  }

  // the rows of the list, as a question to DuckDB
  function query() {
    const text = (value) => `'${value.replaceAll("'", "''")}'`;
    const RANGES = { "0.90 and more": ">= 0.9", "0.70 to 0.89": "BETWEEN 0.7 AND 0.89", "0.50 to 0.69": "BETWEEN 0.5 AND 0.69", "below 0.50": "< 0.5", none: "IS NULL" };
    const one = (facet, name) => SURE.has(facet) ? `${facet === "confidence" ? "access_confidence" : facet}::DECIMAL(6, 2) ${RANGES[name]}` : name === "none" ? `${facet} IS NULL` : `${facet} = ${text(name)}`;
    const parts = Object.entries(state.chosen).filter(([facet, values]) => values.length && facet !== "marked").map(([facet, values]) => `(${values.map((name) => one(facet, name)).join(" OR ")})`);
    if (state.words) parts.push(`contains(lower(concat_ws(' ', ${KINDS[state.kind].words}, source)), ${text(state.words.toLowerCase())})`);
    return `SELECT * FROM '${state.kind}/*.parquet'${parts.length ? ` WHERE ${parts.join(" AND ")}` : ""}`;
  }

  function facets() {
    byId("facets").replaceChildren(...KINDS[state.kind].facets.map((facet) => {
      const counts = new Map();
      for (const row of data[state.kind]) if (speaks(row) && passes(row, facet)) counts.set(value(row, facet), (counts.get(value(row, facet)) || 0) + 1);
      for (const kept of state.chosen[facet] || []) if (!counts.has(kept)) counts.set(kept, 0);
      const box = made("fieldset");
      box.append(made("legend", NAMES[facet] || facet));
      const rows = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      for (const [name, number] of rows.slice(0, MOST_VALUES)) {
        const label = made("label"), tick = made("input");
        tick.type = "checkbox";
        tick.checked = (state.chosen[facet] || []).includes(name);
        tick.onchange = () => {
          const kept = new Set(state.chosen[facet] || []);
          kept[tick.checked ? "add" : "delete"](name);
          state.chosen[facet] = [...kept];
          state.page = 0;
          list();
        };
        label.append(tick, document.createTextNode(name), made("span", String(number)));
        box.append(label);
      }
      if (rows.length > MOST_VALUES) box.append(made("p", `and ${rows.length - MOST_VALUES} more: search for them`, "soft"));
      return box;
    }));
  }

  function list() {
    const { columns } = KINDS[state.kind];
    shown = data[state.kind].filter((row) => passes(row) && speaks(row));
    if (state.order) {
      const down = state.order === "doubt" || state.order === "date_published" ? -1 : 1;
      const key = (row) => NUMBERS.has(state.order) && state.order !== "date_published" ? parseFloat(row[state.order] ?? "NaN") : row[state.order] ?? "";
      shown.sort((a, b) => (key(a) < key(b) ? -down : key(a) > key(b) ? down : 0));
    }
    const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
    state.page = Math.min(state.page, last);
    const here = shown.slice(state.page * PAGE, (state.page + 1) * PAGE);
    byId("heads").replaceChildren(...columns.map((c) => {
      const head = made("th", NAMES[c] || c);
      head.onclick = () => { state.order = c; list(); };
      return head;
    }));
    byId("rows").replaceChildren(...here.map((row, number) => {
      const line = made("tr", undefined, marked.has(row.id) ? "marked" : "");
      for (const c of columns) {
        const cell = made("td", undefined, NUMBERS.has(c) || c === "access" ? "number" : "");
        cell.dataset.name = NAMES[c] || c;
        if (c === "title" || c === "url") {
          const link = made("a", row[c] || "(no title)");
          link.href = address(row);
          cell.append(link);
        } else cell.textContent = row[c] ?? "";
        line.append(cell);
      }
      line.onclick = () => choose(number, true);
      return line;
    }));
    const cut = data[state.kind].length >= Number(document.body.dataset.most) ? ` (the first ${document.body.dataset.most} only)` : "";
    byId("count").textContent = `${shown.length} of ${data[state.kind].length} shown${cut}`;
    byId("page-number").textContent = `page ${state.page + 1} of ${last + 1}`;
    byId("earlier").disabled = state.page === 0;
    byId("later").disabled = state.page === last;
    facets();
    choose(0);
    sessionStorage.setItem("order", JSON.stringify(shown.filter((r) => r.id).map((r) => r.id)));
    byId("query").textContent = query();
    remember();
  }

  function choose(number, follow) {
    const rows = byId("rows").children;
    if (!rows.length) return;
    rows[place]?.classList.remove("chosen");
    place = Math.max(0, Math.min(number, rows.length - 1));
    rows[place].classList.add("chosen");
    if (follow) rows[place].scrollIntoView({ block: "nearest" });
  }
  function turn(step) { state.page = Math.max(0, state.page + step); list(); scrollTo(0, 0); }
  function start() {
    byId("kind").value = state.kind;
    byId("words").value = state.words;
    byId("words").placeholder = KINDS[state.kind].search;
    const orders = KINDS[state.kind].columns;
    byId("order").replaceChildren(new Option(state.kind === "articles" ? "doubt" : "reason", ""), ...orders.slice(1).map((c) => new Option(NAMES[c] || c, c)));
    byId("order").value = orders.slice(1).includes(state.order) ? state.order : "";
    list();
  }
  byId("kind").onchange = () => { Object.assign(state, { kind: byId("kind").value, order: "", page: 0, chosen: {} }); start(); };
  byId("words").oninput = () => { state.words = byId("words").value; state.page = 0; list(); };
  byId("order").onchange = () => { state.order = byId("order").value; list(); };
  byId("clear").onclick = () => { Object.assign(state, { words: "", order: "", page: 0, chosen: {} }); start(); };
  byId("earlier").onclick = () => turn(-1);
  byId("later").onclick = () => turn(1);
  byId("filters").onsubmit = (event) => event.preventDefault();
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    if (event.key === "j") choose(place + 1, true);
    if (event.key === "k") choose(place - 1, true);
    if (event.key === "/") { byId("words").focus(); event.preventDefault(); }
    const row = shown[state.page * PAGE + place];
    if (event.key === "Enter" && row) location.href = address(row);
  });
  // on a narrow screen the list comes first: the filters open when they are wanted
  byId("filter-box").open = innerWidth > 992;
  start();
}

function record() {
  const id = document.body.dataset.id, marks = [...document.querySelectorAll(".mark")];
  const KEYS = { 1: "right", 2: "wrong", 3: "unclear", 0: "none" };
  const current = () => Math.max(0, marks.findIndex((m) => m.classList.contains("chosen")));
  const choose = (number) => {
    marks.forEach((m) => m.classList.remove("chosen"));
    const box = marks[(number + marks.length) % marks.length];
    box.classList.add("chosen");
    box.scrollIntoView({ block: "nearest" });
  };
  async function save(box, verdict) {
    const note = box.querySelector(".note").value, said = box.querySelector(".said");
    try {
      const answer = await fetch("/mark", { method: "POST", headers: { "Content-Type": "application/json", "X-Standfirst": "mark" }, body: JSON.stringify({ id, field: box.dataset.field, verdict, note }) });
      if (!answer.ok) throw new Error(String(answer.status));
      box.dataset.verdict = verdict === "none" ? "" : verdict;
      said.textContent = "";
      return true;
    } catch (error) {
      said.textContent = `not saved (${error.message}): is standfirst view still running?`;
      return false;
    }
  }
  const mark = async (verdict) => { const number = current(); if (await save(marks[number], verdict) && verdict !== "none") choose(number + 1); };
  marks.forEach((box, number) => {
    box.onclick = () => choose(number);
    for (const button of box.querySelectorAll("button")) button.onclick = (event) => { event.stopPropagation(); choose(number); mark(box.dataset.verdict === button.dataset.verdict ? "none" : button.dataset.verdict); };
    const note = box.querySelector(".note");
    note.onfocus = () => choose(number);
    note.onchange = () => save(box, box.dataset.verdict || "note");
    note.onkeydown = (event) => { if (event.key === "Enter" || event.key === "Escape") note.blur(); };
  });

  const tabs = [...document.querySelectorAll("[role=tab]")];
  function open(tab) {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      byId(other.getAttribute("aria-controls")).hidden = other !== tab;
    }
    const frame = byId("page");
    if (tab.id === "tab-stored" && !frame.src) frame.src = frame.dataset.src;
  }
  tabs.forEach((tab) => { tab.onclick = () => open(tab); });
  const boundary = () => {
    open(byId("tab-understood"));
    const line = byId("boundary");
    if (!line) return;
    line.scrollIntoView({ block: "start" });
    // the last public words stay in sight, also where captions and furniture stand between
    const above = [...document.querySelectorAll("#understood > .text, #understood > .standfirst, #understood > .headline")].filter((part) => part.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
    const words = above.at(-1)?.querySelector("p").getBoundingClientRect(), top = document.querySelector(".bar").getBoundingClientRect().bottom;
    const hidden = words ? top + Math.min(words.height, 64) - words.bottom : 0;
    if (hidden > 0) scrollBy(0, -Math.min(hidden, innerHeight - 64 - line.getBoundingClientRect().top));
  };
  byId("to-boundary")?.addEventListener("click", boundary);
  if (location.hash === "#boundary") addEventListener("load", () => requestAnimationFrame(boundary)); // after the browser's own jump
  else {
    const begin = byId("headline") || document.querySelector(".stretch.standfirst, .stretch.text");
    if (begin?.getBoundingClientRect().top > innerHeight * 0.4) begin.scrollIntoView({ block: "start" });
  }

  const ids = JSON.parse(sessionStorage.getItem("order") || "[]"), place = ids.indexOf(id);
  const go = (step) => { if (place >= 0 && ids[place + step]) location.href = `/article/${ids[place + step]}`; };
  byId("previous").disabled = place < 1;
  byId("next").disabled = place < 0 || place + 1 >= ids.length;
  byId("previous").onclick = () => go(-1);
  byId("next").onclick = () => go(1);
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    if (event.key in KEYS) mark(KEYS[event.key]);
    if (event.key === "f") choose(current() + 1);
    if (event.key === "F") choose(current() - 1);
    if (event.key === "n") { marks[current()].querySelector(".note").focus(); event.preventDefault(); }
    if (event.key === "b") boundary();
    if (event.key === "h") byId("headline")?.scrollIntoView({ block: "start" });
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
}

if (document.body.classList.contains("index")) index(); else record();
