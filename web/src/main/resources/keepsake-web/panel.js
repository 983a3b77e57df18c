'use strict';
// What is known of the selected event: why, what it says, where it comes from and what came of it.
class Panel {
  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.asked = 0;
  }

  clear() {
    this.asked++;
    this.root.hidden = true;
    this.root.replaceChildren();
    document.getElementById('main').classList.remove('split');
  }

  async show({ node, run, index }) {
    const asked = ++this.asked;
    const place = run + ':' + index;
    this.root.hidden = false;
    document.getElementById('main').classList.add('split');
    const source = this.app.source;
    let detail;
    try {
      detail = await source.event(node, place);
    } catch (error) {
      if (asked === this.asked) this.root.replaceChildren(this.close(), html('p', {}, error.message));
      return;
    }
    if (asked !== this.asked) return;
    const why = html('div', { id: 'why' });
    const change = html('div', { id: 'change' });
    const known = new Known(this.app, node, { run, index });
    this.root.replaceChildren(this.close(), ...this.head(detail.turn, index), known.root, why, ...this.turn(node, run, detail, index), change);
    const decided = detail.turn.decisions.some((d) => /^Became/.test(d.type));
    if (decided) this.why(why, node, run, await source.explain(node, place).catch((e) => ({ verdicts: [], lines: [e.message] })), asked);
    if (detail.turn.decisions.length) this.change(change, await source.change(node, place).catch(() => ({ known: false })), asked);
  }

  close() {
    return html('button', { type: 'button', class: 'close', 'aria-label': 'Close details', onclick: () => this.app.clear() }, '✕');
  }

  head(turn, index) {
    const lines = [turn.event, ...turn.decisions, ...turn.effects];
    const chosen = lines.find((line) => line.index === index) || turn.event;
    return [html('h2', {}, chosen.type),
      html('p', {}, `${turn.node} · ${turn.run}#${index} · ${Format.date(turn.time)} ${Format.time(turn.time, 6)} UTC`)];
  }

  // What the journals of all nodes show together, and then what this node alone knew.
  why(root, node, run, { verdicts = [], lines }, asked) {
    if (asked !== this.asked || !(lines.length + verdicts.length)) return;
    const list = html('ul', { class: 'lines' });
    for (const line of lines) {
      const depth = line.search(/\S/);
      list.append(html('li', { class: depth >= 4 ? 'deepest' : depth >= 2 ? 'deeper' : '' }, ...this.cited(node, line.trim())));
    }
    const several = verdicts.length && this.app.data && this.app.data.nodes.length > 1;
    root.replaceChildren(...verdicts.flatMap((verdict) => this.verdict(verdict)),
      html('h3', {}, several ? 'What ' + node + ' alone could know' : verdicts.length ? 'What led to it' : 'Why'), list);
  }

  verdict(verdict) {
    return [html('h3', {}, 'Why'), html('p', { class: 'claim' }, verdict.claim),
      html('ul', { class: 'lines' },
        ...verdict.evidence.map((e) => html('li', { class: 'mono' }, this.link(e.node, e.run, e.index, `${e.node}:${e.run}#${e.index}`), ' ', e.text)),
        ...verdict.against.map((text) => html('li', {}, 'beside it: ' + text)),
        ...verdict.collect.map((text) => html('li', {}, 'collect next time: ' + text)))];
  }

  // Text with each run#index as a button that goes there.
  cited(node, text) {
    return text.split(/(\b\d+#\d+)/).map((part) => {
      const found = part.match(/^(\d+)#(\d+)$/);
      return found ? this.link(node, Number(found[1]), Number(found[2]), part) : part;
    });
  }

  link(node, run, index, text) {
    return html('button', { type: 'button', class: 'cite', onclick: () => this.app.visit(node, run, index) }, text);
  }

  turn(node, run, detail, index) {
    const turn = detail.turn;
    const parts = [];
    const list = (title, lines) => {
      if (!lines.length) return;
      const items = lines.map((line) => html('li', { class: 'mono', 'aria-current': line.index === index ? 'true' : null },
        this.link(node, run, line.index, run + '#' + line.index), ' ', line.text));
      parts.push(html('h3', {}, title), html('ul', { class: 'lines' }, ...items));
    };
    list('Goes back to', detail.causes);
    list('Event', [turn.event]);
    list('Decided', turn.decisions);
    list('Done', turn.effects);
    list('What came of it', detail.outcomes);
    const chosen = [turn.event, ...turn.decisions, ...turn.effects].find((line) => line.index === index) || turn.event;
    if (chosen.fields) parts.push(html('h3', {}, 'Fields'), this.fields(chosen.fields));
    if (detail.packet) parts.push(html('h3', {}, 'Packet, from ' + detail.packet.source), this.packet(detail.packet));
    return parts;
  }

  fields(fields) {
    const table = html('table', { class: 'fields' });
    for (const [name, value] of Object.entries(fields)) {
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
      table.append(html('tr', {}, html('th', { scope: 'row' }, name), html('td', { class: 'mono' }, text.slice(0, 4000))));
    }
    return table;
  }

  packet(packet) {
    const table = html('table', { class: 'fields' });
    for (const part of packet.parts) {
      table.append(html('tr', {}, html('td', { class: 'mono' }, part.hex), html('td', {}, part.text)));
    }
    return table;
  }

  change(root, change, asked) {
    if (asked !== this.asked || !change.known || !(change.removed.length + change.added.length)) return;
    const lines = [...change.removed.map((l) => html('li', { class: 'mono removed' }, l)), ...change.added.map((l) => html('li', { class: 'mono added' }, l))];
    root.replaceChildren(html('h3', {}, 'State before and after'), html('ul', { class: 'lines' }, ...lines));
  }
}
