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

  // Where there may be no network (a count on site, a loss, an arrival) this browser keeps what was
  // typed until it is sent, and every page says what is not sent yet. Signing out takes it away.
  var unsent = document.getElementById("unsent"), KEPT = "kept:" + (unsent ? unsent.dataset.person : "") + ":";
  function keptKeys() {
    try { return Object.keys(window.localStorage).filter(function (one) { return one.indexOf(KEPT) === 0; }).sort(); } catch (closed) { return []; }
  }
  function forget(key) {
    try { window.localStorage.removeItem(key); } catch (closed) { root.dataset.kept = ""; }
  }
  function showUnsent() {
    if (!unsent) return;
    var keys = keptKeys();
    unsent.hidden = !keys.length;
    unsent.textContent = keys.length ? unsent.dataset.says + " " + keys.length + " " : "";
    keys.forEach(function (key) {
      var link = document.createElement("a"), path = key.slice(KEPT.length);
      link.href = path;
      link.textContent = decodeURIComponent(path.replace(/^\/papers\//, "").replace(/^\//, ""));
      link.dir = "ltr";
      unsent.append(link, " ");
    });
  }
  function typedIn(form) {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      var own = ["csrfmiddlewaretoken", "version"].indexOf(name) < 0;
      if (own && typeof value === "string" && value) found[name] = value;
    });
    return found;
  }
  // A further row of a list without asking the server, for there may be no network.
  function addRow(form, list) {
    var add = Array.prototype.find.call(form.querySelectorAll('button[name="add"]'), function (one) { return one.value === list; });
    var rows = add ? add.parentNode.querySelectorAll(":scope > .rf-row") : [];
    if (!rows.length) return null;
    var last = rows[rows.length - 1], n = rows.length, plain = "f-" + list.replace(/\W/g, "-") + "-";
    last.insertAdjacentHTML("afterend", last.outerHTML
      .split(list + "[" + n + "]").join(list + "[" + (n + 1) + "]").split(plain + n + "-").join(plain + (n + 1) + "-"));
    var row = last.nextElementSibling, head = row.querySelector("strong");
    if (head) head.textContent = head.textContent.replace(/\d+/, String(n + 1));
    row.querySelectorAll(".rf-error").forEach(function (one) { one.remove(); });
    row.querySelectorAll("input, textarea, select").forEach(function (one) {
      if (one.type === "radio") one.checked = one.value === "";
      else if (one.type === "checkbox") one.checked = false;
      else one.value = "";
    });
    return row;
  }
  function putBack(form, found) {
    Object.keys(found).forEach(function (name) {
      var row = /^(.*)\[(\d+)\][^\[]*$/.exec(name);
      while (row && !form.querySelector('[name^="' + row[1] + "[" + row[2] + ']"]') && addRow(form, row[1])) continue;
    });
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!Object.prototype.hasOwnProperty.call(found, one.name) || one.type === "file") return;
      if (one.type === "radio" || one.type === "checkbox") one.checked = one.value === found[one.name];
      else if (one.tagName !== "BUTTON" && one.type !== "hidden") one.value = found[one.name];
    });
  }
  var sending = null;
  try { sending = window.sessionStorage.getItem("sending"); window.sessionStorage.removeItem("sending"); } catch (closed) { sending = null; }
  var cameFrom = document.referrer ? new URL(document.referrer).pathname : "";
  if (sending && sending !== window.location.pathname && cameFrom === sending) forget(KEPT + sending);
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var key = KEPT + window.location.pathname, kept = remembered(key), waits = 0;
    if (kept && !form.hasAttribute("data-answered")) { putBack(form, JSON.parse(kept)); say(form.dataset.back); }
    form.addEventListener("click", function (event) {
      var add = event.target.closest('button[name="add"]'), row = add && addRow(form, add.value);
      if (!row) return;
      event.preventDefault();
      var first = row.querySelector("input, select, textarea");
      if (first) first.focus();
    });
    form.addEventListener("input", function () {
      window.clearTimeout(waits);
      waits = window.setTimeout(function () { remember(key, JSON.stringify(typedIn(form))); showUnsent(); }, 300);
    });
    form.addEventListener("submit", function (event) {
      window.clearTimeout(waits);
      remember(key, JSON.stringify(typedIn(form)));
      if (navigator.onLine) {
        try { window.sessionStorage.setItem("sending", window.location.pathname); } catch (closed) { forget(key); }
        return;
      }
      event.preventDefault();
      delete form.dataset.sent;
      showUnsent();
      var says = form.querySelector(".rf-offline") || document.createElement("p");
      says.className = "rf-offline alert alert-warning";
      says.setAttribute("role", "alert");
      says.textContent = form.dataset.offline;
      form.append(says);
    });
  });
  document.querySelectorAll("form[data-forget]").forEach(function (form) {
    form.addEventListener("submit", function () { keptKeys().forEach(forget); });
  });
  showUnsent();

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
