
(() => {
'use strict';
const one = (s, e = document) => e.querySelector(s), all = (s, e = document) => Array.from(e.querySelectorAll(s));
const main = one('main'), form = one('#flt'), overview = one('#o'), matrix = one('#mx');
if (overview) { main.prepend(overview); main.classList.add('moved'); }
form.hidden = false;
const boxes = all('[name=k]', form), counters = new Map(all('output[data-k]', form).map(e => [e.dataset.k, e]));
const reports = all('.r').map(e => ({e, unit: (e.dataset.u || '').toLowerCase(), groups: all('.g, .fold', e).reverse(),
  findings: all('.f', e).map(f => ({f, k: f.dataset.k, t: f.dataset.t, r: f.dataset.r.toLowerCase()}))}));
const opened = new Set();
const total = reports.reduce((n, r) => n + r.findings.length, 0);

function values() {
  return {k: boxes.filter(b => b.checked).map(b => b.value), q: form.q.value.trim(), t: form.t.value, u: form.u ? form.u.value.trim() : ''};
}
function query() {
  const v = values(), p = new URLSearchParams();
  if (v.k.length < boxes.length) p.set('k', v.k.join('.'));
  for (const n of ['q', 't', 'u']) if (v[n]) p.set(n, v[n]);
  return p.toString();
}
function fill(text) {
  const p = new URLSearchParams(text), k = p.has('k') ? p.get('k').split('.') : null;
  for (const b of boxes) b.checked = !k || k.includes(b.value);
  form.q.value = p.get('q') || '';
  form.t.value = p.get('t') || '';
  if (form.t.selectedIndex < 0) form.t.value = '';
  if (form.u) form.u.value = p.get('u') || '';
}
function tables(e, form) { for (const t of all('.tab', e)) t.hidden = !!form && t.dataset.t !== form; }
function apply() {
  const v = values(), kinds = new Set(v.k), q = v.q.toLowerCase(), u = v.u.toLowerCase(), counts = {};
  const narrowed = kinds.size < boxes.length || q || v.t;
  let shown = 0, seen = 0;
  for (const r of reports) {
    const of = !u || r.unit.includes(u);
    let here = 0;
    for (const x of r.findings) {
      const fits = of && (!q || x.r.includes(q)) && (!v.t || x.t === v.t);
      if (fits) counts[x.k] = (counts[x.k] || 0) + 1;
      const on = fits && kinds.has(x.k);
      if (x.f.hidden === on) x.f.hidden = !on;
      if (on) here++;
    }
    if (narrowed || r.was) for (const g of r.groups) if (one('.f', g)) {
      g.hidden = !one('.f:not([hidden])', g);
      // What is sought is not left folded away.
      if (narrowed && !g.hidden && g.open === false) { g.open = true; opened.add(g); }
      if (!narrowed && opened.delete(g)) g.open = false;
    }
    tables(r.e, v.t);
    r.was = narrowed;
    const on = of && (here > 0 || !narrowed || !form.u);
    r.e.hidden = !on;
    if (on) seen++;
    shown += here;
  }
  for (const [k, e] of counters) e.value = counts[k] || 0;
  const text = shown < total ? '显示 ' + shown + ' 条,共 ' + total + ' 条' : '共 ' + total + ' 条';
  one('#cnt').value = form.u ? seen + ' 份 ' + (shown < total ? shown + '/' : '') + total + ' 条' : text;
  one('#cnt').title = text;
  one('#none').hidden = narrowed || u ? shown > 0 || (seen > 0 && !narrowed) : true;
}
function target() { return location.hash.slice(1).split('?')[0]; }
function address(id) {
  const q = query();
  return id || q ? '#' + id + (q ? '?' + q : '') : location.href.split('#')[0];
}
function inflate(e) {
  const n = one('noscript', e);
  if (!n) return;
  const d = document.createElement('div');
  d.innerHTML = n.textContent;
  n.replaceWith(d);
  tables(d, form.t.value);
}
function find(id) {
  let e = document.getElementById(id);
  const r = /^r\d+/.exec(id);
  if (!e && r) {
    const report = document.getElementById(r[0]);
    if (report) inflate(report);
    e = document.getElementById(id);
  }
  return e;
}
function go(id) {
  const e = id && find(id);
  if (!e) return;
  if (e.closest('[hidden]')) { fill(''); apply(); }
  for (let d = e; d; d = d.parentElement) if (d.tagName === 'DETAILS') d.open = true;
  all('.here').forEach(x => x.classList.remove('here'));
  const mark = e.matches('h4') ? e.parentElement : e;
  if (mark.matches('td,tr,.f,.g,p.r')) mark.classList.add('here');
  const big = e.matches('.r,section,#reports,h3');
  mark.scrollIntoView({block: big ? 'start' : 'center', inline: 'nearest'});
  if (!e.hasAttribute('tabindex')) e.tabIndex = -1;
  e.focus({preventScroll: true});
  // What was never drawn has only a guessed height; once it is drawn, the place is known.
  requestAnimationFrame(() => mark.scrollIntoView({block: big ? 'start' : 'center', inline: 'nearest'}));
}
function read() {
  const at = location.hash.indexOf('?');
  fill(at < 0 ? '' : location.hash.slice(at + 1));
  apply();
  go(target());
}
document.addEventListener('click', event => {
  const a = event.target.closest('a[href^="#"]');
  if (!a || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const href = a.getAttribute('href');
  if (href.startsWith('#?')) {
    fill(href.slice(2));
    apply();
    history.pushState(null, '', href);
    const first = one('.f:not([hidden])');
    if (first) { const r = first.closest('.r'); r.open = true; r.scrollIntoView(); }
    return;
  }
  const id = href.slice(1);
  go(id);
  history.pushState(null, '', address(id));
});
let waiting = 0;
form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { apply(); history.replaceState(null, '', address('')); }, reports.length > 200 ? 150 : 0);
});
form.addEventListener('submit', event => event.preventDefault());
function clear() { fill(''); apply(); history.replaceState(null, '', address('')); }
form.addEventListener('reset', event => { event.preventDefault(); clear(); });
one('#none button').addEventListener('click', () => { clear(); form.q.focus(); });
addEventListener('popstate', read);
document.addEventListener('toggle', event => { if (event.target.matches('.r')) inflate(event.target); }, true);
const open = one('#open');
if (open) open.addEventListener('click', () => {
  const on = open.getAttribute('aria-pressed') !== 'true';
  open.setAttribute('aria-pressed', on);
  open.textContent = on ? '全部收起' : '全部展开';
  for (const r of reports) if (r.e.tagName === 'DETAILS' && !r.e.hidden) r.e.open = on;
});
const more = one('#all');
const unseen = more && all('th', one('#mh').content);
if (more && unseen.length) {
  more.hidden = false;
  more.addEventListener('click', () => {
    const on = matrix.classList.toggle('wide');
    more.setAttribute('aria-pressed', on);
    if (!on || matrix.dataset.full) return;
    matrix.dataset.full = 1;
    matrix.tHead.rows[0].append(...unseen);
    for (const row of matrix.tBodies[0].rows) for (const c of row.dataset.v) {
      const cell = row.insertCell();
      cell.className = 'more v';
      if (c !== ' ') cell.textContent = c;
    }
  });
}
let closed = [];
addEventListener('beforeprint', () => {
  for (const r of reports) if (!r.e.hidden) inflate(r.e);
  closed = all('details:not([open], .rest, .quiet)').filter(d => !d.closest('[hidden]'));
  closed.forEach(d => { d.open = true; });
});
addEventListener('afterprint', () => closed.forEach(d => { d.open = false; }));
read();
})();
