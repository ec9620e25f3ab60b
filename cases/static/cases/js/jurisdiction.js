// The jurisdiction page: a click on the map ticks the place; the address can be copied.
// Without it the boxes and the button “判定” do the same.
(() => {
  'use strict';
  const start = () => {
    const form = document.getElementById('question');
    if (!form) return;

    document.addEventListener('click', (event) => {
      const tile = event.target.closest('[data-place]');
      if (!tile) return;
      const box = [...form.querySelectorAll('input[name="town"]')].find((b) => b.value === tile.dataset.place);
      if (!box) return;
      box.checked = !box.checked;
      tile.classList.toggle('zm__tile--chosen', box.checked);
      box.dispatchEvent(new Event('change', { bubbles: true }));
    });

    // Empty fields stay out of the address, so that it can be read and passed on.
    document.addEventListener('htmx:configRequest', (event) => {
      if (event.target !== form) return;
      const sent = event.detail.parameters;
      Object.keys(sent).forEach((key) => { if (sent[key] === '') delete sent[key]; });
    });

    // On a phone the answer lies below the question: the button leads there.
    let asked = false;
    form.addEventListener('submit', () => { asked = true; });
    document.addEventListener('htmx:afterSettle', (event) => {
      if (!asked || event.target.id !== 'answer') return;
      asked = false;
      event.target.scrollIntoView({ block: 'start' });
    });

    const copier = document.querySelector('[data-copy-address]');
    if (copier && navigator.clipboard) {
      copier.hidden = false;
      copier.addEventListener('click', () => {
        navigator.clipboard.writeText(window.location.href)
          .then(() => window.pageAids.say('链接已复制'), () => window.pageAids.say('没有复制成'));
      });
    }
  };
  document.addEventListener('DOMContentLoaded', start);
})();
