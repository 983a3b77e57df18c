'use strict';
// The page: what is looked at, where the address bar says it, and the keys.
class App {
  constructor(source) {
    this.source = source;
    this.view = { from: 0, to: 1 };
    this.whole = { begin: 0, end: 1, groups: [] };
    this.filter = '';
    this.selected = null;
    this.pinned = new Set();
    this.marked = null;
    this.page = 'timeline';
    this.live = false;
    this.fold = null;
    this.timeline = new Timeline(document.getElementById('timeline'), this);
    this.panel = new Panel(document.getElementById('panel'), this);
    this.table = new EventTable(document.getElementById('table'), this);
    this.state = new StatePage(document.getElementById('state'), this);
    this.incidents = new IncidentList(document.getElementById('incidents'), this);
    this.pending = null;
  }

  async start() {
    this.controls();
    const asked = this.readHash();
    await this.loadWhole();
    await this.incidents.load();
    if (asked.from === null) this.view = this.initial();
    await this.refresh();
    if (this.selected) this.panel.show(this.selected);
    if (!asked.given && !this.source.file && this.isLive()) this.setLive(true);
    this.stop = this.source.follow((turn) => this.news(turn), (lost) => this.lost(lost));
    document.body.dataset.ready = '1';
    performance.mark('ready');
  }

  // Of what is over the quiet stretches are folded, unless it is said otherwise.
  folding() { return this.fold === null ? !this.live && (this.source.file || !this.isLive()) : this.fold; }

  setFold(on) {
    this.fold = on;
    return this.refresh();
  }

  isLive() { return Date.now() * 1000 - this.whole.end < 60e6; }

  initial() {
    const { begin, end } = this.whole;
    const last = this.isLive() || this.source.file ? null : this.incidents.last();
    if (last) return { from: Math.max(begin, last.from - 60e6), to: Math.min(end, last.to + 60e6) };
    return this.source.file ? { from: begin, to: end } : { from: Math.max(begin, end - 600e6), to: Math.max(end, begin + 1e6) };
  }

  async loadWhole() {
    const first = await this.source.timeline(null, null, 300);
    if (!first.begin) { this.whole = { begin: Date.now() * 1000 - 60e6, end: Date.now() * 1000, groups: [] }; return; }
    this.whole = { begin: first.begin, end: Math.max(first.horizon, first.begin + 1e6), groups: first.groups };
  }

  // Asks for the window, and draws it unless another was asked for meanwhile.
  async refresh() {
    const asked = (this.asked = (this.asked || 0) + 1);
    const { from, to } = this.view;
    try {
      const data = await this.source.timeline(Math.round(from), Math.max(Math.round(to), Math.round(from) + 1),
        Math.max(10, Math.min(2000, Math.round(this.timeline.width))), this.folding());
      if (asked !== this.asked) return;
      if (data.behind) { clearTimeout(this.again); this.again = setTimeout(() => this.refresh(), 1000); }
      document.title = data.verdict.text.slice(0, 80) + ' – Keepsake';
      const verdict = document.getElementById('verdict');
      verdict.textContent = (data.begin ? Format.date(data.verdict.at || from) + ' ' : '') + data.verdict.text;
      verdict.dataset.level = data.verdict.level;
      this.data = data;
      document.getElementById('fold').setAttribute('aria-pressed', String(this.folding()));
      if (this.page === 'timeline') this.timeline.show(data);
      if (this.page === 'table') await this.table.load(false);
      if (this.page === 'incidents') await this.incidents.load();
      if (this.page === 'state') await this.state.load();
      this.writeHash();
    } catch (error) {
      this.notice(error.message);
    }
  }

  notice(text) {
    const notice = document.getElementById('notice');
    notice.hidden = !text;
    notice.textContent = text || '';
  }

  lost(isLost) { this.notice(isLost ? 'no connection to the server; trying again' : ''); if (!isLost && this.live) this.news(null); }

  // At most one refresh a second, however much comes.
  news(turn) {
    this.heard = (this.heard || 0) + (turn ? 1 : 0);
    document.body.dataset.heard = this.heard;
    if (!this.live && !['state', 'incidents'].includes(this.page)) return;
    if (this.pending) return;
    this.pending = setTimeout(async () => {
      this.pending = null;
      await this.loadWhole();
      if (this.live) {
        const width = this.view.to - this.view.from;
        this.view = { from: this.whole.end - width, to: this.whole.end };
      }
      await this.refresh();
    }, 700);
  }

  setLive(on) {
    this.live = on;
    document.getElementById('live').setAttribute('aria-pressed', String(on));
    if (on) this.news(null);
  }

  go(from, to) {
    const width = Math.max(1000, to - from);
    this.view = { from: Math.round(from), to: Math.round(from + width) };
    this.setLive(false);
    return this.refresh();
  }

