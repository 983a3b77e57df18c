'use strict';
// Times, and elements. Text is only ever set as text.
const SVG = 'http://www.w3.org/2000/svg';
function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
function html(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
const Format = {
  time(micros, digits = 3) {
    const date = new Date(Math.floor(micros / 1000));
    const part = String(((micros % 1e6) + 1e6) % 1e6).padStart(6, '0').slice(0, digits);
    return date.toISOString().slice(11, 19) + (digits ? '.' + part : '');
  },
  date(micros) { return new Date(Math.floor(micros / 1000)).toISOString().slice(0, 10); },
  span(micros) {
    const s = micros / 1e6;
    if (s < 0.001) return micros + ' µs';
    if (s < 1) return (s * 1000).toFixed(1) + ' ms';
    if (s < 120) return s.toFixed(3) + ' s';
    if (s < 7200) return (s / 60).toFixed(1) + ' min';
    return (s / 3600).toFixed(1) + ' h';
  },
  // Short, for where there is little room.
  rough(micros) {
    const s = micros / 1e6;
    if (s < 100) return Math.round(s) + ' s';
    if (s < 6000) return Math.round(s / 60) + ' min';
    return s < 360000 ? Math.round(s / 3600) + ' h' : Math.round(s / 86400) + ' d';
  },
  ago(micros, now) { return Format.span(Math.max(0, now - micros)) + ' ago'; },
  title(lane) {
    switch (lane.kind) {
      case 'ROLE': return [lane.subject, lane.vrid ? 'VRID ' + lane.vrid : ''];
      case 'ADDRESS': return [lane.subject.split(' ')[0], 'on ' + (lane.subject.split(' ')[1] || '')];
      case 'HEARD': return ['adverts heard', ''];
      case 'SENT': return ['adverts sent', ''];
      case 'NOTE': return ['decisions', lane.subject];
      case 'QUORUM': return [lane.subject, 'quorum'];
      case 'SERVER': return [lane.subject, 'real server'];
      case 'CHECK': return ['checks', lane.subject];
      case 'IPVS': return ['IPVS', 'changes of the table'];
      case 'LINK': return [lane.subject, 'link'];
      case 'PROCESS': return ['director', 'starts, reloads, stalls, gaps'];
      default: return [lane.kind, lane.subject];
    }
  },
};
