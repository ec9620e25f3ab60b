// What was typed into <form data-draft="key"> survives an expired session, a crash and an error page.
// Kept per account in this browser for a week; gone after success and on signing out.
(() => {
  'use strict';
  const user = document.body.dataset.user;
  if (!user) return;
  const PREFIX = `draft:${user}:`;
  const KEEP = 7 * 24 * 3600 * 1000; // ms
  const SKIPPED = ['hidden', 'password', 'file', 'submit', 'button', 'reset'];

  const controls = (form) => [...form.elements].filter((c) => c.name && !SKIPPED.includes(c.type) && !c.hasAttribute('data-no-draft'));
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } };
  const write = (key, draft) => { try { localStorage.setItem(key, JSON.stringify(draft)); } catch (e) { /* full */ } };
  const drop = (key) => localStorage.removeItem(key);
  const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const versionOf = (form) => (form.elements.version ? form.elements.version.value : '');

  const valuesOf = (c) => {
    if (c.type === 'checkbox' || c.type === 'radio') return c.checked ? [c.value] : [];
    return c.multiple ? [...c.selectedOptions].map((option) => option.value) : [c.value];
  };
  const collect = (form) => controls(form).reduce((values, c) => {
    values[c.name] = (values[c.name] || []).concat(valuesOf(c));
    return values;
  }, {});
  const fill = (form, values) => controls(form).forEach((c) => {
    const kept = values[c.name];
    if (!kept) return;
    if (c.type === 'checkbox' || c.type === 'radio') c.checked = kept.includes(c.value);
    else if (c.multiple) [...c.options].forEach((option) => { option.selected = kept.includes(option.value); });
    else if (kept.length) c.value = kept.shift();
    if (c.tomselect) c.tomselect.sync();
    c.dispatchEvent(new Event('input', { bubbles: true }));
  });

  const tell = (form, key, draft) => {
    const changed = draft.version !== versionOf(form);
    const when = new Date(draft.at - new Date().getTimezoneOffset() * 60000).toISOString();
    const text = `已恢复您 ${when.slice(0, 10)} ${when.slice(11, 16)} 填写、尚未提交的内容。`;
    const box = document.createElement('div');
    box.className = `callout callout--${changed ? 'warning' : 'info'} draft-note`;
    box.setAttribute('role', 'status');
    box.textContent = changed ? `${text}此后该记录已被他人修改，请核对后再提交。` : text;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-link btn-sm';
    button.textContent = '放弃恢复的内容';
    button.onclick = () => { drop(key); form.dataset.dropped = '1'; window.location.reload(); };
    box.appendChild(button);
    form.insertBefore(box, form.firstChild);
  };

  const forms = [...document.querySelectorAll('form[data-draft]')];
  const present = forms.map((form) => PREFIX + form.dataset.draft);
  const succeeded = document.querySelector('#page-messages [data-level~=success]');
  drafts().forEach((key) => {
    const draft = read(key);
    const done = draft && draft.sent && (succeeded || !present.includes(key));
    if (!draft || done || Date.now() - draft.at > KEEP) drop(key);
  });
  forms.forEach((form, index) => {
    const key = present[index];
    const original = JSON.stringify(collect(form));
    const draft = read(key);
    let timer = 0;
    const save = (sent) => {
      clearTimeout(timer);
      timer = 0;
      const values = collect(form);
      if (form.dataset.dropped || (!sent && JSON.stringify(values) === original)) drop(key);
      else write(key, { values, sent, at: Date.now(), version: versionOf(form) });
    };
    const before = form.previousElementSibling;
    const refused = form.querySelector('.is-invalid, [data-form-errors]') || (before && before.matches('[data-form-errors]'));
    if (draft && !refused && JSON.stringify(draft.values) !== original) { tell(form, key, draft); fill(form, draft.values); }
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => save(false), 400); });
    form.addEventListener('change', () => save(false));
    // Whoever leaves at once after the last key loses nothing either.
    window.addEventListener('pagehide', () => { if (timer) save(false); });
    form.addEventListener('submit', () => save(true));
  });
  document.addEventListener('submit', (event) => { if (event.target.hasAttribute('data-clear-drafts')) drafts().forEach(drop); });
})();
