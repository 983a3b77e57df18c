'use strict';
// The same events as a table: sortable, filtered by the same words, and readable by everyone.
class EventTable {
  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.events = [];
    this.next = '';
    this.more = false;
    this.order = 1;
    this.all = false;
  }

  query() {
    const parsed = this.app.parsed();
    const from = Math.round(this.app.view.from);
    const query = { from, to: Math.max(Math.round(this.app.view.to), from + 1), limit: 200 };
    if (parsed.node.length) query.node = parsed.node.join(',');
    if (parsed.words.length) query.q = parsed.words.join(' ');
    if (!this.all) query.changes = 1;
    return query;
  }

  async load(on) {
    const asked = this.app.query();
    if (asked) { await this.find(asked); return; }
    const query = this.query();
    if (on) query.after = this.next;
    const page = await this.app.source.events(query);
    this.events = on ? this.events.concat(page.events) : page.events;
    this.next = page.next;
    this.more = page.more;
    this.draw();
  }

  // What replay find says, of the window.
  async find(asked) {
    const from = Math.round(this.app.view.from);
    const to = Math.max(Math.round(this.app.view.to), from + 1);
    let told;
    try {
      told = await this.app.source.find(asked, from, to);
    } catch (error) {
      this.root.replaceChildren(html('p', { class: 'found' }, error.message));
      return;
    }
    const rows = told.hits.map((hit) => html('tr', {}, html('td', { class: 'mono short' }, Format.date(hit.at) + ' ' + Format.time(hit.at, 6)), html('td', { class: 'short' }, hit.node),
      html('td', {}, html('button', { type: 'button', class: 'cite', onclick: () => this.app.visit(hit.node, hit.run, hit.index) }, `${hit.run}#${hit.index}`)),
      html('td', { class: 'mono' }, html('div', {}, hit.text.slice(0, 600)), hit.beside ? html('div', {}, '[' + hit.beside + ']') : null)));
    const head = html('thead', {}, html('tr', {}, ...['Time', 'Node', 'Event', 'What'].map((name) => html('th', { scope: 'col' }, name))));
    const sum = `${told.found} of ${told.asked} ${told.what}` + (told.unsure ? `; of ${told.unsure} nobody can tell` : '') + (told.more ? `; ${told.more} more are not listed` : '');
    this.root.replaceChildren(html('p', { class: 'found' }, sum),
      html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'What was found' }, html('table', { class: 'list' }, html('caption', { class: 'hidden' }, 'What was found'), head, html('tbody', {}, ...rows))));
  }

  draw() {
    const rows = this.events.slice().sort((a, b) => (a.time - b.time) * this.order).map((turn) => {
      const lines = [turn.event, ...turn.decisions, ...turn.effects];
      const name = `${turn.run}#${turn.event.index}`;
      const open = html('button', { type: 'button', class: 'cite', onclick: () => this.app.visit(turn.node, turn.run, (turn.decisions[0] || turn.event).index) }, name);
      return html('tr', {}, html('td', { class: 'mono short' }, Format.time(turn.time, 6)), html('td', { class: 'short' }, turn.node), html('td', {}, open),
        html('td', { class: 'mono' }, ...lines.map((line, i) => html('div', {}, (i === 0 ? '' : i <= turn.decisions.length ? 'decided ' : 'did ') + line.text.slice(0, 600)))));
    });
    const sort = html('button', { type: 'button', onclick: () => { this.order = -this.order; this.draw(); } }, this.order > 0 ? 'Time ▲' : 'Time ▼');
    const head = html('thead', {}, html('tr', {}, html('th', { scope: 'col', 'aria-sort': this.order > 0 ? 'ascending' : 'descending' }, sort),
      html('th', { scope: 'col' }, 'Node'), html('th', { scope: 'col' }, 'Event'), html('th', { scope: 'col' }, 'What')));
    const table = html('table', { class: 'list' }, html('caption', { class: 'hidden' }, 'Events of the window'), head, html('tbody', {}, ...rows));
    const everything = html('label', {}, html('input', { type: 'checkbox', checked: this.all, onchange: (e) => { this.all = e.target.checked; this.load(false); } }), ' also regular adverts and checks');
    const more = this.more ? html('button', { type: 'button', onclick: () => this.load(true) }, 'More') : null;
    this.root.replaceChildren(html('p', {}, `${rows.length} of the window ${Format.time(this.app.view.from)} to ${Format.time(this.app.view.to)} UTC. `, everything),
      html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of events' }, table), ...(more ? [more] : []));
  }
}