  pan(view) {
    this.view = { from: Math.round(view.from), to: Math.round(view.to) };
    if (this.live) this.setLive(false);
    this.timeline.draw();
  }

  settle() { this.refresh(); }

  zoom(by, at) {
    const { from, to } = this.view;
    const width = Math.max(2000, Math.min((to - from) * by, (this.whole.end - this.whole.begin) * 2));
    const fixed = from + (to - from) * at;
    this.go(fixed - width * at, fixed + width * (1 - at));
  }

  fit(from, to) {
    const margin = Math.max(1e5, (to - from) * 0.25);
    return this.go(from - margin, to + margin);
  }

  fitAll() {
    const margin = this.folding() ? 1e6 : (this.whole.end - this.whole.begin) * 0.01;
    return this.go(this.whole.begin - margin, this.whole.end + margin);
  }

  select(item) {
    this.selected = { node: item.dataset.node, run: Number(item.dataset.run), index: Number(item.dataset.index) };
    document.getElementById('said').textContent = item.getAttribute('aria-label') || '';
    this.timeline.lane = Math.max(0, this.timeline.rows().indexOf(item.closest('.lane')));
    const from = Number(item.dataset.from);
    if (from > this.view.to) this.view = { from: from - (this.view.to - this.view.from) / 2, to: from + (this.view.to - this.view.from) / 2 };
    this.timeline.draw();
    this.writeHash();
    return this.panel.show(this.selected).then(() => { if (this.page === 'timeline') this.timeline.draw(); });
  }

  // Goes to an event that may not be in the window.
  async visit(node, run, index) {
    this.selected = { node, run, index };
    const detail = await this.source.event(node, run + ':' + index).catch(() => null);
    if (detail && ['state', 'incidents'].includes(this.page)) this.show('timeline');
    if (detail && (detail.turn.time < this.view.from || detail.turn.time > this.view.to)) {
      const half = (this.view.to - this.view.from) / 2;
      await this.go(detail.turn.time - half, detail.turn.time + half);
    }
    this.writeHash();
    await this.panel.show(this.selected);
    if (this.page === 'timeline') this.timeline.draw();
  }

  clear() {
    this.selected = null;
    this.panel.clear();
    this.writeHash();
    if (this.page === 'timeline') this.timeline.draw();
  }

  // The next or the last change of a role, in any lane.
  transition(by) {
    const changes = [];
    for (const node of this.data.nodes) for (const lane of node.lanes) if (lane.kind === 'ROLE') for (const s of lane.spans) changes.push({ at: s[0], node: node.name, run: s[3], index: s[4] });
    changes.sort((a, b) => a.at - b.at || a.index - b.index);
    const chosen = this.selected;
    let at = chosen ? changes.findIndex((c) => c.node === chosen.node && c.run === chosen.run && c.index === chosen.index) : -1;
    at = at < 0 ? (by > 0 ? 0 : changes.length - 1) : at + by;
    if (changes[at]) this.visit(changes[at].node, changes[at].run, changes[at].index);
  }

  // What replay find is asked; null when the filter is none of its queries.
  query() {
    const asked = this.filter.match(/^\s*find\s+(\S.*)$/);
    return asked ? asked[1] : null;
  }

  parsed() {
    if (this.query()) return { node: [], vrid: [], kind: [], words: [] };
    const parsed = { node: [], vrid: [], kind: [], words: [] };
    for (const token of this.filter.trim().split(/\s+/).filter(Boolean)) {
      const [, key, value] = token.match(/^(node|vrid|kind):(.+)$/) || [];
      if (key) parsed[key].push(...value.toLowerCase().split(','));
      else parsed.words.push(token.toLowerCase());
    }
    return parsed;
  }

  wanted(node, lane, roles) {
    const { node: nodes, vrid, kind, words } = this.parsed();
    const role = roles[lane.subject] || roles[lane.of];
    return (!nodes.length || nodes.includes(node.name.toLowerCase()))
      && (!vrid.length || Boolean(role && vrid.includes(String(role.vrid))))
      && (!kind.length || kind.includes(lane.kind.toLowerCase()))
      && words.every((word) => (lane.subject + ' ' + lane.of + ' ' + lane.kind + ' ' + node.name).toLowerCase().includes(word));
  }

