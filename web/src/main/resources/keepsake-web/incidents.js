'use strict';
// What should not have been and each change of master, newest first: who was master meanwhile, and why.
class IncidentList {
  constructor(root, app) {
    this.root = root;
    this.app = app;
    this.data = { incidents: [], missing: [], more: 0, problem: null };
    this.open = new Set();
  }

  async load() {
    const data = await this.app.source.incidents();
    const same = JSON.stringify(data) === JSON.stringify(this.data);
    this.data = data;
    const count = this.data.incidents.filter((incident) => incident.counts).length + this.data.more;
    document.getElementById('incident-count').textContent = count ? `(${count})` : '';
    if (this.app.page === 'incidents' && !(same && this.root.childElementCount)) this.draw();
  }

  // The one that an old journal opens on.
  last() {
    return this.data.incidents.find((incident) => incident.counts) || this.data.incidents[0] || null;
  }

  draw() {
    const words = this.app.filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = this.data.incidents.filter((incident) => words.every((word) => this.text(incident).includes(word)));
    const notes = [];
    if (this.data.problem) notes.push(this.data.problem);
    for (const { node, what } of this.data.missing) for (const line of what) notes.push(`missing in the journal of ${node}: ${line}`);
    if (words.length) notes.push(`${wanted.length} of ${this.data.incidents.length} have these words`);
    if (this.data.more) notes.push(`${this.data.more} older ones are not listed; replay incidents tells them`);
    const empty = wanted.length ? [] : [html('p', {}, this.data.incidents.length ? 'none has these words' : 'no incident, and no change of master')];
    this.root.replaceChildren(...notes.map((note) => html('p', { class: 'missing-note' }, note)), ...empty,
      html('ol', { class: 'incidents' }, ...wanted.map((incident) => this.entry(incident))));
  }

  text(incident) {
    return [incident.kind, incident.words, incident.of, incident.text, ...incident.why.map((why) => why.claim + ' ' + why.rule)].join(' ').toLowerCase();
  }

  entry(incident) {
    const item = html('li', { class: 'incident', 'data-kind': incident.kind, 'data-counts': String(incident.counts) });
    const when = `${Format.date(incident.from)} ${Format.time(incident.from)}`;
    const show = html('button', { type: 'button', class: 'picture', 'aria-label': `show ${incident.words} of ${incident.of}, ${when}, in the timeline`, onclick: () => this.show(incident) },
      this.picture(incident.picture, incident));
    const head = html('p', { class: 'head' }, html('strong', {}, incident.words), ' ', html('time', {}, when),
      incident.length ? html('span', { class: 'length' }, ' for ' + incident.length) : null, ' ', html('span', { class: 'of' }, incident.of));
    const said = html('div', { class: 'said' }, head);
    if (incident.text) said.append(html('p', {}, incident.text, ' ', ...this.cites(incident.evidence)));
    for (const why of incident.why) said.append(this.why(why));
    item.append(show, said);
    return item;
  }

  why(why) {
    const key = `${why.node}:${why.run}#${why.index}`;
    const details = html('details', { open: this.open.has(key) }, html('summary', {}, why.claim),
      html('ul', { class: 'lines' },
        ...why.evidence.map((e) => html('li', { class: 'mono' }, Format.time(e.at, 6), ' ', this.cite(e), ' ', e.text)),
        ...why.against.map((text) => html('li', {}, 'beside it: ' + text)),
        ...why.collect.map((text) => html('li', {}, 'collect next time: ' + text))));
    details.addEventListener('toggle', () => { if (details.open) this.open.add(key); else this.open.delete(key); });
    return details;
  }

  cites(places) {
    const seen = new Set();
    return places.filter((p) => { const key = `${p.node}:${p.run}#${p.index}`; const fresh = !seen.has(key); seen.add(key); return fresh; })
      .flatMap((place) => [this.cite(place), ' ']);
  }

  cite(place) {
    return html('button', { type: 'button', class: 'cite', onclick: () => this.app.visit(place.node, place.run, place.index) },
      `${place.node}:${place.run}#${place.index}`);
  }

  // Who was master before, meanwhile and after, with the time of the incident marked.
  picture(picture, incident) {
    const width = 180;
    const row = 18;
    const scale = (micros) => ((micros - picture.from) / (picture.to - picture.from)) * width;
    scale.width = width;
    const drawing = svg('svg', { width, height: Math.max(1, picture.groups.length) * row, 'aria-hidden': 'true' });
    picture.groups.forEach((group, i) => {
      const line = svg('g', { transform: `translate(0 ${i * row})` });
      for (const [from, to, masters, nodes] of group.bands) line.append(Lanes.span(from, to, masters, scale, row, { NONE: 'nobody', UNKNOWN: '?' }[masters] || nodes, {}));
      drawing.append(line);
    });
    const x = scale(incident.from);
    drawing.append(svg('rect', { class: 'moment', x: x - 0.5, y: 0, width: Math.max(1, scale(incident.to) - x), height: '100%' }));
    return drawing;
  }

  // Its time in the timeline, and the account of what it rests on.
  async show(incident) {
    const place = incident.why[0] || incident.evidence[incident.evidence.length - 1];
    this.app.show('timeline');
    await this.app.fit(incident.from, incident.to + 1);
    if (place) await this.app.visit(place.node, place.run, place.index);
  }
}
