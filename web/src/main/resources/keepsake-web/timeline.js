'use strict';
// The timeline: minimap, axis, who was master, and the lanes of each node.
class Timeline {
  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.lanes = root.querySelector('#lanes');
    this.minimap = root.querySelector('#minimap');
    this.axis = root.querySelector('#axis');
    this.data = null;
    this.lane = 0;
    root.prepend(Lanes.defs());
    this.pointer();
  }

  get width() {
    const narrow = matchMedia('(max-width: 760px)').matches;
    return Math.max(200, this.lanes.clientWidth - (narrow ? 0 : 230));
  }

  scale() {
    const { from, to } = this.app.view;
    return Folds.scale(from, to, this.width, this.data && this.app.folding() ? WhatIf.folds(this.data.whatIf, this.data.folds) : []);
  }

  show(data) {
    this.data = data;
    this.draw();
  }

  draw() {
    const data = this.data;
    if (!data) return;
    const focus = document.activeElement && document.activeElement.closest ? document.activeElement.closest('.lane') : null;
    const focused = focus ? focus.dataset.id : null;
    const scale = this.scale();
    const parts = [];
    for (const group of data.groups) {
      parts.push(this.cluster(group, scale));
      const simulated = data.whatIf && WhatIf.cluster(this, data.whatIf, group, scale);
      if (simulated) parts.push(simulated);
    }
    const pinned = [];
    for (const node of data.nodes) {
      const section = html('section', { class: 'node', 'aria-label': 'node ' + node.name });
      section.append(html('h2', {}, node.name, html('small', {}, node.shift ? 'clock corrected by ' + Format.span(-node.shift) : '')));
      const roles = Object.fromEntries(node.lanes.filter((l) => l.kind === 'ROLE').map((l) => [l.subject, l]));
      for (const lane of node.lanes) {
        if (!this.app.wanted(node, lane, roles)) continue;
        const row = this.row(node, lane, roles, scale);
        const rows = [row];
        if (data.whatIf && lane.kind === 'ROLE') {
          WhatIf.lost(this, data.whatIf, node, lane.subject, row.querySelector('svg'), scale);
          const simulated = WhatIf.lane(this, data.whatIf, node, lane.subject, scale);
          if (simulated) rows.push(simulated);
        }
        if (this.app.pinned.has(row.dataset.id)) pinned.push(...rows);
        else section.append(...rows);
      }
      parts.push(section);
    }
    pinned.forEach((row) => row.classList.add('pinned'));
    const offset = this.lanes.clientWidth - this.width;
    this.lanes.replaceChildren(...pinned, ...parts, ...Folds.strips(scale, offset), ...(data.whatIf ? WhatIf.mark(data.whatIf, scale, offset) : []));
    WhatIf.say(document.getElementById('whatif'), data.whatIf, (at) => this.app.fit(at - 2e6, at + 2e6));
    this.drawAxis(scale);
    this.drawMinimap();
    this.drawArrows(scale);
    this.rove(focused);
    document.getElementById('clocks').textContent = data.nodes.length < 2 ? ''
      : data.nodes.map((node) => node.name + ': ' + node.clock).join('\n');
  }

  cluster(group, scale) {
    const height = Lanes.HEIGHT.CLUSTER;
    const picture = svg('svg', { height, role: 'group', 'aria-label': 'masters of ' + group.title });
    const words = { ONE: '', NONE: 'nobody', TWO: 'two masters: ', UNKNOWN: 'unknown' };
    for (const [from, to, masters, nodes, uncertainty] of group.bands) {
      if (to < this.app.view.from || from > this.app.view.to) continue;
      const label = words[masters] + nodes;
      const text = `${group.title}: ${label}, ${Format.time(from)} for ${Format.span(to - from)}`
        + (uncertainty === null ? '; the clocks are not bounded' : uncertainty ? `, ± ${Format.span(uncertainty)}` : '');
      const drawn = Lanes.span(from, to, masters, scale, height, label, { 'data-from': from, 'data-to': to, 'aria-label': text, role: 'img' });
      drawn.append(this.tip(text));
      picture.append(drawn);
    }
    const row = html('div', { class: 'lane cluster', 'data-id': 'cluster/' + group.key, role: 'group', 'aria-label': 'masters of ' + group.title, tabindex: -1 },
      html('div', { class: 'label' }, html('strong', {}, 'master '), html('small', {}, group.title)), picture);
    return row;
  }

  tip(text) {
    const title = svg('title', {});
    title.textContent = text;
    return title;
  }

  row(node, lane, roles, scale) {
    const id = node.name + '/' + lane.kind + '/' + (lane.of ? lane.of + '/' : '') + lane.subject;
    const [name, more] = Format.title(lane);
    const deeper = ['ADDRESS', 'HEARD', 'SENT', 'NOTE', 'SERVER', 'CHECK'].includes(lane.kind) ? 1 : 0;
    const height = Lanes.HEIGHT[lane.kind] || 16;
    const picture = svg('svg', { height, role: 'group', 'aria-label': [node.name, name, more].join(' ') });
    if (lane.spans) this.spans(picture, node, lane, name, scale, height);
    else this.points(picture, node, lane, roles, scale, height);
    if (lane.kind === 'PROCESS') this.stretches(picture, node, scale, height);
    return html('div', { class: 'lane', 'data-id': id, 'data-depth': deeper, role: 'group', 'aria-label': `${node.name}, ${name} ${more}`, tabindex: -1 },
      html('div', { class: 'label', title: name + ' ' + more }, name + ' ', html('small', {}, more)), picture);
  }

  data_(node, run, index) { return { 'data-node': node.name, 'data-run': run, 'data-index': index }; }

  spans(picture, node, lane, name, scale, height) {
    const { from: left, to: right } = this.app.view;
    for (const [from, to, state, run, index, open, count] of lane.spans) {
      const until = open ? Math.max(to, this.data.horizon) : to;
      if (until < left || from > right) continue;
      const text = `${node.name}, ${name}: ${count > 1 ? count + ' changes' : state}, ${Format.time(from)} for ${Format.span(until - from)}`;
      const drawn = Lanes.span(from, until, state, scale, height, state, {
        ...this.data_(node, run, index), 'data-from': from, 'data-to': until, role: 'button', 'aria-label': text });
      drawn.append(this.tip(text));
      this.mark(drawn, node, run, index);
      picture.append(drawn);
    }
  }

  mark(drawn, node, run, index) {
    const chosen = this.app.selected;
    if (chosen && chosen.node === node.name && chosen.run === run && chosen.index === index) drawn.classList.add('chosen');
  }

  points(picture, node, lane, roles, scale, height) {
    const { from, to } = this.app.view;
    const seen = lane.points.filter((p) => p[0] >= from && p[0] <= to && !scale.quiet(p[0]));
    if (lane.kind === 'HEARD' || lane.kind === 'SENT' || lane.kind === 'CHECK') {
      const role = roles[lane.subject];
      if (lane.kind === 'HEARD') picture.append(Lanes.ramps(lane.points, role, scale, height));
      picture.append(Lanes.pulses(lane.points.filter((p) => p[0] >= from - 6e7 && p[0] <= to + 6e7), scale, height, role ? role.interval : 0, lane.kind, role));
      if (seen.length <= 150) seen.forEach((p) => picture.append(this.hit(node, lane, p, scale, height)));
      const chosen = this.app.selected && seen.find((p) => p[3] === this.app.selected.index && p[2] === this.app.selected.run && node.name === this.app.selected.node);
      if (chosen) picture.append(Lanes.point(scale(chosen[0]), height, '', false, { class: 'point chosen' }));
      return;
    }
    for (const [at, word, run, index, count] of seen) {
      const text = `${node.name}: ${count > 1 ? count + ' events' : word} at ${Format.time(at, 6)}`;
      const drawn = Lanes.point(scale(at), height, word, Lanes.ALARM.test(word), {
        ...this.data_(node, run, index), 'data-from': at, 'data-to': at, role: 'button', 'aria-label': text });
      drawn.append(this.tip(text));
      this.mark(drawn, node, run, index);
      picture.append(drawn);
    }
  }

  hit(node, lane, [at, word, run, index, count], scale, height) {
    const verb = { HEARD: 'heard', SENT: 'sent', CHECK: 'check' }[lane.kind];
    const text = `${node.name}, ${lane.subject}: ${count > 1 ? count + ' ' : ''}${verb} ${word} at ${Format.time(at, 6)}`;
    const drawn = svg('g', { class: 'span hit', ...this.data_(node, run, index), 'data-from': at, 'data-to': at, role: 'button', 'aria-label': text },
      svg('rect', { x: scale(at) - 4, y: 0, width: 8, height, fill: 'transparent' }), this.tip(text));
    drawn.firstChild.style.fill = 'transparent';
    drawn.firstChild.style.stroke = 'none';
    return drawn;
  }

  stretches(picture, node, scale, height) {
    for (const [from, to, , , what] of node.holes) {
      picture.prepend(svg('rect', { class: 'hole', x: scale(from) - 1, y: 0, width: Math.max(3, scale(to) - scale(from)), height }, this.tip('missing: ' + what)));
    }
    for (const [from, to] of node.stalls) {
      picture.prepend(svg('rect', { class: 'stall', x: scale(from), y: 1, width: Math.max(2, scale(to) - scale(from)), height: height - 2 }, this.tip('stood still for ' + Format.span(to - from))));
    }
  }

  drawAxis(scale) {
    const { from, to } = this.app.view;
    const steps = [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 3e7, 6e7, 12e7, 3e8, 6e8, 12e8, 18e8, 36e8, 72e8, 144e8, 216e8, 432e8, 864e8, 1728e8, 6048e8];
    const step = steps.find((s) => scale.wide(s) > 92) || 6048e8;
    const digits = step >= 1e6 ? 0 : 3;
    const picture = svg('svg', { height: 22, 'aria-hidden': 'true' });
    for (const [begin, end] of scale.open) {
      for (let at = Math.ceil(begin / step) * step; at <= end; at += step) {
        const text = svg('text', { x: scale(at) + 3, y: 14 });
        text.textContent = (step >= 864e8 ? '' : Format.time(at, digits)) || Format.date(at);
        picture.append(svg('line', { class: 'grid', x1: scale(at), x2: scale(at), y1: 2, y2: 22 }));
        if (scale(at) < scale(end) - 70) picture.append(text);
      }
    }
    const label = html('div', { class: 'hidden', 'aria-hidden': 'true' }, `${Format.date(from)} ${Format.time(from)} to ${Format.time(to)} UTC`);
    this.axis.replaceChildren(picture, label, ...Folds.marks(scale, (fold) => this.app.go(fold.from, fold.to)));
  }

  drawMinimap() {
    const whole = this.app.whole;
    const width = this.minimap.clientWidth || 300;
    const scale = (micros) => ((micros - whole.begin) / Math.max(1, whole.end - whole.begin)) * width;
    scale.width = width;
    const picture = svg('svg', { height: 40, role: 'img', 'aria-label': 'the whole recording, with the window that is shown' });
    const groups = whole.groups || [];
    const height = 40 / Math.max(1, groups.length);
    groups.forEach((group, i) => {
      for (const [from, to, masters] of group.bands) {
        const drawn = Lanes.span(from, to, masters, scale, height, ' ', {});
        drawn.setAttribute('transform', `translate(0 ${i * height})`);
        picture.append(drawn);
        if (masters === 'ONE') picture.append(svg('line', { class: 'tick-mark', x1: scale(from), x2: scale(from), y1: i * height, y2: i * height + height / 2 }));
      }
    });
    const { from, to } = this.app.view;
    const brush = html('div', { class: 'brush' });
    brush.style.left = Math.max(0, scale(from)) + 'px';
    brush.style.width = Math.max(4, Math.min(width, scale(to)) - Math.max(0, scale(from))) + 'px';
    this.minimap.replaceChildren(picture, brush);
  }

  // Adverts from lane to lane; one that never arrived ends halfway in a cross.
  drawArrows(scale) {
    const old = this.lanes.querySelector('.arrows');
    if (old) old.remove();
    const messages = this.data.messages.filter((m) => m[0] >= this.app.view.from && m[0] <= this.app.view.to);
    if (!messages.length || messages.length > 300) return;
    const box = this.lanes.getBoundingClientRect();
    const rows = {};
    for (const row of this.lanes.querySelectorAll('.lane[data-id*="/ROLE/"]')) {
      const picture = row.querySelector('svg').getBoundingClientRect();
      rows[row.dataset.id.split('/ROLE/')[0]] ??= { x: picture.left - box.left, y: picture.top - box.top + picture.height / 2 };
    }
    const picture = svg('svg', { class: 'arrows', 'aria-hidden': 'true' });
    for (const [sent, from, , , arrived, to] of messages) {
      const a = rows[from];
      const b = rows[to];
      if (!a || !b) continue;
      const x1 = a.x + scale(sent);
      if (arrived !== null) {
        const x2 = b.x + scale(arrived);
        const head = b.y > a.y ? -5 : 5;
        const edge = b.y + (b.y > a.y ? -11 : 11);
        picture.append(svg('path', { class: 'arrow', d: `M${x1} ${a.y}L${x2} ${edge}M${x2 - 3} ${edge + head}L${x2} ${edge}L${x2 + 3} ${edge + head}` }));
      } else {
        const y = (a.y + b.y) / 2;
        picture.append(svg('path', { class: 'arrow lost', d: `M${x1} ${a.y}V${y}M${x1 - 4} ${y - 4}L${x1 + 4} ${y + 4}M${x1 + 4} ${y - 4}L${x1 - 4} ${y + 4}` }));
      }
    }
    this.lanes.append(picture);
  }

  rows() { return [...this.lanes.querySelectorAll('.lane')]; }

  rove(focused) {
    const rows = this.rows();
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.dataset.id === focused);
    this.lane = at >= 0 ? at : Math.min(this.lane, rows.length - 1);
    rows[this.lane].tabIndex = 0;
    if (at >= 0) rows[at].focus({ preventScroll: true });
  }

  moveLane(by) {
    const rows = this.rows();
    rows.forEach((row) => { row.tabIndex = -1; });
    this.lane = Math.max(0, Math.min(rows.length - 1, this.lane + by));
    rows[this.lane].tabIndex = 0;
    rows[this.lane].focus();
  }

  items(row) {
    return [...row.querySelectorAll('[data-index]')].sort((a, b) => a.dataset.from - b.dataset.from);
  }

  moveItem(by) {
    const row = this.rows()[this.lane];
    if (!row) return;
    const items = this.items(row);
    if (!items.length) return;
    let at = items.findIndex((item) => item.classList.contains('chosen'));
    at = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.max(0, Math.min(items.length - 1, at + by));
    this.app.select(items[at]);
  }

  pointer() {
    let drag = null;
    this.lanes.addEventListener('pointerdown', (event) => {
      if (event.button === 0) drag = { x: event.clientX, view: { ...this.app.view }, pixel: 1 / this.scale().wide(1), moved: false };
    });
    addEventListener('pointermove', (event) => {
      if (!drag) return;
      const by = event.clientX - drag.x;
      if (Math.abs(by) > 4) drag.moved = true;
      if (drag.moved) {
        const shift = Math.round(by * drag.pixel);
        this.app.pan({ from: drag.view.from - shift, to: drag.view.to - shift });
      }
    });
    addEventListener('pointerup', () => { if (drag && drag.moved) this.app.settle(); setTimeout(() => { drag = null; }, 0); });
    this.lanes.addEventListener('click', (event) => {
      if (drag && drag.moved) return;
      const item = event.target.closest('[data-index]');
      if (item) this.app.select(item);
    });
    this.lanes.addEventListener('dblclick', (event) => {
      const item = event.target.closest('[data-from]');
      if (item) this.app.fit(Number(item.dataset.from), Number(item.dataset.to));
    });
    this.lanes.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = this.lanes.getBoundingClientRect();
      const { from, to } = this.app.view;
      const at = this.scale().time(this.width - (box.right - event.clientX));
      this.app.zoom(event.deltaY > 0 ? 1.25 : 0.8, (at - from) / (to - from));
    }, { passive: false });
    this.minimap.addEventListener('pointerdown', (event) => {
      const box = this.minimap.getBoundingClientRect();
      const whole = this.app.whole;
      const at = (e) => whole.begin + ((e.clientX - box.left) / box.width) * (whole.end - whole.begin);
      const start = at(event);
      const up = (e) => {
        removeEventListener('pointerup', up);
        const end = at(e);
        const half = (this.app.view.to - this.app.view.from) / 2;
        if (Math.abs(end - start) / (whole.end - whole.begin) > 0.01) this.app.go(Math.min(start, end), Math.max(start, end));
        else this.app.go(start - half, start + half);
      };
      addEventListener('pointerup', up);
    });
  }
}
