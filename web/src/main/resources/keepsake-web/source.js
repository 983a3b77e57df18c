'use strict';
// Where the data come from: this server, or the file that the page is. Both give the same objects.
const Source = (() => {
  async function ask(path) {
    const answer = await fetch(path);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.title || answer.statusText);
    return body;
  }
  const enc = encodeURIComponent;
  const server = {
    file: false,
    timeline: (from, to, columns, fold) =>
      ask('/api/timeline?columns=' + columns + (fold ? '&fold=1' : '') + (from === null ? '&whole=1' : '&from=' + from + '&to=' + to)),
    incidents: () => ask('/api/incidents'),
    events: (query) => ask('/api/events?' + new URLSearchParams(query)),
    state: () => ask('/api/state'),
    event: (node, place) => ask(`/api/nodes/${enc(node)}/events/${place}`),
    explain: (node, place) => ask(`/api/nodes/${enc(node)}/explain/${place}`),
    change: (node, place) => ask(`/api/nodes/${enc(node)}/change/${place}`),
    known: (node, place, against) => ask(`/api/nodes/${enc(node)}/known/${place}` + (against ? '?against=' + against : '')),
    reason: (node, place, row) => ask(`/api/nodes/${enc(node)}/why/${place}?row=${enc(row)}`),
    find: (query, from, to) => ask(`/api/find?query=${enc(query)}&from=${from}&to=${to}`),
    // Calls back on each change, and again after every loss of the connection, from where it was.
    follow(onNews, onLost) {
      let last = null;
      let stream = null;
      let timer = null;
      let ended = false;
      function open() {
        stream = new EventSource('/api/stream?detail=changes' + (last === null ? '' : '&after=' + enc(last)));
        const seen = (event) => { last = event.lastEventId || last; };
        stream.addEventListener('hello', (event) => { seen(event); onLost(false); });
        stream.addEventListener('turn', (event) => { seen(event); onNews(JSON.parse(event.data)); });
        stream.addEventListener('tick', (event) => { seen(event); if (JSON.parse(event.data).news) onNews(null); });
        stream.onerror = () => {
          onLost(true);
          stream.close();
          if (!ended) timer = setTimeout(open, 1000);
        };
      }
      open();
      return () => { ended = true; clearTimeout(timer); stream.close(); };
    },
  };
  function fromFile(data) {
    const find = (map, node, place) => {
      const found = data[map][node + '@' + place];
      return found ? Promise.resolve(found) : Promise.reject(new Error('not in this report: ' + node + ' ' + place));
    };
    return {
      file: true,
      about: data.about,
      timeline: (from, to) => Promise.resolve(
        { ...data.timeline, whatIf: data.whatIf, from: from ?? data.timeline.from, to: to ?? data.timeline.to }),
      incidents: () => Promise.resolve(data.incidents),
      events: (query) => {
        const words = (query.q || '').toLowerCase().split(/\s+/).filter(Boolean);
        const wanted = data.events.filter((turn) => (!query.node || query.node.split(',').includes(turn.node))
          && turn.time >= (query.from || 0) && turn.time <= (query.to || Infinity)
          && words.every((word) => JSON.stringify(turn).toLowerCase().includes(word)));
        return Promise.resolve({ events: wanted, more: false, next: '' });
      },
      state: () => Promise.resolve({ now: data.timeline.horizon, nodes: [] }),
      event: (node, place) => find('details', node, data.turns[node + '@' + place] ?? place),
      explain: (node, place) => find('explanations', node, data.turns[node + '@' + place] ?? place).catch(() => ({ verdicts: [], lines: [] })),
      change: () => Promise.resolve({ known: false }),
      known: () => Promise.reject(new Error('a report does not hold this; replay state tells it')),
      reason: () => Promise.reject(new Error('a report does not hold this; replay why tells it')),
      find: () => Promise.reject(new Error('a report cannot be searched so; replay find can')),
      follow: () => () => {},
    };
  }
  async function open() {
    const embedded = document.getElementById('data');
    if (!embedded) return server;
    const bytes = Uint8Array.from(atob(embedded.textContent.trim()), (c) => c.charCodeAt(0));
    const text = await new Response(
      new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
    return fromFile(JSON.parse(text));
  }
  return { open };
})();
