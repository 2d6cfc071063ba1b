"use strict";
// The index: filter, sort, move. The article: marks, and the way to the boundary.
const byId = (id) => document.getElementById(id);
if (document.body.classList.contains("index")) {
  const data = JSON.parse(byId("data").textContent), marked = new Set(data.marked);
  const columns = { articles: ["doubt", "title", "source", "access", "boundary_basis", "date_published"], rejected: ["reason", "url", "source", "detail"] };
  let shown = [], chosen = 0, order = null;
  const fill = (select, values) => { const keep = select.value; select.replaceChildren(new Option("all", ""), ...values.map((v) => new Option(v, v))); select.value = values.includes(keep) ? keep : ""; };
  const address = (row) => row.id ? "/article/" + row.id : "/stored?file=" + encodeURIComponent(row.archive_file || "") + "&offset=" + row.archive_offset;
  function list() {
    const kind = byId("kind").value, state = kind === "articles" ? "access" : "reason", words = byId("words").value.toLowerCase();
    byId("what").textContent = state === "access" ? "Access" : "Reason";
    fill(byId("source"), [...new Set(data[kind].map((r) => r.source))].sort()); fill(byId("state"), [...new Set(data[kind].map((r) => r[state]))].sort());
    shown = data[kind].filter((r) => (!byId("source").value || r.source === byId("source").value) && (!byId("state").value || r[state] === byId("state").value) && (!words || ((r.title || r.url) + "").toLowerCase().includes(words)));
    if (order) shown.sort((a, b) => (a[order] ?? "") < (b[order] ?? "") ? -1 : 1);
    byId("heads").replaceChildren(...columns[kind].map((c) => { const th = document.createElement("th"); th.textContent = c.replace("_", " "); th.onclick = () => { order = c; list(); }; return th; }));
    byId("rows").replaceChildren(...shown.map((row, number) => {
      const tr = document.createElement("tr"); if (marked.has(row.id)) tr.classList.add("marked");
      for (const c of columns[kind]) { const td = document.createElement("td"); if (c === "title" || c === "url") { const a = document.createElement("a"); a.href = address(row); a.textContent = row[c] || "(no title)"; td.append(a); } else td.textContent = row[c] ?? ""; tr.append(td); }
      tr.onclick = () => choose(number); return tr;
    }));
    byId("count").textContent = shown.length + " shown"; choose(0);
    sessionStorage.setItem("order", JSON.stringify(shown.filter((r) => r.id).map((r) => r.id)));
  }
  function choose(number) { const rows = byId("rows").children; if (!rows.length) return; rows[chosen]?.classList.remove("chosen"); chosen = Math.max(0, Math.min(number, rows.length - 1)); rows[chosen].classList.add("chosen"); rows[chosen].scrollIntoView({ block: "nearest" }); }
  for (const id of ["kind", "source", "state"]) byId(id).onchange = list;
  byId("words").oninput = list; byId("filters").onsubmit = (e) => e.preventDefault();
  document.addEventListener("keydown", (e) => { if (/INPUT|SELECT/.test(e.target.tagName)) return; if (e.key === "j") choose(chosen + 1); if (e.key === "k") choose(chosen - 1); if (e.key === "Enter" && shown[chosen]) location.href = address(shown[chosen]); });
  list();
} else {
  const id = document.body.dataset.id, rows = [...document.querySelectorAll("#marks tr")];
  const current = () => rows.findIndex((r) => r.classList.contains("chosen"));
  const select = (n) => { rows.forEach((r) => r.classList.remove("chosen")); rows[(n + rows.length) % rows.length].classList.add("chosen"); };
  rows.forEach((row, n) => { row.onclick = () => select(n); });
  async function mark(verdict) {
    const row = rows[current()], note = verdict === "note" ? prompt("Note on " + row.dataset.field) : "";
    if (note === null) return;
    const answer = await fetch("/mark", { method: "POST", headers: { "Content-Type": "application/json", "X-Standfirst": "mark" }, body: JSON.stringify({ id, field: row.dataset.field, verdict, note }) });
    if (!answer.ok) { row.querySelector(".note").textContent = "could not be saved: " + answer.status; return; }
    row.querySelector(".verdict").textContent = verdict; row.querySelector(".note").textContent = note; if (verdict !== "note") select(current() + 1);
  }
  function go(step) { const ids = JSON.parse(sessionStorage.getItem("order") || "[]"), n = ids.indexOf(id); if (n >= 0 && ids[n + step]) location.href = "/article/" + ids[n + step]; }
  document.addEventListener("keydown", (e) => {
    if (e.target.tagName === "INPUT" || e.ctrlKey || e.metaKey) return;
    const frame = byId("page");
    if (e.key === "b") frame.src = frame.src.split("#")[0] + "?" + Date.now() + "#standfirst-boundary";
    if (e.key === "f") select(current() + 1);
    if ("123".includes(e.key)) mark(["right", "wrong", "note"]["123".indexOf(e.key)]);
    if (e.key === "j") go(1); if (e.key === "k") go(-1);
  });
}
