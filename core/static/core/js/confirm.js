// Before a form is sent: ask where data-confirm says so; send it only once.
(() => {
  'use strict';
  const STUCK_AFTER = 30000; // ms; then the buttons come back, the server refuses doubles anyway
  const buttonsOf = (form) => form.querySelectorAll('button:not([type=button]), input[type=submit]');
  let agreed = null;

  const ask = (text, source, act) => {
    const dialog = document.getElementById('confirm-dialog');
    if (!dialog || !dialog.showModal) {
      if (window.confirm(text)) act();
      return;
    }
    const ok = dialog.querySelector('[data-confirm-ok]');
    dialog.querySelector('#confirm-title').textContent = source.dataset.confirmTitle || '请确认';
    dialog.querySelector('#confirm-text').textContent = text;
    ok.textContent = source.dataset.confirmOk || '确定';
    ok.className = `btn ${source.dataset.confirmTone === 'danger' ? 'btn-danger' : 'btn-primary'}`;
    ok.onclick = () => { dialog.close(); act(); };
    dialog.showModal();
    ok.focus();
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter || document.activeElement;
    const own = button && button.form === form && button.dataset.confirm ? button : null;
    const source = own || (form.dataset.confirm ? form : null);
    if (!source || agreed === form) { agreed = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(source.dataset.confirm, source, () => {
      agreed = form;
      form.requestSubmit(button && button.form === form && button.type === 'submit' ? button : undefined);
    });
  }, true);

  const unlock = (form) => {
    delete form.dataset.busy;
    form.removeAttribute('aria-busy');
    buttonsOf(form).forEach((button) => {
      button.disabled = false;
      button.classList.remove('is-busy');
    });
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-no-lock')) return;
    if (form.dataset.busy) { event.preventDefault(); return; }
    form.dataset.busy = '1';
    form.setAttribute('aria-busy', 'true');
    const pressed = event.submitter || buttonsOf(form)[0];
    // Only after the browser has read the pressed button's name and value.
    setTimeout(() => {
      buttonsOf(form).forEach((button) => { button.disabled = true; });
      if (pressed) pressed.classList.add('is-busy');
      if (window.pageAids) window.pageAids.say('正在提交，请稍候');
    }, 0);
    setTimeout(() => unlock(form), STUCK_AFTER);
  });

  window.addEventListener('pageshow', (event) => {
    if (event.persisted) document.querySelectorAll('form[data-busy]').forEach(unlock);
  });
})();
