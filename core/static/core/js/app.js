// Behaviour shared by every page. Everything here is an aid: without it, forms and links still work.
(() => {
  'use strict';
  document.documentElement.classList.add('js');
  const live = () => document.getElementById('live');
  const say = (text) => { if (live()) live().textContent = text; };

  const grow = (area) => {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, 480)}px`;
  };

  const searchable = (select) => {
    if (!window.TomSelect || select.tomselect) return;
    const url = select.dataset.searchUrl;
    const load = (query, done) => fetch(`${url}?q=${encodeURIComponent(query)}`)
      .then((answer) => answer.json()).then((found) => done(found.results)).catch(() => done());
    const name = select.labels.length ? select.labels[0].textContent.trim() : '';
    new window.TomSelect(select, {
      maxOptions: 200, load: url ? load : null,
      plugins: select.multiple ? ['remove_button'] : [],
      onInitialize() { select.setAttribute('aria-label', name); },
      render: { no_results: () => '<div class="no-results">没有匹配的选项</div>' },
    });
  };

  const prepare = (scope) => {
    scope.querySelectorAll('textarea').forEach(grow);
    scope.querySelectorAll('select[data-search]').forEach(searchable);
  };

  // Filter bars: send after a pause in typing, never in the middle of composing a character.
  let pause = 0;
  const filter = (form, wait) => {
    clearTimeout(pause);
    pause = setTimeout(() => form.requestSubmit(), wait);
  };
  document.addEventListener('input', (event) => {
    if (event.target.matches('textarea')) grow(event.target);
    const form = event.target.closest('form[data-autosubmit]');
    if (form && !event.isComposing) filter(form, event.target.matches('select') ? 0 : 450);
  });
  document.addEventListener('compositionend', (event) => {
    const form = event.target.closest('form[data-autosubmit]');
    if (form) filter(form, 450);
  });
  document.addEventListener('click', (event) => {
    const hit = (selector) => event.target.closest(selector);
    document.querySelectorAll('details[data-menu][open]').forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const toggle = hit('[data-filter-toggle]');
    if (toggle) {
      const open = toggle.closest('form').classList.toggle('filterbar--open');
      toggle.setAttribute('aria-expanded', String(open));
    }
    const account = hit('[data-fill-username]');
    if (account) {
      document.getElementById('id_username').value = account.dataset.fillUsername;
      document.getElementById('id_password').value = account.dataset.fillPassword;
      document.querySelector('.login__form button').focus();
    }
    if (hit('[data-print]')) window.print();
    if (hit('[data-back]') && window.history.length > 1) {
      event.preventDefault();
      window.history.back();
    }
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' && document.querySelector('details[data-menu][open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });

  document.addEventListener('DOMContentLoaded', () => {
    prepare(document);
    const errors = document.querySelector('[data-form-errors]');
    if (errors) errors.focus();
  });
  window.pageAids = { prepare, say };
})();
