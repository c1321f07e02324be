/* koers: filters and sorting of the table of goals, with their state in the address; a name for the search dialog;
   charts that are read with the pointer or the arrow keys; the day and the commit of the site; a new check-in is named by the day of whoever opens it. */
"use strict";
(function () {
  var RANK = ["off_track", "at_risk", "no_data", "too_little", "on_track", "achieved"];

  var own = document.currentScript || document.querySelector('script[src*="assets/koers.js"]');

  function start() {
    built();
    var dialog = document.querySelector('.md-search[role="dialog"]');
    var input = dialog && dialog.querySelector("input");
    if (dialog && !dialog.hasAttribute("aria-label")) dialog.setAttribute("aria-label", (input && input.getAttribute("aria-label")) || "Search");
    document.querySelectorAll("[data-k-filter]").forEach(table);
    document.querySelectorAll(".k-selects").forEach(more);
    document.querySelectorAll("[data-k-groups]").forEach(groups);
    document.querySelectorAll("a[data-k-today]").forEach(today);
    document.querySelectorAll(".k-chart").forEach(chart);
  }

  /* What changes with every build stands in one small file beside this one, and not in each page. */
  function built() {
    var marks = Array.prototype.slice.call(document.querySelectorAll("[data-k-day], [data-k-commit]"));
    function tell() {
      var of = window.koersBuild || {};
      marks.forEach(function (mark) {
        ["day", "commit"].forEach(function (name) {
          var words = mark.getAttribute("data-k-" + name);
          if (words && of[name]) mark.textContent = words.replace("{" + name + "}", of[name]);
        });
      });
    }
    if (!marks.length || !own || !own.src) return;
    if (window.koersBuild) { tell(); return; }
    var script = document.createElement("script");
    script.src = new URL("koers-build.js", own.src).href;
    script.onload = tell;
    document.head.appendChild(script);
  }

  /* The page may be weeks old, and may stay open overnight: the day is put in when the link is about to be followed. */
  function today(link) {
    function set() {
      var now = new Date(), two = function (n) { return ("0" + n).slice(-2); };
      var day = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
      link.href = link.getAttribute("data-k-today").split("%7Bday%7D").join(day);
    }
    set();
    ["pointerdown", "focus", "click"].forEach(function (event) { link.addEventListener(event, set); });
  }

  /* A chart is read with the pointer or the arrow keys: the dot, and below it what the table says of that reading. */
  function chart(figure) {
    var svg = figure.querySelector("svg"), path = figure.querySelector("path.p"), told = figure.querySelector("figcaption");
    var part = figure.closest(".k-ind"), rows = part ? part.querySelectorAll("tr[data-k-read]") : [];
    var dots = path ? path.getAttribute("d").slice(1).split("M").map(function (one) { return one.split(/[ h]/).map(Number); }) : [];
    if (!dots.length || dots.length !== rows.length || figure.kReady) return;
    figure.kReady = true;
    if (!told) {
      told = figure.appendChild(document.createElement("figcaption"));
      told.className = "k-meta";
    }
    told.setAttribute("aria-live", "polite");
    var legend = told.textContent, at = -1;
    var mark = svg.appendChild(document.createElementNS(svg.namespaceURI, "circle"));
    mark.setAttribute("class", "m");
    mark.setAttribute("r", "0");
    function show(index) {
      at = index;
      mark.setAttribute("r", index < 0 ? "0" : "6");
      if (index < 0) { told.textContent = legend; return; }
      mark.setAttribute("cx", dots[index][0] / 10 + "%");
      mark.setAttribute("cy", String(dots[index][1]));
      var cells = Array.prototype.map.call(rows[index].cells, function (cell) { return cell.textContent.trim(); });
      told.textContent = cells[0] + ": " + cells.slice(1, -1 - rows[index].hasAttribute("data-k-noted")).join(" \u2192 ")
        + (rows[index].hasAttribute("data-k-noted") && cells[cells.length - 1] ? " \u00b7 " + cells[cells.length - 1] : "");
    }
    figure.tabIndex = 0;
    figure.addEventListener("pointermove", function (event) {
      var box = svg.getBoundingClientRect(), x = (event.clientX - box.left) / box.width * 1000;
      var near = 0;
      dots.forEach(function (dot, index) { if (Math.abs(dot[0] - x) <= Math.abs(dots[near][0] - x)) near = index; });
      show(near);
    });
    figure.addEventListener("pointerleave", function () { show(-1); });
    figure.addEventListener("blur", function () { show(-1); });
    figure.addEventListener("keydown", function (event) {
      var last = dots.length - 1, to = { ArrowLeft: at < 0 ? last : Math.max(at - 1, 0), ArrowRight: Math.min(at + 1, last), Home: 0, End: last, Escape: -1 }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(to);
    });
  }

  /* On a phone the selects wait behind "More filters" (by style, so that nothing moves); open when one is set. */
  function more(part) {
    var button = part.querySelector("[data-k-more]");
    function set(open) {
      part.classList.toggle("k-open", open);
      button.setAttribute("aria-expanded", String(open));
    }
    button.addEventListener("click", function () { set(!part.classList.contains("k-open")); });
    set(Array.prototype.some.call(part.querySelectorAll("select"), function (select) { return select.value; }));
  }

  /* A large organization has some teams a page: what the address asks for goes along to it, and only teams that have it stay. */
  function groups(list) {
    var status = new URLSearchParams(location.search).get("status") || "";
    list.querySelectorAll("tbody tr").forEach(function (row) {
      row.hidden = RANK.indexOf(status) >= 0 && row.getAttribute("data-standings").split(" ").indexOf(status) < 0;
    });
    list.querySelectorAll("a[data-k-group]").forEach(function (link) {
      var query = new URLSearchParams(link.search);
      new URLSearchParams(location.search).forEach(function (value, name) { if (!query.has(name)) query.set(name, value); });
      link.search = query.toString();
    });
  }

  function table(controls) {
    var goals = document.getElementById(controls.getAttribute("data-k-filter"));
    if (!goals || goals.kReady) return;
    goals.kReady = true;
    var body = goals.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var chips = Array.prototype.slice.call(controls.querySelectorAll("[data-k-status]"));
    var selects = Array.prototype.slice.call(controls.querySelectorAll("[data-k-select]"));
    var heads = Array.prototype.slice.call(goals.querySelectorAll("[data-k-sort]"));
    var count = document.querySelector("[data-k-count]");
    var whole = count ? count.textContent : "";
    var state = { status: "", sort: "", order: "" };

    function read() {
      var query = new URLSearchParams(location.search);
      var status = query.get("status") || "";
      state.status = RANK.indexOf(status) < 0 ? "" : status;
      selects.forEach(function (select) {
        var wanted = query.get(select.getAttribute("data-k-select")) || "";
        select.value = wanted;
        if (select.selectedIndex < 0) select.value = "";
      });
      var sort = query.get("sort") || "";
      state.order = sort.charAt(0) === "-" ? "-" : "";
      state.sort = sort.replace(/^-/, "");
      if (!heads.some(function (head) { return head.getAttribute("data-k-sort") === state.sort; })) state.sort = "";
    }

    function write() {
      var query = new URLSearchParams(location.search);
      function put(name, value) { if (value) query.set(name, value); else query.delete(name); }
      put("status", state.status);
      put("sort", state.sort && state.order + state.sort);
      selects.forEach(function (select) { put(select.getAttribute("data-k-select"), select.value); });
      var text = query.toString();
      history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
    }

    function fits(row) {
      if (state.status && row.getAttribute("data-standing") !== state.status) return false;
      return selects.every(function (select) {
        if (!select.value) return true;
        var values = (row.getAttribute("data-" + select.getAttribute("data-k-select")) || "").split(" ");
        if (select.getAttribute("data-k-select") === "due" && select.value === "month") values = values.concat(values.indexOf("week") < 0 ? [] : ["month"]);
        return values.indexOf(select.value) >= 0;
      });
    }

    function key(row, name) {
      if (name === "progress") return parseFloat(row.getAttribute("data-progress") || "-99");
      if (name === "status") return RANK.indexOf(row.getAttribute("data-standing"));
      if (name === "moment") return row.getAttribute("data-moment");
      var cell = row.querySelector(name === "leader" ? ".c-who" : ".c-goal");
      return cell ? cell.getAttribute("data-k-key") : "";
    }

    function show() {
      var shown = 0;
      rows.forEach(function (row) { row.hidden = !fits(row); if (!row.hidden) shown += 1; });
      var ordered = rows.slice();
      ordered.sort(function (a, b) {
        var start = Number(a.getAttribute("data-order")) - Number(b.getAttribute("data-order"));
        if (!state.sort) return start;
        var one = key(a, state.sort), other = key(b, state.sort);
        var difference = typeof one === "number" ? one - other : String(one).localeCompare(String(other), document.documentElement.lang);
        return (state.order ? -difference : difference) || start;
      });
      ordered.forEach(function (row) { body.appendChild(row); });
      chips.forEach(function (chip) { chip.setAttribute("aria-pressed", String(chip.getAttribute("data-k-status") === state.status)); });
      heads.forEach(function (head) {
        var name = head.getAttribute("data-k-sort"), current = state.sort || "status";
        head.closest("th").setAttribute("aria-sort", name !== current ? "none" : state.sort && state.order ? "descending" : "ascending");
      });
      if (count) {
        count.textContent = shown === rows.length ? whole : shown === 0 ? count.getAttribute("data-k-none")
          : shown === 1 ? count.getAttribute("data-k-one") : count.getAttribute("data-k-many").replace("{n}", String(shown));
      }
    }

    chips.forEach(function (chip) {
      chip.addEventListener("click", function () { state.status = chip.getAttribute("data-k-status"); write(); show(); });
    });
    selects.forEach(function (select) { select.addEventListener("change", function () { write(); show(); }); });
    heads.forEach(function (head) {
      head.addEventListener("click", function () {
        var name = head.getAttribute("data-k-sort");
        if (state.sort === name && !state.order) state.order = "-";
        else if (state.sort === name) { state.sort = ""; state.order = ""; }
        else { state.sort = name; state.order = ""; }
        write(); show();
      });
    });
    window.addEventListener("popstate", function () { read(); show(); });
    read(); show();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
