// <select data-search> becomes a drop-down one can type into; data-search-url asks the server.
(() => {
  'use strict';
  const answers = (url) => (query, done) => fetch(`${url}?q=${encodeURIComponent(query)}`)
    .then((answer) => answer.json())
    .then((found) => done(found.results)) // [{value, text}, …]
    .catch(() => done());

  const upgrade = (select) => {
    if (!window.TomSelect || select.tomselect) return;
    const url = select.dataset.searchUrl;
    const label = select.labels.length ? select.labels[0].textContent.replace(/\s+/g, ' ').trim() : '';
    new window.TomSelect(select, {
      maxOptions: 200,
      load: url ? answers(url) : null,
      placeholder: select.multiple ? '输入文字查找' : undefined,
      plugins: select.multiple ? ['remove_button'] : [],
      // The library takes the label away from the select, which still needs a name.
      onInitialize() { select.setAttribute('aria-label', label); },
      render: {
        no_results: () => '<div class="no-results">没有匹配的选项</div>',
        loading: () => '<div class="no-results">正在查找…</div>',
      },
    });
  };

  const start = (scope) => scope.querySelectorAll('select[data-search]').forEach(upgrade);
  document.addEventListener('DOMContentLoaded', () => start(document));
  document.addEventListener('htmx:load', (event) => start(event.detail.elt));
})();
