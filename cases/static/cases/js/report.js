// The report form: offers only the villages of the chosen town, and the other towns as “还涉及”.
// Without it all villages are listed, each with its town, and the server checks the choice.
(() => {
  'use strict';
  const SEPARATOR = ' · ';

  const start = () => {
    const town = document.getElementById('id_township');
    const village = document.getElementById('id_village');
    const kind = document.getElementById('id_party_kind');
    const keeper = document.getElementById('id_party_representative');
    if (!town || !village) return;
    const options = [...village.options].map((o) => ({ value: o.value, text: o.textContent.trim() }));

    const chosenTown = () => {
      const option = town.options[town.selectedIndex];
      return option && option.value ? option.textContent.trim() : '';
    };

    const offerVillages = () => {
      const name = chosenTown();
      const offered = options.filter((o) => !o.value || !name || o.text.startsWith(name + SEPARATOR));
      const kept = village.value;
      const select = village.tomselect;
      if (select) {
        select.clear(true);
        select.clearOptions();
        select.addOptions(offered.filter((o) => o.value));
      } else {
        village.textContent = '';
        offered.forEach((o) => village.add(new Option(o.text, o.value)));
      }
      const still = offered.some((o) => o.value === kept) ? kept : '';
      if (select) select.setValue(still, true); else village.value = still;
    };

    const offerOtherTowns = () => {
      document.querySelectorAll('input[name="other_towns"]').forEach((box) => {
        const same = box.value === town.value;
        if (same) box.checked = false;
        box.closest('.form-check').hidden = same;
      });
    };

    const askForKeeper = () => {
      const field = keeper && keeper.closest('.field');
      if (field && kind) field.hidden = kind.value === 'citizen' && !keeper.value;
    };

    const follow = () => { offerVillages(); offerOtherTowns(); };
    town.addEventListener('change', follow);
    if (kind) kind.addEventListener('change', askForKeeper);
    follow();
    askForKeeper();
  };

  document.addEventListener('DOMContentLoaded', start);
})();
