// Draws the charts of a page from the data beside them. Each chart stands beside its table and its
// sentence, so that a page without script lacks nothing. Nothing is fetched, no text becomes markup.
(function () {
  "use strict";
  if (!window.echarts) return;
  var root = document.documentElement;
  var rtl = root.getAttribute("dir") === "rtl";
  var language = root.getAttribute("lang") || "en";
  var INK = {
    light: { text: "#182433", line: "#9aa4b2", soft: "#e6e9ee", page: "#ffffff",
             hues: ["#1f5fae", "#c2570c", "#1a7f37", "#7b3fa0", "#a8231b", "#5b6471", "#8a6d00", "#0b7285"] },
    dark: { text: "#e6e9ee", line: "#6b7686", soft: "#2b3648", page: "#182433",
            hues: ["#7fb2f0", "#f4a261", "#6fdd8b", "#c79bea", "#ff9b8f", "#aeb6c2", "#f3c46b", "#66d9e8"] }
  };

  var printing = window.matchMedia("print");
  function ink() { return !printing.matches && root.getAttribute("data-bs-theme") === "dark" ? INK.dark : INK.light; }

  function grams(microgram) {
    var units = document.querySelector("figure[data-chart]").dataset;
    var value = microgram / 1e6, unit = units.g;
    if (Math.abs(value) >= 10000) { value /= 1000; unit = units.kg; }
    return value.toLocaleString(language, { maximumSignificantDigits: 4 }) + "\u2009" + unit;
  }

  function base(colours) {
    return {
      animation: false,
      color: colours.hues,
      textStyle: { color: colours.text, fontFamily: "inherit" },
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      tooltip: { renderMode: "richText", confine: true, backgroundColor: colours.page,
                 borderColor: colours.line, textStyle: { color: colours.text } }
    };
  }

  function axis(colours, more) {
    return Object.assign({ axisLabel: { color: colours.text }, axisLine: { lineStyle: { color: colours.line } },
                           splitLine: { lineStyle: { color: colours.soft } } }, more);
  }

  var draw = {};

  draw.timeline = function (data, colours) {
    var first = "9999", end = data.day;
    data.bars.forEach(function (bar) {
      [bar.start, bar.sure_from].forEach(function (day) { if (day && day < first) first = day; });
      [bar.end, bar.sure_until].forEach(function (day) { if (day && day > end) end = day; });
    });
    var last = new Date(end); last.setUTCFullYear(last.getUTCFullYear() + 2);
    function time(day) { return new Date(day).getTime(); }
    var rows = [];
    data.bars.forEach(function (bar) {
      var from = time(bar.start || first), sure = time(bar.sure_from || bar.start || first);
      var till = bar.sure_until ? time(bar.sure_until) : last.getTime();
      var gone = bar.end ? time(bar.end) : till;
      if (sure > from) rows.push({ value: [bar.row, from, sure, 1], says: bar.says });
      if (till > sure) rows.push({ value: [bar.row, sure, till, 0], says: bar.says });
      if (gone > till) rows.push({ value: [bar.row, till, gone, 1], says: bar.says });
    });
    var option = base(colours);
    option.tooltip.formatter = function (one) { return one.data.says || ""; };
    option.grid = { top: 28, bottom: 28, left: 12, right: 20, containLabel: true };
    option.xAxis = axis(colours, { type: "time", min: time(first), max: last.getTime(), inverse: rtl, splitLine: { show: true, lineStyle: { color: colours.soft } } });
    option.yAxis = axis(colours, { type: "category", data: data.rows, inverse: true, position: rtl ? "right" : "left" });
    option.legend = undefined;
    option.series = [{
      type: "custom", data: rows, encode: { x: [1, 2], y: 0 },
      renderItem: function (_params, api) {
        var open = api.value(3) === 1;
        var from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
        var height = Math.min(26, api.size([0, 1])[1] * 0.6);
        return { type: "rect",
                 shape: { x: Math.min(from[0], to[0]), y: from[1] - height / 2, width: Math.max(3, Math.abs(to[0] - from[0])), height: height },
                 style: open ? { fill: colours.soft, stroke: colours.hues[0], lineWidth: 1.5, lineDash: [4, 3] } : { fill: colours.hues[0] } };
      },
      markLine: { silent: true, symbol: "none", lineStyle: { color: colours.hues[1], width: 2 },
                  label: { formatter: data.words.day, color: colours.text }, data: [{ xAxis: time(data.day) }] }
    }];
    option.height = 70 + 42 * data.rows.length;
    return option;
  };

  draw.gauges = function (data, colours) {
    var option = base(colours);
    var inside = function (one) { return one.data && one.data.per >= 8 ? one.data.per + "\u00a0%" : ""; };
    option.tooltip.formatter = function (one) {
      return data.rows[one.dataIndex] + "\n" + one.seriesName + ": " + grams(one.data.ug) + " (" + one.data.per + "\u00a0%)";
    };
    option.legend = { data: data.words, top: 0, textStyle: { color: colours.text } };
    option.grid = { top: 34, bottom: 28, left: 12, right: 24, containLabel: true };
    option.xAxis = axis(colours, { type: "value", max: Math.max(100, data.most), inverse: rtl, axisLabel: { color: colours.text, formatter: "{value}\u00a0%" } });
    option.yAxis = axis(colours, { type: "category", data: data.rows, inverse: true, position: rtl ? "right" : "left" });
    option.series = data.words.map(function (word, at) {
      return { name: word, type: "bar", stack: "all", barMaxWidth: 26,
               itemStyle: at === 2 ? { color: colours.soft, borderColor: colours.line } : { color: colours.hues[at] },
               label: { show: at < 2, formatter: inside, color: at < 2 ? colours.page : colours.text },
               data: data.parts[at] };
    });
    option.height = 90 + 38 * data.rows.length;
    return option;
  };

  draw.months = function (data, colours) {
    var option = base(colours);
    option.tooltip.trigger = "axis";
    option.tooltip.formatter = function (all) {
      return all[0].axisValueLabel + "\n" + all.map(function (one) { return one.seriesName + ": " + grams(one.data); }).join("\n");
    };
    option.legend = { top: 0, data: data.series.map(function (one) { return one.name; }), textStyle: { color: colours.text } };
    option.grid = { top: 34, bottom: 28, left: 12, right: 24, containLabel: true };
    option.xAxis = axis(colours, { type: "category", data: data.months, inverse: rtl });
    option.yAxis = axis(colours, { type: "value", position: rtl ? "right" : "left", axisLabel: { color: colours.text, formatter: grams } });
    option.series = data.series.map(function (one, at) {
      return { name: one.name, type: one.line ? "line" : "bar", data: one.values, symbol: ["circle", "rect", "triangle"][at % 3],
               symbolSize: 8, lineStyle: { type: at ? "dashed" : "solid", width: 2 }, step: one.step ? "end" : false };
    });
    option.height = 300;
    return option;
  };

  draw.sankey = function (data, colours) {
    var option = base(colours);
    option.tooltip.formatter = function (one) {
      if (one.dataType === "edge") return data.nodes[one.data.from].label + " \u2192 " + data.nodes[one.data.to].label + "\n" + grams(one.data.value);
      return data.nodes[one.dataIndex].label + "\n" + grams(one.value);
    };
    var halo = { color: colours.text, textBorderColor: colours.page, textBorderWidth: 3 };
    function said(one) { return data.nodes[one.dataIndex].label + "  " + grams(one.value); }
    option.series = [{
      type: "sankey", top: 12, bottom: 12, left: 8, right: 8, nodeGap: 16, nodeAlign: "justify", draggable: false,
      data: data.nodes.map(function (one, at) {
        var place = at === 0 ? { show: false } : { position: one.out ? "left" : "right", formatter: said };
        return { name: String(at), itemStyle: { color: colours.hues[at % colours.hues.length] }, label: Object.assign(place, halo) };
      }),
      links: data.links.map(function (one) { return { source: String(one.from), target: String(one.to), value: one.ug, from: one.from, to: one.to }; }),
      lineStyle: { color: "gradient", opacity: 0.45 }, emphasis: { focus: "adjacency" }
    }];
    option.height = Math.max(280, 54 * data.nodes.length);
    return option;
  };

  draw.flows = function (data, colours, width) {
    var option = base(colours);
    var high = 460, most = Math.max.apply(null, data.links.map(function (one) { return one.ug; }).concat([1]));
    var box = { x: Math.max(160, width - 150), y: high - 150 };
    // Two unseen corners make one unit of the drawing one pixel, so that circles stay round.
    var corners = [[0, 0], [box.x, box.y]].map(function (at, number) {
      return { name: "corner" + number, x: at[0], y: at[1], symbolSize: 0, label: { show: false }, tooltip: { show: false }, silent: true };
    });
    function amounts(one) {
      var said = [one.name];
      if (one.imported) said.push(data.words[0] + " " + grams(one.imported));
      if (one.exported) said.push(data.words[1] + " " + grams(one.exported));
      return said.join("\n");
    }
    option.tooltip.formatter = function (one) {
      if (one.dataType === "edge") return one.data.source + " \u2192 " + one.data.target + "\n" + grams(one.data.value);
      return one.data.said || one.name;
    };
    option.series = [{
      type: "graph", layout: "none", roam: false, left: 75, right: 75, top: 75, bottom: 75,
      width: box.x, height: box.y,
      data: data.nodes.map(function (one) {
        return { name: one.name, x: box.x * (one.x + 1) / 2, y: box.y * (one.y + 1) / 2, said: amounts(one),
                 symbolSize: one.own ? 64 : 30, symbol: one.own ? "roundRect" : "circle",
                 itemStyle: { color: one.own ? colours.hues[0] : colours.page, borderColor: colours.hues[0], borderWidth: 2, decal: { symbol: "none" } },
                 label: { show: true, position: one.own ? "inside" : one.y < -0.3 ? "top" : "bottom", formatter: one.own ? one.name : amounts(one), lineHeight: 16, align: "center",
                          color: one.own ? colours.page : colours.text, fontSize: one.own ? 15 : 12, fontWeight: one.own ? "bold" : "normal" } };
      }).concat(corners),
      links: data.links.map(function (one) {
        return { source: one.from, target: one.to, value: one.ug,
                 lineStyle: { width: 1.5 + 9 * Math.sqrt(one.ug / most), color: one.inward ? colours.hues[2] : colours.hues[1], curveness: 0.18, opacity: 0.85, type: one.inward ? "solid" : "dashed" } };
      }),
      edgeSymbol: ["none", "arrow"], edgeSymbolSize: 14
    }];
    option.height = high;
    return option;
  };

  function points(option) {
    var found = [];
    option.series.forEach(function (series, at) {
      (series.data || []).forEach(function (_one, item) { found.push({ seriesIndex: at, dataIndex: item }); });
    });
    return found;
  }

  function show(figure) {
    var source = document.getElementById(figure.dataset.chart);
    var place = figure.querySelector(".rf-chart");
    var data = JSON.parse(source.textContent);
    var chart = null, at = -1;

    function paint() {
      place.hidden = false;
      var option = draw[data.kind](data, ink(), place.clientWidth);
      place.style.height = option.height + "px";
      delete option.height;
      if (chart) chart.dispose();
      chart = window.echarts.init(place, null, { renderer: "canvas" });
      chart.setOption(option);
      figure.points = points(option);
    }
    paint();
    window.addEventListener("resize", paint);
    printing.addEventListener("change", paint);
    document.addEventListener("theme", paint);
    place.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") { chart.dispatchAction({ type: "hideTip" }); return; }
      if (!step || !figure.points.length) return;
      event.preventDefault();
      at = (at + step + figure.points.length) % figure.points.length;
      chart.dispatchAction(Object.assign({ type: "showTip" }, figure.points[at]));
    });
  }

  document.querySelectorAll("figure[data-chart]").forEach(show);
})();