  show(page) {
    this.page = page;
    for (const name of ['timeline', 'incidents', 'table', 'state']) document.getElementById(name).hidden = name !== page;
    for (const link of document.querySelectorAll('nav a')) {
      if (link.dataset.view === page) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  readHash() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const given = hash.has('t') || hash.has('e');
    const window_ = (hash.get('t') || '').match(/^(\d+)~(\d+)$/);
    const event = (hash.get('e') || '').match(/^(.+):(\d+):(\d+)$/);
    if (window_) this.view = { from: Number(window_[1]), to: Number(window_[2]) };
    this.selected = event ? { node: event[1], run: Number(event[2]), index: Number(event[3]) } : null;
    this.filter = hash.get('f') || '';
    this.fold = hash.has('q') ? hash.get('q') === '1' : null;
    this.pinned = new Set((hash.get('l') || '').split('|').filter(Boolean));
    document.getElementById('filter').value = this.filter;
    this.show(['incidents', 'table', 'state'].includes(hash.get('view')) ? hash.get('view') : 'timeline');
    return { from: window_ ? this.view.from : null, given };
  }

  writeHash() {
    const hash = new URLSearchParams();
    if (this.page !== 'timeline') hash.set('view', this.page);
    if (!this.live) hash.set('t', Math.round(this.view.from) + '~' + Math.round(this.view.to));
    if (this.selected) hash.set('e', `${this.selected.node}:${this.selected.run}:${this.selected.index}`);
    if (this.filter) hash.set('f', this.filter);
    if (this.fold !== null) hash.set('q', this.fold ? '1' : '0');
    if (this.pinned.size) hash.set('l', [...this.pinned].join('|'));
    history.replaceState(null, '', '#' + hash);
  }

  controls() {
    const on = (id, action) => document.getElementById(id).addEventListener('click', action);
    on('live', () => this.setLive(!this.live));
    on('fit', () => this.fitAll());
    on('fold', () => this.setFold(!this.folding()));
    on('zoom-in', () => this.zoom(0.5, 0.5));
    on('zoom-out', () => this.zoom(2, 0.5));
    on('copy-text', () => this.copy(document.getElementById('verdict').textContent));
    on('copy-link', () => { this.setLive(false); this.writeHash(); this.copy(location.href); });
    on('help-button', () => this.help());
    for (const link of document.querySelectorAll('nav a')) {
      link.addEventListener('click', (event) => { event.preventDefault(); this.show(link.dataset.view); this.refresh(); });
    }
    const filter = document.getElementById('filter');
    filter.addEventListener('change', () => { if (this.query()) { this.show('table'); this.writeHash(); this.table.load(false); } });
    filter.addEventListener('input', () => { this.filter = filter.value; this.writeHash(); if (this.query()) return; if (this.page === 'table') this.table.load(false); else if (this.page === 'incidents') this.incidents.draw(); else this.timeline.draw(); });
    addEventListener('hashchange', async () => { this.readHash(); await this.refresh(); if (this.selected) this.panel.show(this.selected); });
    addEventListener('resize', () => this.timeline.draw());
    addEventListener('keydown', (event) => this.key(event));
  }

  help() {
    document.getElementById('legend').replaceChildren(...Lanes.legend());
    const help = document.getElementById('help');
    help.hidden = !help.hidden;
    document.getElementById('help-button').setAttribute('aria-expanded', String(!help.hidden));
  }

  async copy(text) {
    try { await navigator.clipboard.writeText(text); document.getElementById('said').textContent = 'copied'; } catch (error) { this.notice('the browser does not let this page copy: ' + text); }
  }

  key(event) {
    const typing = event.target.matches('input, textarea');
    if (event.key === 'Escape') { if (typing) event.target.blur(); this.clear(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowLeft: () => this.timeline.moveItem(-1), ArrowRight: () => this.timeline.moveItem(1),
      ArrowUp: () => this.timeline.moveLane(-1), ArrowDown: () => this.timeline.moveLane(1),
      ',': () => this.transition(-1), '.': () => this.transition(1),
      '+': () => this.zoom(0.5, 0.5), '=': () => this.zoom(0.5, 0.5), '-': () => this.zoom(2, 0.5),
      Home: () => this.fitAll(), f: () => this.fitSelection(), p: () => this.pin(), z: () => this.setFold(!this.folding()),
      '/': () => document.getElementById('filter').focus(), '?': () => this.help(),
    };
    const action = this.page === 'timeline' || ['/', '?'].includes(event.key) ? keys[event.key] : null;
    if (action) { event.preventDefault(); action(); }
  }

  fitSelection() {
    const chosen = document.querySelector('.chosen[data-from]');
    if (chosen) this.fit(Number(chosen.dataset.from), Number(chosen.dataset.to));
  }

  pin() {
    const row = this.timeline.rows()[this.timeline.lane];
    if (!row) return;
    const id = row.dataset.id;
    if (this.pinned.has(id)) this.pinned.delete(id); else this.pinned.add(id);
    this.writeHash();
    this.timeline.draw();
  }
}

Source.open().then((source) => { window.keepsake = new App(source); return window.keepsake.start(); }).catch((error) => {
  const notice = document.getElementById('notice');
  notice.hidden = false;
  notice.textContent = error.message;
});
