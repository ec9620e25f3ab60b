// The board: refreshes what has changed every half minute, arrow keys among the cards, the count of
// cases chosen for a reminder. Without it everything is a link or a form.
(() => {
  'use strict';
  const bar = document.getElementById('board-status');
  if (!bar) return;
  const EVERY = Number(bar.dataset.every) * 1000;
  const state = bar.querySelector('[data-state]');
  let mark = '';
  let timer = 0;
  let asking = false;

  const say = (text, lost) => {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle('board-bar__state--lost', lost);
  };
  const seen = () => {
    bar.querySelector('[data-at]').textContent = new Date().toTimeString().slice(0, 8);
  };

  // --- what is chosen for a reminder
  const urge = document.querySelector('[data-urge]');
  const count = () => {
    if (!urge) return;
    const chosen = document.querySelectorAll('[name=case]:checked').length;
    urge.querySelector('[data-count]').textContent = chosen;
    urge.classList.toggle('urge--idle', !chosen);
  };
  document.addEventListener('change', (event) => { if (event.target.name === 'case') count(); });

  // --- putting in what has changed: focus, choices, open columns and scrolling stay
  const put = (text) => {
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const focused = document.activeElement && document.activeElement.dataset.key;
    const lane = document.activeElement && document.activeElement.closest('[data-lane]');
    const chosen = [...document.querySelectorAll('[name=case]:checked')].map((box) => box.value);
    const shut = [...document.querySelectorAll('[data-lane]:not([open])')].map((one) => one.id);
    const folds = [...document.querySelectorAll('[data-fold][open]')].map((one) => one.id);
    const lanes = document.querySelector('[data-lanes]');
    const left = lanes ? lanes.scrollLeft : 0;
    fresh.querySelectorAll('[data-live]').forEach((part) => {
      const old = document.getElementById(part.id);
      if (old) old.replaceWith(document.importNode(part, true));
    });
    shut.forEach((id) => { const one = document.getElementById(id); if (one) one.open = false; });
    folds.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
    document.querySelectorAll('[name=case]').forEach((box) => { box.checked = chosen.includes(box.value); });
    const now = document.querySelector('[data-lanes]');
    if (now) now.scrollLeft = left;
    if (focused && !document.querySelector(`[data-key="${focused}"]:focus`)) {
      const again = document.querySelector(`[data-key="${focused}"]`)
        || (lane && document.querySelector(`#${lane.id} [data-key]`));
      if (again) again.focus({ preventScroll: true });
    }
    window.pageAids.prepare(document.getElementById('board'));
    if (window.htmx) window.htmx.process(document.getElementById('board'));
    count();
  };

  const ask = async (address, byHand) => {
    if (asking) return;
    asking = true;
    const headers = { 'X-Board': '1' };
    if (mark) headers['If-None-Match'] = mark;
    if (!byHand) headers['X-Background'] = '1';
    try {
      const answer = await fetch(address, { headers, cache: 'no-store', redirect: 'manual' });
      if (answer.type === 'opaqueredirect') {
        say('登录已过期，请刷新页面重新登录', true);
        return;
      }
      if (answer.status === 200) {
        const text = await answer.text();
        // Filters may have been changed meanwhile: then this answers what nobody asks any more.
        if (address !== window.location.href) return;
        const first = !mark;
        mark = answer.headers.get('ETag') || '';
        put(text);
        say(first ? '' : '看板有变化，已更新', false);
      } else if (answer.status === 304) {
        say('', false);
      } else {
        throw new Error(String(answer.status));
      }
      seen();
    } catch (error) {
      say('连接中断，显示的是上次更新时的情况，正在重试', true);
    } finally {
      asking = false;
    }
  };

  const again = () => {
    clearTimeout(timer);
    if (document.hidden) return; // nobody looks: nothing is asked
    timer = setTimeout(async () => { await ask(window.location.href, false); again(); }, EVERY);
  };
  document.addEventListener('visibilitychange', async () => {
    if (document.hidden) { clearTimeout(timer); return; }
    await ask(window.location.href, false);
    again();
  });

  document.addEventListener('click', async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const more = event.target.closest('[data-more]');
    const refresh = event.target.closest('[data-refresh]');
    if (!more && !refresh) return;
    event.preventDefault();
    if (more) {
      const lane = more.closest('[data-lane]').id;
      const shown = document.querySelectorAll(`#${lane} [data-card]`).length;
      window.history.replaceState(window.history.state, '', more.href);
      mark = '';
      await ask(window.location.href, true);
      const next = document.querySelectorAll(`#${lane} [data-card]`)[shown];
      if (next) next.focus();
    } else {
      await ask(window.location.href, true);
    }
    again();
  });

  // After a filter the whole board is new.
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target.id !== 'board') return;
    mark = '';
    seen();
    count();
  });

  // --- arrow keys among the cards; letters only while a card has the focus
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const go = (card, [aside, down]) => {
    const open = [...document.querySelectorAll('[data-lane][open]')].filter((lane) => lane.querySelector('[data-card]'));
    const at = open.indexOf(card.closest('[data-lane]'));
    const cards = (lane) => [...lane.querySelectorAll('[data-card]')];
    const row = cards(open[at]).indexOf(card);
    const lane = open[at + aside];
    if (!lane) return;
    const list = cards(lane);
    const next = aside ? list[Math.min(row, list.length - 1)] : list[row + down];
    if (next) { next.focus(); next.closest('article').scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
  };
  let last = null;
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest('[data-card]');
    if (card && STEPS[event.key]) {
      event.preventDefault();
      go(card, STEPS[event.key]);
    } else if (card && event.key.toLowerCase() === 'x') {
      const box = card.closest('article').querySelector('[name=case]');
      if (box) { box.checked = !box.checked; count(); }
    } else if (card && event.key.toLowerCase() === 'c' && urge && document.querySelector('[name=case]:checked')) {
      event.preventDefault();
      last = card.dataset.key;
      urge.querySelector('[name=message]').focus();
    } else if (event.key === 'Escape' && last && event.target.name === 'message') {
      const back = document.querySelector(`[data-key="${last}"]`);
      if (back) back.focus();
    }
  });

  document.addEventListener('DOMContentLoaded', () => {
    if (window.matchMedia('(max-width: 767.98px)').matches) {
      document.querySelectorAll('[data-lane]').forEach((lane, place) => { lane.open = place === 0; });
    }
    count();
    again();
  });
})();
