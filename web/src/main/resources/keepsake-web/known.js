'use strict';
// What a director knew after an event: every value leads to where it came from, and two moments stand side by side.
class Known {
  constructor(app, node, place) {
    this.app = app;
    this.node = node;
    this.place = place;
    this.answer = html('div', { class: 'known', 'aria-live': 'polite' });
    this.root = html('div', { id: 'known' }, this.buttons(), this.answer);
  }

  text(place) { return place.run + ':' + place.index; }

  buttons() {
    const button = (name, onclick, id) => html('button', { type: 'button', id, onclick }, name);
    const row = html('p', { class: 'buttons' }, button('What it knew', () => this.show(null), 'known-all'), button('Compare from here', () => this.mark(), 'known-mark'));
    const marked = this.app.marked;
    if (marked && marked.node === this.node && this.text(marked) !== this.text(this.place)) {
      row.append(button(`Compare with ${marked.run}#${marked.index}`, () => this.show(marked), 'known-compare'));
    }
    return row;
  }

  mark() {
    this.app.marked = { node: this.node, ...this.place };
    document.getElementById('said').textContent = 'choose another event of ' + this.node;
    this.answer.replaceChildren(html('p', {}, `Choose another event of ${this.node}, and compare it with ${this.place.run}#${this.place.index}.`));
  }

  async show(marked) {
    // of two moments the earlier one stands first, whichever was chosen first
    const [was, is] = marked && this.before(this.place, marked) ? [this.place, marked] : [marked, this.place];
    let known;
    try {
      known = await this.app.source.known(this.node, this.text(is), was ? this.text(was) : null);
    } catch (error) {
      this.answer.replaceChildren(html('p', {}, error.message));
      return;
    }
    const told = [];
    if (known.problem) told.push(html('p', {}, known.problem));
    if (was && !known.rows.length && !known.config.length && !known.problem) told.push(html('p', {}, 'nothing differs'));
    const table = html('table', { class: 'fields' });
    if (was) table.append(html('tr', {}, html('td', {}), html('th', { scope: 'col' }, `after ${was.run}#${was.index}`), html('th', { scope: 'col' }, `after ${is.run}#${is.index}`)));
    for (const row of known.rows) {
      const cells = was ? [this.value(row.row, row.was, was), this.value(row.row, row.value, is)] : [this.value(row.row, row.value, is)];
      table.append(html('tr', {}, html('th', { scope: 'row' }, row.row), ...cells));
    }
    for (const line of known.config) told.push(html('p', { class: 'mono' }, 'configuration: ' + line));
    this.answer.replaceChildren(table, ...told);
  }

  before(one, other) { return one.run !== other.run ? one.run < other.run : one.index < other.index; }

  value(row, value, place) {
    if (value === null || value === undefined) return html('td', {}, '-');
    const cell = html('td', {});
    cell.append(html('button', { type: 'button', class: 'cite', 'aria-label': `${row}: ${value}; why`, onclick: () => this.why(cell, row, place) }, value || '(empty)'));
    return cell;
  }

  async why(cell, row, place) {
    const line = cell.parentElement;
    const next = line.nextElementSibling;
    if (next && next.className === 'reason') { next.remove(); return; }
    const told = await this.app.source.reason(this.node, this.text(place), row).catch((error) => ({ lines: [error.message] }));
    const lines = told.lines.map((text) => html('li', { class: text.startsWith('  ') ? 'deeper' : '' }, ...this.app.panel.cited(this.node, text.trim())));
    line.after(html('tr', { class: 'reason' }, html('td', { colspan: line.childElementCount }, html('ul', { class: 'lines' }, ...lines))));
  }
}
