// The form of a record shows questions and answers only for an interview. Without this script both are there.
(() => {
  'use strict';
  const kind = document.getElementById('id_kind');
  const first = document.getElementById('id_dialogue_0');
  if (!kind || !first) return;
  const field = first.closest('.field');
  const show = () => { field.hidden = kind.value !== 'interview'; };
  kind.addEventListener('change', show);
  kind.addEventListener('input', show);
  show();
})();
