// Dialogs (data-dialog="#id", data-dialog-close) and what htmx needs around partial updates.
(() => {
  'use strict';
  const say = (text) => window.pageAids.say(text);

  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog]');
    const dialog = opener && document.querySelector(opener.dataset.dialog);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    const closes = event.target.closest('[data-dialog-close]') || event.target.matches('dialog[open]');
    if (closes) event.target.closest('dialog').close();
  });

  // A filter keeps what the address holds besides its own fields (sorting), and drops empty ones.
  document.addEventListener('htmx:configRequest', (event) => {
    const form = event.target;
    if (!form.matches('form[data-autosubmit]')) return;
    const sent = event.detail.parameters;
    form.querySelectorAll('[data-kept]').forEach((kept) => { delete sent[kept.name]; });
    new URLSearchParams(window.location.search).forEach((value, key) => {
      if (!form.elements[key] && key !== 'page') sent[key] = value;
      else if (form.querySelector(`[data-kept][name="${key}"]`)) sent[key] = value;
    });
    Object.keys(sent).forEach((key) => { if (sent[key] === '') delete sent[key]; });
    const used = form.querySelector('[data-filter-used]');
    const filled = [...form.querySelectorAll('.filterbar__more [name]')].filter((c) => c.value);
    if (used) used.textContent = filled.length ? `（${filled.length}）` : '';
  });

  // The answer came from another address: the session ended, or an action led elsewhere.
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { xhr, pathInfo } = event.detail;
    if (!xhr.responseURL) return;
    const answered = new URL(xhr.responseURL);
    const asked = new URL(pathInfo.requestPath, window.location.href);
    if (answered.pathname === asked.pathname) return;
    event.detail.shouldSwap = false;
    const expired = answered.searchParams.has('next');
    if (expired) answered.searchParams.set('next', window.location.pathname + window.location.search);
    window.location.assign(answered);
  });

  document.addEventListener('htmx:load', (event) => {
    window.pageAids.prepare(event.detail.elt);
    const news = event.detail.elt.querySelector('[data-live]');
    if (news && event.detail.elt !== document.body) say(news.textContent);
  });

  const failed = (event) => {
    const status = event.detail.xhr.status;
    const text = `没有办成，请稍后再试${status ? `（错误 ${status}）` : '：网络不通'}`;
    const box = document.createElement('div');
    box.className = 'callout callout--error';
    box.setAttribute('role', 'alert');
    box.textContent = text;
    const holder = document.getElementById('page-messages');
    holder.textContent = '';
    holder.appendChild(box);
  };
  document.addEventListener('htmx:responseError', failed);
  document.addEventListener('htmx:sendError', failed);
})();
