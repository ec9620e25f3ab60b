// Behaviour shared by every page. Everything here is an aid: without it, forms and links still work.
(() => {
  'use strict';
  document.documentElement.classList.add('js');
  const say = (text) => {
    const live = document.getElementById('live');
    if (live) live.textContent = text;
  };

  const grow = (area) => {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, 480)}px`;
  };

  // Controls that matter for some answers to another only: data-when="method:left,public".
  const suit = (form) => form.querySelectorAll('[data-when]').forEach((control) => {
    const [name, answers] = control.dataset.when.split(':');
    const asked = form.elements.namedItem(name);
    if (asked) control.closest('.field').hidden = !answers.split(',').includes(asked.value);
  });

  const prepare = (scope) => {
    scope.querySelectorAll('form').forEach(suit);
    scope.querySelectorAll('textarea').forEach(grow);
    // A table wider than its place must be reachable by keyboard to be scrolled.
    scope.querySelectorAll('.table-wrap').forEach((wrap) => {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    });
    scope.querySelectorAll('.steps').forEach((row) => {
      const now = row.querySelector('[aria-current]');
      if (now) row.scrollLeft = now.offsetLeft - row.offsetLeft - row.clientWidth / 2 + now.clientWidth / 2;
    });
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
  document.addEventListener('change', (event) => {
    if (event.target.form) suit(event.target.form);
  });
  document.addEventListener('compositionend', (event) => {
    const form = event.target.closest('form[data-autosubmit]');
    if (form) filter(form, 450);
  });
  document.addEventListener('click', (event) => {
    const hit = (selector) => event.target.closest(selector);
    const menu = document.querySelector('details[data-menu][open]');
    if (menu && !menu.contains(event.target)) menu.open = false;
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
    const menu = document.querySelector('details[data-menu][open]');
    if (menu && event.key === 'Escape') { menu.open = false; menu.querySelector('summary').focus(); }
  });

  document.addEventListener('DOMContentLoaded', () => {
    prepare(document);
    const errors = document.querySelector('form [data-form-errors], main > [data-form-errors]');
    if (errors) errors.focus();
  });
  window.pageAids = { prepare, say };
})();
