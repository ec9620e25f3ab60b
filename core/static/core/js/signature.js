// Signing by finger, pen or mouse. The drawing leaves as a PNG data URL in the pad's hidden field.
(() => {
  'use strict';
  const WIDTH = 600; // pixels of the drawing, whatever the width on screen
  const HEIGHT = 200;

  const start = (pad) => {
    if (pad.dataset.ready) return;
    pad.dataset.ready = '1';
    const field = pad.querySelector('input[type=hidden]');
    const canvas = pad.querySelector('canvas');
    const ink = canvas.getContext('2d');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    ink.lineWidth = 4;
    ink.lineCap = ink.lineJoin = 'round';
    ink.strokeStyle = ink.fillStyle = '#10202f';
    let pointer = null; // the one that draws; a second finger is ignored
    let last = null;

    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return {
        x: (event.clientX - box.left) * (WIDTH / box.width),
        y: (event.clientY - box.top) * (HEIGHT / box.height),
      };
    };
    const keep = (value) => {
      field.value = value;
      pad.classList.toggle('pad--signed', value !== '');
    };
    const clear = () => {
      ink.clearRect(0, 0, WIDTH, HEIGHT);
      keep('');
    };
    const end = (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      keep(canvas.toDataURL('image/png'));
    };

    canvas.addEventListener('pointerdown', (event) => {
      if (pointer !== null || (event.pointerType === 'mouse' && event.button !== 0)) return;
      event.preventDefault();
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      pad.classList.add('pad--signed');
      last = at(event);
      ink.beginPath();
      ink.arc(last.x, last.y, 2, 0, 7);
      ink.fill();
    });
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerId !== pointer) return;
      const steps = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      (steps.length ? steps : [event]).forEach((step) => {
        const next = at(step);
        ink.beginPath();
        ink.moveTo(last.x, last.y);
        ink.lineTo(next.x, next.y);
        ink.stroke();
        last = next;
      });
    });
    ['pointerup', 'pointercancel'].forEach((name) => canvas.addEventListener(name, end));
    pad.querySelector('[data-signature-clear]').addEventListener('click', clear);
    if (field.value) { // refused by the server: what was signed is not lost
      const kept = new Image();
      kept.onload = () => ink.drawImage(kept, 0, 0, WIDTH, HEIGHT);
      kept.src = field.value;
      pad.classList.add('pad--signed');
    }
  };

  const find = (scope) => scope.querySelectorAll('[data-signature]').forEach(start);
  document.addEventListener('DOMContentLoaded', () => find(document));
  document.addEventListener('htmx:load', (event) => find(event.detail.elt));
})();
