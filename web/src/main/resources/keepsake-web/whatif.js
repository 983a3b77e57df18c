'use strict';
// What another configuration would have given, beside what was recorded: the page that replay what-if --html makes has it.
const WhatIf = (() => {
  function row(kind, id, name, more, picture) {
    return html('div', { class: 'lane simulated ' + kind, 'data-id': 'simulated/' + id, 'data-depth': kind ? 0 : 1, role: 'group', 'aria-label': `${name} ${more}, simulated`, tabindex: -1 },
      html('div', { class: 'label', title: `${name} ${more}, simulated` }, html('em', {}, 'simulated '), html('small', {}, more)), picture);
  }

  function span(timeline, name, from, to, state, label, scale, height) {
    const text = `${name}, simulated: ${label || state}, ${Format.time(from)} for ${Format.span(to - from)}`;
    const drawn = Lanes.span(from, to, state, scale, height, label || state, { 'data-from': from, 'data-to': to, role: 'img', 'aria-label': text });
    drawn.append(timeline.tip(text));
    return drawn;
  }

  // A change of role that the other side has not: a diamond, hollow where nobody can be sure of it.
  function only(timeline, change, scale, height) {
    const what = { GAINED: 'only simulated', LOST: 'only recorded' }[change.kind];
    const text = `${what}: ${change.member} ${change.from} to ${change.to} at ${Format.time(change.at, 6)}` + (change.doubt ? `; uncertain: ${change.doubt}` : '');
    const drawn = Lanes.point(scale(change.at), height, '', false, { class: 'point only' + (change.doubt ? ' doubtful' : ''), role: 'img', 'aria-label': text });
    drawn.append(timeline.tip(text));
    return drawn;
  }

  function lane(timeline, whatIf, node, subject, scale) {
    const member = node.name + '/' + subject;
    const found = whatIf.lanes.find((each) => each.member === member);
    if (!found) return null;
    const height = Lanes.HEIGHT.ROLE;
    const picture = svg('svg', { height, role: 'group', 'aria-label': member + ' simulated' });
    for (const [from, to, role] of found.spans) picture.append(span(timeline, member, from, to, role, '', scale, height));
    for (const change of whatIf.rows) if (change.kind === 'GAINED' && change.member === member) picture.append(only(timeline, change, scale, height));
    return row('', member, node.name, subject, picture);
  }

  // On the recorded lane: what the simulation has not.
  function lost(timeline, whatIf, node, subject, picture, scale) {
    for (const change of whatIf.rows) {
      if (change.kind === 'LOST' && change.member === node.name + '/' + subject) picture.append(only(timeline, change, scale, Lanes.HEIGHT.ROLE));
    }
  }

  function cluster(timeline, whatIf, group, scale) {
    const members = group.members.map((m) => m.node + '/' + m.instance);
    const found = whatIf.groups.find((each) => each.members.some((m) => members.includes(m)));
    if (!found) return null;
    const height = Lanes.HEIGHT.CLUSTER;
    const picture = svg('svg', { height, role: 'group', 'aria-label': `masters of ${group.title}, simulated` });
    const words = { ONE: '', NONE: 'nobody', TWO: 'two masters: ' };
    for (const [from, to, masters, nodes] of found.bands) picture.append(span(timeline, group.title, from, to, masters, words[masters] + nodes, scale, height));
    return row('cluster', group.key, 'master', group.title, picture);
  }

  function first(whatIf) { return whatIf.left.reduce((best, each) => (!best || each.at < best.at ? each : best), null); }

  // Where the simulation leaves the recording, through all lanes.
  function mark(whatIf, scale, offset) {
    const left = first(whatIf);
    if (!left || scale(left.at) < 0 || scale(left.at) > scale.width) return [];
    const line = html('div', { class: 'left-mark', title: 'leaves the recording here: ' + left.node });
    line.style.left = offset + scale(left.at) + 'px';
    return [line];
  }

  // Folded are only stretches in which the simulation changes nothing either.
  function folds(whatIf, quiet) {
    if (!whatIf) return quiet;
    const times = [...whatIf.rows.map((change) => change.at), ...whatIf.left.map((left) => left.at), ...whatIf.lanes.flatMap((each) => each.spans.map((s) => s[0]))];
    return quiet.filter(([from, to]) => !times.some((at) => from <= at && at <= to));
  }

  function say(root, whatIf, go) {
    root.hidden = !whatIf;
    if (!whatIf || root.childElementCount) return;
    const wanted = /^(changed of|transitions:|.*: without a master|.*outage cannot be told)/;
    const left = first(whatIf);
    root.append(html('h2', {}, 'What if'), html('ul', {}, ...whatIf.lines.filter((line) => wanted.test(line)).map((line) => html('li', {}, line))));
    if (left) {
      root.append(html('p', {}, `It leaves the recording at ${Format.time(left.at, 6)}, ${left.node} after ${left.cite}. `,
        html('button', { type: 'button', onclick: () => go(left.at) }, 'Show')));
    }
    root.append(html('details', {}, html('summary', {}, 'All that was simulated'), html('pre', { tabindex: 0 }, whatIf.lines.join('\n'))));
  }

  return { lane, lost, cluster, mark, folds, say };
})();
