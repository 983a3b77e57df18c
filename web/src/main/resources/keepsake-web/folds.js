'use strict';
// Where on the screen a time is. Quiet stretches have all the same small width there, so that what is between them has room.
const Folds = (() => {
  const WIDTH = 56;
  // Of a window that was moved they are too short to be worth a strip, or all that is seen.
  const LEAST = 0.05;

  function scale(from, to, width, quiet) {
    const seen = quiet.map(([a, b]) => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => b - a >= (to - from) * LEAST);
    const left = seen.reduce((rest, [a, b]) => rest - (b - a), to - from);
    const folds = left > 0 ? seen : [];
    const each = Math.min(WIDTH, (width * 0.4) / Math.max(1, folds.length));
    const rate = (width - each * folds.length) / (folds.length ? left : to - from);
    const place = (micros) => {
      let x = 0;
      let at = from;
      for (const [a, b] of folds) {
        if (micros <= a) break;
        x += (a - at) * rate;
        if (micros < b) return x + ((micros - a) / (b - a)) * each;
        x += each;
        at = b;
      }
      return x + (micros - at) * rate;
    };
    place.width = width;
    place.wide = (micros) => micros * rate;
    place.quiet = (micros) => folds.some(([a, b]) => a < micros && micros < b);
    place.folds = folds.map(([a, b]) => ({ from: a, to: b, x: place(a), width: each }));
    place.open = [...folds.map(([a], i) => [i ? folds[i - 1][1] : from, a]), [folds.length ? folds[folds.length - 1][1] : from, to]];
    place.time = (x) => {
      let low = from;
      let high = to;
      while (high - low > 1) {
        const middle = (low + high) / 2;
        if (place(middle) < x) low = middle; else high = middle;
      }
      return high;
    };
    return place;
  }

  // A button above each strip, which shows what is in it.
  function marks(scale, show) {
    return scale.folds.map((fold) => {
      const text = `${Format.span(fold.to - fold.from)} in which nothing changed, ${Format.time(fold.from)} to ${Format.time(fold.to)}: show them`;
      const mark = html('button', { type: 'button', class: 'fold-mark', 'aria-label': text, title: text, onclick: () => show(fold) },
        Format.rough(fold.to - fold.from));
      mark.style.left = fold.x + 'px';
      mark.style.width = fold.width + 'px';
      return mark;
    });
  }

  function strips(scale, offset) {
    return scale.folds.map((fold) => {
      const strip = html('div', { class: 'fold', 'aria-hidden': 'true' });
      strip.style.left = offset + fold.x + 'px';
      strip.style.width = fold.width + 'px';
      return strip;
    });
  }

  return { scale, marks, strips };
})();
