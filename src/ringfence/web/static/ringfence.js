// Helps only: every page works without it.
(function () {
  "use strict";
  var root = document.documentElement;

  var theme = document.getElementById("theme");
  function nameTheme() {
    if (!theme) return;
    var says = root.getAttribute("data-bs-theme") === "dark" ? theme.dataset.light : theme.dataset.dark;
    theme.querySelector(".rf-long").textContent = says;
    theme.setAttribute("aria-label", says);
  }
  if (theme) {
    nameTheme();
    theme.addEventListener("click", function () {
      var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", next);
      try { window.localStorage.setItem("theme", next); } catch (closed) { theme.title = next; }
      nameTheme();
      document.dispatchEvent(new CustomEvent("theme", { detail: next }));
    });
  }

  var summary = document.getElementById("summary");
  if (summary) summary.focus();

  // What this browser remembers; one that remembers nothing asks anew.
  function remembered(name) {
    try { return window.localStorage.getItem(name); } catch (closed) { return null; }
  }
  function remember(name, value) {
    try { window.localStorage.setItem(name, value); } catch (closed) { root.dataset[name] = value; }
  }

  // Keys of one letter can be switched off.
  var keys = document.getElementById("keys"), keysOn = document.getElementById("keys-on");
  var keysOpen = document.getElementById("keys-open");
  keysOn.checked = remembered("keys") !== "off";
  keysOn.addEventListener("change", function () { remember("keys", keysOn.checked ? "on" : "off"); });
  keysOpen.hidden = false;
  keysOpen.addEventListener("click", function () { keys.showModal(); });

  // Two minutes before the session ends the page says so; every page that is opened begins it anew.
  var idle = document.getElementById("idle");
  function seen() { remember("seen", String(Date.now())); }
  if (idle) {
    seen();
    var warnAfter = (Number(document.body.dataset.idleMinutes) - 2) * 60000;
    window.setInterval(function () {
      var isLong = Date.now() - Number(remembered("seen")) >= warnAfter;
      if (isLong && !idle.open) idle.showModal();
      if (!isLong && idle.open) idle.close("other");
    }, 5000);
    idle.addEventListener("close", function () {
      if (idle.returnValue === "other") { idle.returnValue = ""; return; }
      window.fetch("/account", { credentials: "same-origin" })
        .then(function (answer) { if (answer.ok && answer.url.indexOf("/sign-in/") < 0) seen(); });
    });
  }

  // Keys: "/" to find, j and k along the rows, Enter opens, t takes or gives back, "?" says which.
  var rows = function () { return Array.prototype.slice.call(document.querySelectorAll(".rf-table tbody tr, .rf-work-row, .rf-tasks li")); };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (remembered("keys") === "off" || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      keys.showModal();
    } else if (event.key === "/") {
      var find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); }
    } else if (event.key === "j" || event.key === "k") {
      var all = rows();
      if (!all.length) return;
      var here = all.findIndex(function (row) { return row.contains(document.activeElement); });
      var next = Math.max(0, Math.min(all.length - 1, here + (event.key === "j" ? 1 : -1)));
      var link = all[next].querySelector("a");
      if (link) link.focus();
    } else if (event.key === "t") {
      var row = document.activeElement.closest(".rf-work-row");
      var take = row && row.querySelector("form button");
      if (take) take.click();
    }
  });

  // What is there to be printed is printed by a press; books that are busy are asked again.
  document.querySelectorAll("[data-print]").forEach(function (one) {
    one.hidden = false;
    one.addEventListener("click", function () { window.print(); });
  });
  var retry = document.querySelector("[data-retry]");
  if (retry) {
    retry.hidden = false;
    window.setTimeout(function () { window.location.reload(); }, Number(retry.dataset.retry) * 1000);
  }

  // Rows that were chosen stay chosen on the other pages of a list; the button says how many.
  var together = document.querySelector("form[data-rows]");
  if (together) {
    var under = "rows:" + together.dataset.rows;
    var kept = function () {
      try { return JSON.parse(window.sessionStorage.getItem(under)) || []; } catch (closed) { return []; }
    };
    var boxes = Array.prototype.slice.call(document.querySelectorAll('input[form="together"][name="row"]'));
    var show = function (rows) {
      try { window.sessionStorage.setItem(under, JSON.stringify(rows)); } catch (closed) { return; }
      together.querySelectorAll("[data-chosen]").forEach(function (one) { one.textContent = rows.length ? "(" + rows.length + ")" : ""; });
    };
    var here = boxes.map(function (one) { return one.value; });
    var chosen = kept();
    boxes.forEach(function (one) { one.checked = one.checked || chosen.indexOf(one.value) >= 0; });
    var now = function () {
      var away = kept().filter(function (one) { return here.indexOf(one) < 0; });
      return away.concat(boxes.filter(function (one) { return one.checked; }).map(function (one) { return one.value; }));
    };
    show(now());
    boxes.forEach(function (one) { one.addEventListener("change", function () { show(now()); }); });
    together.addEventListener("submit", function () {
      kept().forEach(function (value) {
        if (here.indexOf(value) >= 0) return;
        var more = document.createElement("input");
        more.type = "hidden"; more.name = "row"; more.value = value;
        together.appendChild(more);
      });
      try { window.sessionStorage.removeItem(under); } catch (closed) { return; }
    });
  }

  // What scrolls sideways can be reached by keys, and has the name of its table.
  function reachScrollers() {
    document.querySelectorAll(".rf-wide-table, .table-responsive").forEach(function (box) {
      if (box.scrollWidth <= box.clientWidth) { box.removeAttribute("tabindex"); return; }
      var name = box.querySelector("caption");
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      if (name) box.setAttribute("aria-label", name.textContent);
    });
  }
  reachScrollers();
  window.addEventListener("resize", reachScrollers);

  // A list that drops down closes by Escape, and by a press beside it.
  function openLists() { return document.querySelectorAll(".rf-menu-group[open], .rf-menu-phone[open], .rf-person[open]"); }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    openLists().forEach(function (one) { one.open = false; one.querySelector("summary").focus(); });
  });
  document.addEventListener("click", function (event) {
    openLists().forEach(function (one) { if (!one.contains(event.target)) one.open = false; });
  });

  // Two presses of one button send a form once; coming back to the page makes it ready again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Typed text is kept each 20 seconds, so that nothing is lost when a session ends.
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var changed = false;
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("submit", function () { changed = false; });
    window.setInterval(function () {
      if (!changed) return;
      changed = false;
      var body = new FormData(form);
      body.set("draft", "1");
      window.fetch(window.location.href, { method: "POST", body: body, credentials: "same-origin" })
        .then(function (answer) {
          var draft = answer.headers.get("X-Draft-Seen");
          if (draft && form.elements.draft_seen) form.elements.draft_seen.value = draft;
          var isKept = answer.ok && answer.url.indexOf("/sign-in/") < 0;
          if (isKept) seen();
          say(isKept ? form.dataset.saved : form.dataset.unsaved);
        }, function () { changed = true; say(form.dataset.unsaved); });
    }, 20000);
  });

  // A passkey that was not used says so on the page.
  document.addEventListener("allauth.error", function (event) {
    var problem = document.getElementById("passkey-problem");
    if (problem) { event.preventDefault(); problem.hidden = false; }
  });

  function say(text) {
    var live = document.getElementById("live");
    if (live && text) live.textContent = text;
  }
  document.addEventListener("htmx:afterSwap", function (event) {
    var heading = event.target.querySelector("h1, h2, h3, caption");
    if (heading) say(heading.textContent);
  });
})();
