// Checking in: the phone's position goes along where its owner allows it; without it, or without
// scripts, the form is sent all the same.
"use strict";

(() => {
  const form = document.querySelector("[data-check-in]");
  if (!form || !navigator.geolocation || !form.requestSubmit) return;
  const button = form.querySelector("button[type=submit]");
  const wanted = form.querySelector("[data-check-in-located]");
  const says = form.querySelector("[data-check-in-says]");
  let asked = false;

  const send = () => {
    asked = true;
    button.disabled = false;
    form.requestSubmit(button);
  };

  button.addEventListener("click", (event) => {
    if (asked || !wanted.checked) return;
    event.preventDefault();
    button.disabled = true;
    says.textContent = "正在定位";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        form.elements.accuracy.value = Math.round(coords.accuracy);
        send();
      },
      send,
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 30000 },
    );
  });
})();
