// Large files of <form data-uploads="/cases/1/uploads/"> go in pieces; a lost connection goes on where it stopped.
(() => {
  'use strict';
  const form = document.querySelector('form[data-uploads]');
  const list = form && form.querySelector('[data-upload-list]');
  if (!list || !window.DataTransfer) return;
  const [PIECE, FROM] = [Number(form.dataset.piece), Number(form.dataset.partsFrom)];
  const running = new Set();
  const headers = { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value, 'Content-Type': 'application/octet-stream' };
  const size = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;
  const addressOf = (row) => `${form.dataset.uploads}${row.dataset.key}/`;
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((b, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + b.toString(16).padStart(2, '0')).join('');
  const part = (row, name) => row.querySelector(`[data-part=${name}]`);
  const say = (row, text, state = '') => { part(row, 'text').textContent = text; row.dataset.state = state; };

  const rowOf = (file) => {
    const half = [...list.children].find((row) => row.dataset.name === file.name
      && Number(row.dataset.size) === file.size && !running.has(row) && row.dataset.state !== 'done');
    if (half) return half;
    const row = form.querySelector('template[data-upload-row]').content.firstElementChild.cloneNode(true);
    Object.assign(row.dataset, { key: newKey(), name: file.name, size: file.size });
    part(row, 'name').textContent = file.name;
    list.appendChild(row);
    return row;
  };
  const pause = (ms) => new Promise((go) => {
    const timer = setTimeout(go, ms);
    window.addEventListener('online', () => { clearTimeout(timer); go(); }, { once: true });
  });
  const finish = (row, file) => {
    row.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'uploads', value: row.dataset.key }));
    part(row, 'bar').value = 1;
    say(row, `已传完 ${size(file.size)}，随表单一起登记`, 'done');
  };
  const step = async (row, file, at) => {
    const query = new URLSearchParams({ offset: at, size: file.size, name: file.name });
    const answer = at === null ? await fetch(addressOf(row))
      : await fetch(`${addressOf(row)}?${query}`, { method: 'POST', headers, body: file.slice(at, at + PIECE) });
    if (answer.redirected) return { message: '登录已过期，请在新窗口登录后重新选择这个文件，从断点继续' };
    if (answer.status >= 500) throw new Error('server');
    return answer.json();
  };
  const send = async (row, file) => {
    let [at, wait] = [null, 1000];
    running.add(row);
    while (row.isConnected) {
      try {
        const told = await step(row, file, at);
        if (told.message) { say(row, told.message, 'refused'); break; }
        if (told.done) { finish(row, file); break; }
        [at, wait] = [told.received, 1000];
        part(row, 'bar').value = at / file.size;
        say(row, `已传 ${size(at)} / ${size(file.size)}`);
      } catch (lost) {
        at = null;
        say(row, `连接中断，${wait / 1000} 秒后从断点继续`, 'lost');
        await pause(wait);
        wait = Math.min(wait * 2, 30000);
      }
    }
    running.delete(row);
  };
  form.addEventListener('change', ({ target }) => {
    if (target.type !== 'file') return;
    const small = new DataTransfer();
    [...target.files].forEach((file) => { if (file.size >= FROM) send(rowOf(file), file); else small.items.add(file); });
    target.files = small.files;
  });
  list.addEventListener('click', ({ target }) => {
    const row = target.closest('[data-upload-remove]') && target.closest('[data-key]');
    if (row) fetch(addressOf(row), { method: 'DELETE', headers }).catch(() => {}).then(() => row.remove());
  });
  form.addEventListener('submit', (event) => {
    if (!running.size) return;
    event.preventDefault();
    running.forEach((row) => { if (row.dataset.state !== 'lost') say(row, '还在上传，传完后再提交', 'busy'); });
    list.scrollIntoView({ block: 'center' });
  });
})();
