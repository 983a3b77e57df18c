'use strict';
// One lane as SVG. A scale turns microseconds into places.
const Lanes = (() => {
  const HEIGHT = { ROLE: 24, ADDRESS: 18, SERVER: 18, QUORUM: 20, LINK: 18, CLUSTER: 24 };
  const ALARM = /Failed|Rejected|Discarded|Refused|Unavailable|Dropped|Gap|Damaged|Unknown|Stalled|Stepped|Lower|Differs|Taken|Rival|Gone/;
  const PATTERN = { FAULT: 'hatch', UNKNOWN: 'dots', TWO: 'hatch', NONE: 'dots', MIXED: 'hatch', DOWN: 'hatch', 'NO QUORUM': 'hatch', BACKUP: 'rows' };

  function defs() {
    const pattern = (id, size, ...shapes) => svg('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse' }, ...shapes);
    const line = (d) => svg('path', { d, stroke: '#000', 'stroke-opacity': '.38', 'stroke-width': '1.4', fill: 'none' });
    return svg('svg', { width: 0, height: 0, 'aria-hidden': 'true', class: 'hidden' }, svg('defs', {},
      pattern('hatch', 7, line('M-1 8L8 -1')),
      pattern('dots', 6, svg('circle', { cx: 2, cy: 2, r: 1, fill: '#000', 'fill-opacity': '.3' })),
      pattern('rows', 5, line('M0 4.5H5'))));
  }

  function span(from, to, state, scale, height, label, data) {
    const x = Math.max(-2, scale(from));
    const w = Math.max(1.5, Math.min(scale.width + 2, scale(to)) - x);
    const word = state.length * 7.4 + 8 < w ? label || state : '';
    const group = svg('g', { class: 'span s-' + state.replace(' ', '-'), ...data });
    group.append(svg('rect', { x, y: 1, width: w, height: height - 2, rx: 2 }));
    if (PATTERN[state] && w > 3) {
      group.append(svg('rect', { x, y: 1, width: w, height: height - 2, fill: `url(#${PATTERN[state]})`, class: 'overlay', style: null }));
      group.lastChild.removeAttribute('style');
      group.lastChild.style.fill = `url(#${PATTERN[state]})`;
    }
    const chars = Math.floor((w - 8) / 7.4);
    if (word && chars > 2) {
      const text = svg('text', { x: Math.max(x, 0) + 5, y: height / 2 + 4 });
      text.textContent = word.length > chars ? word.slice(0, chars - 1) + '…' : word;
      group.append(text);
    }
    return group;
  }

  // Evenly spaced adverts as ticks: late ones taller, missing ones hollow at the time they were expected, which is only
  // while a master sends, and a backup listens.
  function pulses(points, scale, height, interval, kind, role) {
    const part = kind === 'SENT' ? 'MASTER' : 'BACKUP';
    const due = (at) => !role || role.spans.some(([from, to, state, , , open]) => state === part && from <= at && (at <= to || open));
    const regular = [];
    const late = [];
    const failed = [];
    const group = svg('g', {});
    let before = null;
    for (const [at, word] of points) {
      if (scale.quiet(at)) { before = null; continue; }
      const x = scale(at);
      const gap = before === null ? 0 : at - before;
      const isLate = interval && gap > interval * 1.15 && due(before + interval);
      (word === 'FAILED' ? failed : isLate ? late : regular).push(`M${x.toFixed(1)} ${isLate || word === 'FAILED' ? 1 : 4}V${height - 1}`);
      if (interval && gap > interval * 1.6 && gap < interval * 40 && scale.wide(interval) > 6) {
        for (let then = before + interval; then < at - interval / 2; then += interval) {
          if (due(then)) group.append(svg('circle', { cx: scale(then), cy: height / 2, r: 3, class: 'missing' }));
        }
      }
      before = at;
    }
    group.append(svg('path', { d: regular.join(''), class: 'pulse' + (kind === 'SENT' ? ' sent' : '') }));
    if (late.length) group.append(svg('path', { d: late.join(''), class: 'pulse late' }));
    if (failed.length) group.append(svg('path', { d: failed.join(''), class: 'pulse failed' }));
    return group;
  }

  // The silence since the last advert, as a ramp that ends where the master-down timer would: why it fired needs no words.
  function ramps(points, role, scale, height) {
    const group = svg('g', { class: 'overlay' });
    if (!role || !role.down || scale.wide(role.down) < 12) return group;
    const backups = role.spans.filter((s) => s[2] === 'BACKUP');
    for (const [from, to] of backups) {
      const heard = points.filter((p) => p[0] >= from - 1 && p[0] <= to).map((p) => p[0]);
      const marks = [from, ...heard];
      marks.forEach((mark, i) => {
        if (scale.quiet(mark)) return;
        const end = Math.min(i + 1 < marks.length ? marks[i + 1] : to, mark + role.down);
        const part = (end - mark) / role.down;
        if (part <= 0) return;
        const y = height - part * (height - 2);
        group.append(svg('path', { class: part > 0.75 ? 'ramp near' : 'ramp', d: `M${scale(mark)} ${height}L${scale(end)} ${y}V${height}Z` }));
      });
    }
    return group;
  }

  function point(x, height, word, alarm, data) {
    const middle = height / 2;
    const shape = alarm
      ? `M${x} ${middle - 6}L${x + 6} ${middle + 5}H${x - 6}Z`
      : `M${x} ${middle - 5}L${x + 5} ${middle}L${x} ${middle + 5}L${x - 5} ${middle}Z`;
    return svg('g', { class: 'point' + (alarm ? ' alarm' : ''), ...data }, svg('path', { d: shape }));
  }

  // What the shapes mean, each as it is drawn.
  function legend() {
    const scale = (micros) => micros;
    scale.width = 60;
    scale.wide = scale;
    scale.quiet = () => false;
    const spans = [['MASTER', 'master; in the band on top: one master'], ['BACKUP', 'backup'], ['FAULT', 'fault; server down; two masters'], ['INIT', 'not started; nobody is master'],
      ['UNKNOWN', 'nothing is recorded: not known'], ['HELD', 'address held; link, server or quorum up'], ['MIXED', 'many changes, too close to tell apart here']];
    const points = [{ word: 'decision, reload, change of the table', alarm: false }, { word: 'something was refused, lost or late', alarm: true }];
    const picture = (...shapes) => svg('svg', { width: 60, height: 18, 'aria-hidden': 'true' }, ...shapes);
    const regular = pulses([[8, 'SENT', 0, 0, 1], [22, 'SENT', 0, 0, 1], [50, 'SENT', 0, 0, 1]], scale, 18, 14, 'SENT');
    return [...spans.map(([state, text]) => [picture(span(0, 60, state, scale, 18, ' ', {})), text]),
      ...points.map(({ word, alarm }) => [picture(point(30, 18, '', alarm, {})), word]),
      [picture(regular), 'adverts; a ring stands where one was due, a taller stroke is late'],
      [picture(svg('path', { class: 'ramp', d: 'M2 18L40 6V18Z' }), svg('path', { class: 'ramp near', d: 'M40 18V6L58 1V18Z' })), 'the silence a backup hears, up to its master-down timer'],
    ].map(([drawn, text]) => html('li', {}, drawn, ' ', text));
  }

  return { HEIGHT, ALARM, defs, span, pulses, ramps, point, legend };
})();
