/* What the chosen way of arranging has no use for is hidden; without this script all is shown. */
(function () {
  "use strict";
  var form = document.querySelector("[data-arranging]");
  if (!form) return;

  function show() {
    var chosen = form.querySelector("input[name=mode]:checked");
    var mode = chosen ? chosen.value : "";
    Array.prototype.forEach.call(form.querySelectorAll("[data-modes]"), function (part) {
      part.hidden = mode !== "" && part.dataset.modes.split(" ").indexOf(mode) < 0;
    });
  }

  form.addEventListener("change", show);
  show();
})();
