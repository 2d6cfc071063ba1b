"use strict";
// Draws every plot of the report in the colours of the page: they follow it to dark, light and paper.
const ink = "var(--ink)", line = "var(--line)";
const config = {
  background: "transparent", font: "system-ui, sans-serif", view: { stroke: line },
  axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelLimit: 220 },
  legend: { labelColor: ink, titleColor: ink, labelLimit: 220, symbolBaseFillColor: "#8a9199" }, header: { labelColor: ink, titleColor: ink, labelLimit: 220 },
};
for (const [name, chart] of Object.entries(CHARTS)) {
  const place = document.getElementById("plot-" + name);
  // on a narrow screen bars are shorter and the legend stands below, so that no name is cut
  const narrow = place.clientWidth < 560, labelLimit = narrow ? 175 : 220;
  const width = narrow ? Math.max(chart.spec.layer ? 190 : 110, place.clientWidth - (chart.named ? 245 : 90)) : Math.min(720, place.clientWidth - 330);
  const own = Object.assign({}, config, {
    axis: Object.assign({}, config.axis, { labelLimit }), header: Object.assign({}, config.header, { labelLimit }),
    legend: Object.assign({}, config.legend, narrow ? { orient: "bottom", columns: 1, labelLimit: 200 } : {}),
  });
  const spec = Object.assign({ width: chart.spec.encoding.row && !narrow ? width - 60 : width }, chart.spec, { data: { values: chart.rows }, config: own });
  if (narrow) for (const layer of spec.layer || []) if (layer.mark.type === "text") layer.mark.fontSize = 7;
  try {
    const runtime = vega.parse(vegaLite.compile(spec).spec, null, { ast: true });
    const view = new vega.View(runtime, { renderer: "svg", container: place, expr: vega.expressionInterpreter, hover: true });
    view.runAsync().then(() => place.setAttribute("data-drawn", "yes"));
  } catch (error) {
    place.textContent = "This plot could not be drawn: " + error.message + ". Its numbers stand in the table.";
  }
}
