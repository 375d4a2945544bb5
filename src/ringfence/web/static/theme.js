// Before the page is drawn: the theme that was chosen, or that of the system.
(function () {
  var chosen = null;
  try { chosen = window.localStorage.getItem("theme"); } catch (closed) { chosen = null; }
  var dark = chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
