// Draws every [data-chart] with the option in its JSON script, once it comes into sight.
(() => {
  'use strict';
  const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
  const AXIS = {
    axisLine: { lineStyle: { color: '#b8c4d2' } }, axisTick: { show: false },
    axisLabel: { color: '#4a5868' }, splitLine: { lineStyle: { color: '#e8edf2' } },
  };
  const THEME = {
    color: ['#0b3d78', '#3f8fd2', '#2c8a68', '#c98a1b', '#7a6bb5', '#c4161c', '#6b7a8c', '#8c5a2b', '#5aa7a0'],
    textStyle: { fontFamily: FONT, color: '#1c2733' },
    categoryAxis: AXIS, valueAxis: AXIS, timeAxis: AXIS,
    legend: { textStyle: { color: '#4a5868' }, itemWidth: 12, itemHeight: 8 },
    // Rich text: tooltips in HTML would need inline styles, which the page's policy forbids.
    tooltip: { renderMode: 'richText', backgroundColor: '#ffffff', borderColor: '#b8c4d2' },
    bar: { barMaxWidth: 28 }, line: { symbolSize: 6, lineStyle: { width: 2 } },
  };
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  const draw = (place) => {
    const data = document.getElementById(place.dataset.chart);
    if (!data || place.dataset.drawn) return;
    place.dataset.drawn = '1';
    place.textContent = '';
    const drawing = window.echarts.init(place, 'platform', { renderer: 'canvas' });
    drawing.setOption(Object.assign({ animation: !calm }, JSON.parse(data.textContent)));
    drawing.on('click', (hit) => { if (hit.data && hit.data.url) window.location.assign(hit.data.url); });
    if (window.ResizeObserver) new ResizeObserver(() => drawing.resize()).observe(place);
    else window.addEventListener('resize', () => drawing.resize());
  };

  const start = (scope) => {
    if (!window.echarts) return;
    window.echarts.registerTheme('platform', THEME);
    const watcher = new IntersectionObserver((seen) => seen.forEach((entry) => {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      draw(entry.target);
    }), { rootMargin: '200px' });
    scope.querySelectorAll('[data-chart]').forEach((place) => watcher.observe(place));
  };

  document.addEventListener('DOMContentLoaded', () => start(document));
  document.addEventListener('htmx:load', (event) => {
    if (document.readyState === 'complete') start(event.detail.elt);
  });
  window.addEventListener('beforeprint', () => document.querySelectorAll('[data-chart]').forEach(draw));
})();
