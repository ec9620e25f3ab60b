// Offers only the scopes that fit the chosen office: a zone chief gets zones, not bureaus.
(() => {
  'use strict';
  const GROUPS = { zone: '片区', township: '乡镇（街道）', agency: '部门', district: '全区' };
  const data = document.getElementById('role-scopes');
  const role = document.getElementById('id_role');
  const scope = document.getElementById('id_scope');
  if (!data || !role || !scope) return;
  const scopes = JSON.parse(data.textContent);

  const narrow = () => {
    const wanted = GROUPS[scopes[role.value]];
    let first = null;
    scope.querySelectorAll('optgroup').forEach((group) => {
      const fits = group.label === wanted;
      group.hidden = !fits;
      group.disabled = !fits;
      if (fits) first = group.querySelector('option');
    });
    const chosen = scope.selectedOptions[0];
    if (first && (!chosen || chosen.parentElement.disabled)) first.selected = true;
  };

  role.addEventListener('change', narrow);
  narrow();
})();
