// Signs the exact text with the person's own key; the key is read here and sent nowhere.
(function () {
  "use strict";
  var form = document.getElementById("signing"), says = document.getElementById("signed");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  document.getElementById("own-key").hidden = false;

  function bytesOf(pem) {
    var body = pem.replace(/-----[^-]+-----/g, "").replace(/\s+/g, "");
    return Uint8Array.from(window.atob(body), function (one) { return one.charCodeAt(0); });
  }
  function base64(buffer) { return window.btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))); }

  document.getElementById("sign").addEventListener("click", function () {
    var file = document.getElementById("key").files[0];
    if (!file) { says.textContent = form.dataset.none; return; }
    var text = new TextEncoder().encode(document.getElementById("exact").value);
    file.text().then(function (pem) {
      return window.crypto.subtle.importKey("pkcs8", bytesOf(pem), { name: "Ed25519" }, false, ["sign"]);
    }).then(function (key) {
      return window.crypto.subtle.sign({ name: "Ed25519" }, key, text);
    }).then(function (signature) {
      document.getElementById("f-signature").value = base64(signature);
      says.textContent = form.dataset.done;
    }, function (failed) {
      says.textContent = failed.name === "NotSupportedError" ? form.dataset.unable : form.dataset.unread;
    });
  });
})();
