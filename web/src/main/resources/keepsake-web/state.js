'use strict';
// The present state of every node.
class StatePage {
  constructor(root, app) {
    this.root = root;
    this.app = app;
  }

  async load() {
    const state = await this.app.source.state();
    const cards = state.nodes.map((node) => this.card(node, state.now));
    this.root.replaceChildren(html('div', { class: 'cards' }, ...cards), this.blocks(state));
  }

  badge(state) { return html('span', { class: 'badge', 'data-s': state }, state); }

  card(node, now) {
    const card = html('article', { class: 'card', 'aria-label': node.name }, html('h2', {}, node.name + ' ', this.badge(node.status)),
      html('p', {}, node.text + (node.version ? `; run ${node.run}, version ${node.version}` : '')));
    for (const instance of node.instances) card.append(this.instance(node, instance, now));
    for (const server of node.servers) card.append(this.server(node, server, now));
    if (node.links.length) card.append(html('p', {}, 'Links: ', ...node.links.flatMap((link) => [link.name + ' ', this.badge(link.state), ' '])));
    return card;
  }

  go(node, index, text) {
    return index ? html('button', { type: 'button', class: 'cite', onclick: () => this.app.visit(node.name, node.run, index) }, text) : text;
  }

  instance(node, instance, now) {
    const was = instance.role === 'UNKNOWN' && instance.was !== 'UNKNOWN' ? ` (was ${instance.was} when last heard of)` : '';
    const follows = instance.follows ? `; follows ${instance.follows} with priority ${instance.followsPriority}` : '';
    const addresses = instance.addresses.map((a) => html('li', {}, html('span', { class: 'mono' }, a.address), ` on ${a.link}: `, !a.known ? 'unknown' : a.held ? 'in the kernel' : 'not in the kernel'));
    return html('section', { 'aria-label': node.name + ' ' + instance.name }, html('h3', {}, instance.name + ' ', this.badge(instance.role), was),
      html('p', {}, `VRID ${instance.vrid} on ${instance.link}, priority ${instance.priority}, since `, this.go(node, instance.index, Format.ago(instance.since, now)), follows), html('ul', {}, ...addresses));
  }

  server(node, server, now) {
    const rows = server.reals.map((real) => html('tr', {}, html('td', { class: 'mono short' }, real.endpoint), html('td', {}, this.badge(real.state)), html('td', {}, String(real.weight)), html('td', {}, real.method),
      html('td', {}, real.active === null ? '–' : `${real.active} + ${real.inactive}`),
      html('td', {}, real.check ? this.go(node, real.checkIndex, `${real.check.toLowerCase()} ${Format.ago(real.checkAt, now)}`) : 'none yet', real.why ? html('div', { class: 'mono' }, real.why) : null, real.drained ? html('div', {}, 'drained by an operator') : null)));
    return html('section', { 'aria-label': node.name + ' ' + server.name }, html('h3', {}, server.name + ' ', this.badge(server.state)),
      html('p', {}, `${server.scheduler}; quorum ${server.quorum}, hysteresis ${server.hysteresis}` + (server.sorry ? `; sorry server ${server.sorry}` : '') + (server.suspended ? '; checks are suspended: no address of it is here' : '')),
      html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Real servers of ' + server.name + ' on ' + node.name },
        html('table', { class: 'list' }, html('thead', {}, html('tr', {}, ...['Real server', 'State', 'Weight', 'Method', 'Connections', 'Last check, and why'].map((t) => html('th', { scope: 'col' }, t)))), html('tbody', {}, ...rows))));
  }

  // Who keeps whom from being master.
  blocks(state) {
    const lines = [];
    for (const node of state.nodes) {
      for (const instance of node.instances) {
        if (instance.role === 'BACKUP' && instance.follows) {
          const lower = instance.followsPriority < instance.priority;
          lines.push(`${node.name} ${instance.name} waits behind ${instance.follows}` + (lower ? `, whose priority ${instance.followsPriority} is lower than its ${instance.priority}${instance.preempt ? '; preemption is due' : '; nopreempt holds it back'}` : `, priority ${instance.followsPriority} over ${instance.priority}`));
        } else if (instance.role === 'FAULT') {
          lines.push(`${node.name} ${instance.name} is in FAULT and takes no part`);
        } else if (instance.role === 'UNKNOWN') {
          lines.push(`${node.name} ${instance.name}: ${node.text}`);
        }
      }
    }
    return html('section', { 'aria-label': 'Who blocks what' }, html('h2', {}, 'Who blocks what'), html('ul', {}, ...(lines.length ? lines : ['nobody blocks anything']).map((line) => html('li', {}, line))));
  }
}
