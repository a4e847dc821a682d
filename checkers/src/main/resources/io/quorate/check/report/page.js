'use strict';
(() => {
  const errors = [];
  const mark = (name, value) => { document.body.dataset[name] = value; };
  window.addEventListener('error', e => { errors.push(e.message); mark('errors', errors.join('; ')); });

  // The history: operation i is calls[call[i]] on row lane[i], from event from[i] to event to[i].
  const D = JSON.parse(document.getElementById('data').textContent);
  const N = D.from.length, E = Math.max(1, D.events);
  const $ = id => document.getElementById(id);
  const canvas = $('chart'), ctx = canvas.getContext('2d'), tip = $('tip');

  // Rows: operations of a process by invocation; a crashed one is drawn up to the next of its process.
  const rows = D.processes.map(() => []);
  for (let i = 0; i < N; i++) rows[D.lane[i]].push(i);
  const end = new Float64Array(N);
  for (const row of rows) {
    row.forEach((op, k) => {
      const next = k + 1 < row.length ? D.from[row[k + 1]] : E;
      end[op] = D.to[op] >= 0 ? D.to[op] : next;
    });
  }

  // Colours: what an operation is in the verdict.
  const PLAIN = 0, PLACED = 1, FAILED = 2, CRASHED = 3, STUCK = 4, REFUSED = 5;
  const COLOURS = ['--plain', '--placed', '--failed', '--crashed', '--stuck', '--refused'];
  const state = new Uint8Array(N);
  for (let i = 0; i < N; i++) {
    const outcome = D.outcome[D.call[i]];
    state[i] = outcome === 'f' ? FAILED : outcome === 'i' ? CRASHED : PLAIN;
  }
  for (const order of D.orders) for (const op of order.ops) state[op] = PLACED;
  for (const [op, refused] of D.stuck) state[op] = refused ? REFUSED : STUCK;

  // Where in an order each operation takes effect: as early as it may, several in one gap side by side.
  for (const order of D.orders) {
    const n = order.ops.length, gap = new Float64Array(n);
    let g = 0;
    order.ops.forEach((op, k) => { g = Math.max(g, D.from[op]); gap[k] = g; });
    order.at = new Float64Array(n);
    for (let k = 0; k < n;) {
      let m = k;
      while (m < n && gap[m] === gap[k]) m++;
      for (let j = k; j < m; j++) order.at[j] = gap[k] + (j - k + 1) / (m - k + 1);
      k = m;
    }
  }

  // The axis: events in order, or their times where all are known.
  let byTime = false;
  const times = D.times ? Float64Array.from(D.times) : null;
  if (times) for (let i = 1; i < times.length; i++) times[i] = Math.max(times[i], times[i - 1]);
  const span = times ? Math.max(1, times[E - 1]) : E;
  const extent = () => byTime ? span * 1.002 : E;
  const world = place => {
    if (!byTime) return place;
    const i = Math.min(E - 1, Math.max(0, Math.floor(place)));
    const next = i + 1 < E ? times[i + 1] : span * 1.002;
    return times[i] + (place - i) * (next - times[i]);
  };

  const LABELS = 92, TOP = 34;
  let x0 = 0, x1 = extent(), scroll = 0, rowHeight = 22, width = 0, height = 0;
  let selected = -1, anomaly = -1, part = -1, ink = {};
  const px = w => LABELS + (w - x0) / (x1 - x0) * (width - LABELS);
  const at = x => x0 + (x - LABELS) / (width - LABELS) * (x1 - x0);
  const rowTop = lane => TOP + lane * rowHeight - scroll;

  function colours() {
    const style = getComputedStyle(document.documentElement);
    ink = {};
    for (const name of ['--paper', '--ink', '--faint', '--line', '--band', '--path', '--note', '--window', '--chosen',
      '--cycle', ...COLOURS]) ink[name] = style.getPropertyValue(name).trim();
  }

  let asked = false;
  function redraw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; draw(); });
  }

  /** The first operation of a row that ends at or after a place. */
  function firstAfter(row, w) {
    let low = 0, high = row.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (world(end[row[mid]]) < w) low = mid + 1; else high = mid;
    }
    return low;
  }

  function draw() {
    ctx.fillStyle = ink['--paper'];
    ctx.fillRect(0, 0, width, height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, TOP, width, height - TOP);
    ctx.clip();
    drawWindow();
    const counts = drawRows();
    drawOrders(counts);
    drawCycle(counts);
    drawSelected();
    ctx.restore();
    drawNotes(counts);
    drawAxis();
    for (const name in counts) mark(name, counts[name]);
    $('view').textContent = `${counts.drawn} of ${N} operations in view`;
  }

  function drawWindow() {
    if (!D.window) return;
    const a = px(world(D.window[0])), b = px(world(D.window[1] + 1));
    ctx.fillStyle = ink['--window'];
    ctx.fillRect(Math.max(LABELS, a), TOP, Math.max(2, Math.min(width, b) - Math.max(LABELS, a)), height - TOP);
  }

  function drawRows() {
    const counts = { drawn: 0, bars: 0, points: 0, notes: 0, arrows: 0 };
    const firstRow = Math.max(0, Math.floor(scroll / rowHeight));
    const lastRow = Math.min(rows.length - 1, Math.ceil((scroll + height - TOP) / rowHeight));
    ctx.textBaseline = 'middle';
    for (let lane = firstRow; lane <= lastRow; lane++) {
      const y = rowTop(lane);
      ctx.strokeStyle = ink['--line'];
      ctx.beginPath();
      ctx.moveTo(LABELS, y + rowHeight - 0.5);
      ctx.lineTo(width, y + rowHeight - 0.5);
      ctx.stroke();
      drawRow(rows[lane], y, counts);
      ctx.fillStyle = ink['--band'];
      ctx.fillRect(0, y, LABELS, rowHeight);
      ctx.fillStyle = ink['--faint'];
      ctx.font = '12px system-ui, sans-serif';
      if (rowHeight >= 11) ctx.fillText('process ' + D.processes[lane], 8, y + rowHeight / 2);
    }
    return counts;
  }

  function drawRow(row, y, counts) {
    const bar = Math.max(2, rowHeight - 6), top = y + (rowHeight - bar) / 2;
    let lastX = -1, lastState = -1;
    for (let k = firstAfter(row, x0); k < row.length; k++) {
      const op = row[k], a = px(world(D.from[op]));
      if (a > width) break;
      const b = px(world(end[op])), s = state[op];
      counts.drawn++;
      // Bars narrower than a pixel that would fall on one another are one bar, of the graver colour.
      const w = Math.max(1, b - a - 1);
      if (w <= 1 && Math.floor(a) === lastX && s <= lastState) continue;
      lastX = Math.floor(a);
      lastState = s;
      counts.bars++;
      drawBar(op, Math.max(LABELS, a), top, Math.min(width, b - 1) - Math.max(LABELS, a), bar, s);
    }
  }

  function drawBar(op, x, y, w, h, s) {
    w = Math.max(1, w);
    ctx.fillStyle = ink[COLOURS[s]];
    ctx.globalAlpha = s === CRASHED || (D.to[op] < 0 && s !== REFUSED) ? 0.55 : 1;
    ctx.fillRect(x, y, w, h);
    ctx.globalAlpha = 1;
    if (w > 26 && h >= 11) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(x, y, w, h);
      ctx.clip();
      ctx.fillStyle = ink['--ink'];
      ctx.font = '11px system-ui, sans-serif';
      ctx.fillText(D.calls[D.call[op]], x + 4, y + h / 2 + 0.5);
      ctx.restore();
    }
  }

  const POINTS_MAX = 3000;
  function drawOrders(counts) {
    D.orders.forEach((order, p) => {
      if (part >= 0 && p !== part) return;
      let low = 0, high = order.at.length;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (world(order.at[mid]) < x0) low = mid + 1; else high = mid;
      }
      let last = low;
      while (last < order.at.length && last - low <= POINTS_MAX && world(order.at[last]) <= x1) last++;
      if (last - low > POINTS_MAX || counts.points + last - low > POINTS_MAX) return;
      drawOrder(order, Math.max(0, low - 1), Math.min(order.at.length, last + 1), counts);
    });
  }

  function drawOrder(order, from, to, counts) {
    const y = op => rowTop(D.lane[op]) + rowHeight / 2;
    ctx.strokeStyle = ink['--path'];
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    for (let k = from; k < to; k++) {
      const x = px(world(order.at[k]));
      if (k === from) ctx.moveTo(x, y(order.ops[k])); else ctx.lineTo(x, y(order.ops[k]));
    }
    ctx.stroke();
    ctx.lineWidth = 1;
    for (let k = from; k < to; k++) {
      const x = px(world(order.at[k]));
      if (x < LABELS || x > width) continue;
      ctx.fillStyle = ink['--paper'];
      ctx.beginPath();
      ctx.arc(x, y(order.ops[k]), 3, 0, 7);
      ctx.fill();
      ctx.stroke();
      counts.points++;
    }
  }

  const middle = op => px((world(D.from[op]) + world(end[op])) / 2);
  function drawCycle(counts) {
    if (anomaly < 0) return;
    const chosen = D.anomalies[anomaly];
    for (const op of chosen.ops) outline(op, ink['--cycle']);
    for (const [from, to, word] of chosen.steps) {
      arrow(middle(from), rowTop(D.lane[from]) + rowHeight / 2, middle(to), rowTop(D.lane[to]) + rowHeight / 2, word);
      counts.arrows++;
    }
  }

  function arrow(ax, ay, bx, by, word) {
    const dx = bx - ax, dy = by - ay, far = Math.hypot(dx, dy) || 1, bend = Math.min(40, far / 4 + 8);
    const cx = (ax + bx) / 2 - dy / far * bend, cy = (ay + by) / 2 + dx / far * bend;
    ctx.strokeStyle = ctx.fillStyle = ink['--cycle'];
    ctx.lineWidth = 1.6;
    ctx.beginPath();
    ctx.moveTo(ax, ay);
    ctx.quadraticCurveTo(cx, cy, bx, by);
    ctx.stroke();
    const angle = Math.atan2(by - cy, bx - cx);
    ctx.beginPath();
    ctx.moveTo(bx, by);
    ctx.lineTo(bx - 9 * Math.cos(angle - 0.4), by - 9 * Math.sin(angle - 0.4));
    ctx.lineTo(bx - 9 * Math.cos(angle + 0.4), by - 9 * Math.sin(angle + 0.4));
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.font = 'bold 12px system-ui, sans-serif';
    const tx = (ax + bx) / 4 + cx / 2, ty = (ay + by) / 4 + cy / 2, w = ctx.measureText(word).width;
    ctx.fillStyle = ink['--paper'];
    ctx.fillRect(tx - w / 2 - 3, ty - 8, w + 6, 16);
    ctx.fillStyle = ink['--cycle'];
    ctx.fillText(word, tx - w / 2, ty);
  }

  function outline(op, colour) {
    const a = Math.max(LABELS, px(world(D.from[op]))), b = Math.min(width, px(world(end[op])));
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2;
    ctx.strokeRect(a - 1, rowTop(D.lane[op]) + 2, Math.max(3, b - a + 1), rowHeight - 4);
    ctx.lineWidth = 1;
  }

  function drawSelected() {
    if (selected >= 0) outline(selected, ink['--chosen']);
  }

  /** Faults and other annotations: a line each, with its word while there is room. */
  function drawNotes(counts) {
    ctx.fillStyle = ink['--band'];
    ctx.fillRect(0, 0, width, TOP);
    ctx.font = '11px system-ui, sans-serif';
    ctx.textBaseline = 'middle';
    let free = LABELS;
    for (const [place, word] of D.notes) {
      const x = px(world(place));
      if (x < LABELS || x > width) continue;
      counts.notes++;
      ctx.strokeStyle = ctx.fillStyle = ink['--note'];
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(x, 12);
      ctx.lineTo(x, height);
      ctx.stroke();
      ctx.setLineDash([]);
      if (x >= free) {
        const text = word.length > 28 ? word.slice(0, 27) + '…' : word;
        ctx.fillText(text, x + 3, 8);
        free = x + ctx.measureText(text).width + 10;
      }
    }
  }

  function drawAxis() {
    const room = Math.max(1, (width - LABELS) / 110), raw = (x1 - x0) / room, power = 10 ** Math.floor(Math.log10(raw));
    let step = [1, 2, 5, 10].map(m => m * power).find(s => s >= raw) || raw;
    if (!byTime) step = Math.max(1, step);
    ctx.strokeStyle = ink['--line'];
    ctx.fillStyle = ink['--faint'];
    ctx.font = '11px system-ui, sans-serif';
    for (let w = Math.ceil(x0 / step) * step; w <= x1; w += step) {
      const x = px(w);
      ctx.beginPath();
      ctx.moveTo(x, TOP - 5);
      ctx.lineTo(x, TOP);
      ctx.stroke();
      ctx.fillText(byTime ? clock(w) : String(Math.round(w)), x + 3, TOP - 9);
    }
    ctx.beginPath();
    ctx.moveTo(0, TOP - 0.5);
    ctx.lineTo(width, TOP - 0.5);
    ctx.stroke();
    ctx.fillText(byTime ? 'time' : 'event', 8, TOP - 9);
  }

  const clock = ns => ns >= 1e9 ? +(ns / 1e9).toPrecision(6) + ' s' : ns >= 1e6 ? +(ns / 1e6).toPrecision(6) + ' ms'
    : ns >= 1e3 ? +(ns / 1e3).toPrecision(6) + ' µs' : Math.round(ns) + ' ns';

  // Moving about.
  function show(a, b) {
    const all = extent(), least = byTime ? 10 : 2;
    const size = Math.min(all, Math.max(least, b - a));
    const from = Math.min(Math.max(0, (a + b - size) / 2), all - size);
    x0 = from;
    x1 = from + size;
    redraw();
  }
  function zoom(factor, x) {
    const w = at(x ?? (LABELS + width) / 2);
    show(w - (w - x0) * factor, w + (x1 - w) * factor);
  }
  function scrollTo(y) {
    scroll = Math.max(0, Math.min(y, rows.length * rowHeight - (height - TOP)));
    redraw();
  }
  function rowsFor(h) {
    rowHeight = Math.max(8, Math.min(30, Math.floor((h - TOP) / Math.max(1, rows.length))));
  }
  function fit() {
    rowsFor(height);
    scroll = 0;
    show(0, extent());
  }
  function showOps(ops) {
    if (!ops.length) return;
    const from = Math.min(...ops.map(op => D.from[op])), to = Math.max(...ops.map(op => D.to[op] >= 0 ? D.to[op] : D.from[op] + 4));
    const a = world(from), b = world(to), margin = Math.max((b - a) * 0.15, byTime ? 10 : 2);
    rowHeight = Math.max(rowHeight, 18);
    scrollTo(Math.min(...ops.map(op => D.lane[op])) * rowHeight - (height - TOP) / 3);
    show(a - margin, b + margin);
  }
  function trouble() {
    if (D.anomalies.length) choose(0);
    else if (D.window) show(world(D.window[0]) - 1, world(D.window[1]) + 1);
    else if (D.stuck.length) showOps(D.stuck.map(s => s[0]));
  }

  const describe = op => `operation ${op}, process ${D.processes[D.lane[op]]}, events ${D.from[op]} to `
    + `${D.to[op] >= 0 ? D.to[op] : 'none'}: ${D.calls[D.call[op]]}${D.notesOf[op] ? ' (' + D.notesOf[op] + ')' : ''}`
    + ['', ', placed', ', failed', ', crashed', ', cannot be placed: it leads nowhere', ', cannot be placed: refused here'][state[op]];

  function select(op, reveal) {
    selected = op;
    mark('selected', op);
    $('said').textContent = op < 0 ? 'No operation is selected.' : describe(op);
    if (op >= 0 && reveal) {
      const a = world(D.from[op]), b = world(end[op]);
      if (b < x0 || a > x1) show(a - (x1 - x0) / 2, a + (x1 - x0) / 2);
      const y = rowTop(D.lane[op]);
      if (y < TOP || y + rowHeight > height) scrollTo(D.lane[op] * rowHeight - (height - TOP) / 2);
    }
    redraw();
  }
  function choose(index) {
    anomaly = index;
    mark('anomaly', index);
    $('said').textContent = D.anomalies[index].kind + ': ' + D.anomalies[index].account;
    showOps(D.anomalies[index].ops);
    redraw();
  }

  function hit(x, y) {
    const lane = Math.floor((y - TOP + scroll) / rowHeight);
    if (y < TOP || x < LABELS || lane < 0 || lane >= rows.length) return -1;
    const row = rows[lane], k = firstAfter(row, at(x - 1));
    return k < row.length && world(D.from[row[k]]) <= at(x + 1) ? row[k] : -1;
  }
  function noteAt(x, y) {
    if (y >= TOP) return null;
    let best = null, near = 8;
    for (const [place, word] of D.notes) {
      const away = Math.abs(px(world(place)) - x);
      if (away < near) { near = away; best = word; }
    }
    return best;
  }

  let drag = null;
  canvas.addEventListener('pointerdown', e => {
    drag = { x: e.offsetX, y: e.offsetY, x0, x1, scroll, moved: false };
    canvas.setPointerCapture(e.pointerId);
  });
  canvas.addEventListener('pointermove', e => {
    if (drag) {
      const by = (e.offsetX - drag.x) / (width - LABELS) * (drag.x1 - drag.x0);
      drag.moved ||= Math.abs(e.offsetX - drag.x) + Math.abs(e.offsetY - drag.y) > 3;
      if (drag.moved) {
        show(drag.x0 - by, drag.x1 - by);
        scrollTo(drag.scroll - (e.offsetY - drag.y));
      }
      return;
    }
    const op = hit(e.offsetX, e.offsetY), note = noteAt(e.offsetX, e.offsetY);
    mark('hovered', op);
    tip.hidden = op < 0 && note === null;
    if (tip.hidden) return;
    tip.textContent = op >= 0 ? describe(op) : note;
    tip.style.left = Math.min(e.offsetX + 12, Math.max(0, width - 430)) + 'px';
    tip.style.top = (e.offsetY > height / 2 ? e.offsetY - 14 - tip.offsetHeight : e.offsetY + 16) + 'px';
  });
  canvas.addEventListener('pointerup', e => {
    if (drag && !drag.moved) select(hit(e.offsetX, e.offsetY), false);
    drag = null;
  });
  canvas.addEventListener('pointerleave', () => { tip.hidden = true; });
  canvas.addEventListener('wheel', e => {
    e.preventDefault();
    if (e.shiftKey) scrollTo(scroll + e.deltaY);
    else if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) show(x0 + e.deltaX / width * (x1 - x0), x1 + e.deltaX / width * (x1 - x0));
    else zoom(Math.exp(e.deltaY * 0.0015), e.offsetX);
  }, { passive: false });

  const pan = part => show(x0 + (x1 - x0) * part, x1 + (x1 - x0) * part);
  const keys = {
    ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), ArrowUp: () => scrollTo(scroll - rowHeight),
    ArrowDown: () => scrollTo(scroll + rowHeight), PageUp: () => scrollTo(scroll - height / 2),
    PageDown: () => scrollTo(scroll + height / 2), '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2),
    '0': fit, Home: fit, t: trouble, c: () => $('clock').click(),
    '[': () => select(Math.max(0, selected < 0 ? N - 1 : selected - 1), true),
    ']': () => select(Math.min(N - 1, selected + 1), true),
    Enter: () => { if (selected >= 0) showOps([selected]); },
    Escape: () => { anomaly = -1; mark('anomaly', -1); select(-1, false); },
  };
  canvas.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });

  // The tools and the side.
  $('in').onclick = () => zoom(0.5);
  $('out').onclick = () => zoom(2);
  $('fit').onclick = fit;
  $('trouble').onclick = trouble;
  $('trouble').hidden = !D.stuck.length && !D.anomalies.length && !D.window;
  $('clock').hidden = !times;
  $('clock').onclick = () => {
    const a = (x0 + x1) / 2 / extent(), size = (x1 - x0) / extent();
    byTime = !byTime;
    $('clock').setAttribute('aria-pressed', byTime);
    mark('byTime', byTime);
    show((a - size / 2) * extent(), (a + size / 2) * extent());
  };
  $('part').append(new Option('all', -1), ...D.orders.map((order, i) => new Option(order.name, i)));
  $('part').parentElement.hidden = D.orders.length < 2;
  $('part').onchange = e => { part = Number(e.target.value); redraw(); };
  $('find').addEventListener('keydown', e => {
    if (e.key !== 'Enter') return;
    const what = e.target.value.trim();
    if (/^\d+$/.test(what) && Number(what) < N) { select(Number(what), true); return; }
    for (let i = 1; i <= N; i++) {
      const op = (selected + i) % N;
      if (D.calls[D.call[op]].includes(what)) { select(op, true); return; }
    }
    $('said').textContent = `No operation has ${what}.`;
  });
  const button = (text, action) => {
    const b = document.createElement('button');
    b.textContent = text;
    b.onclick = action;
    $('list').append(b);
  };
  D.anomalies.forEach((a, i) => button(`${a.kind}: ${a.account.split('\n')[0]}`, () => choose(i)));
  D.stuck.slice(0, 50).forEach(([op, refused]) =>
    button(`${D.calls[D.call[op]]} (process ${D.processes[D.lane[op]]}): ${refused ? 'refused here' : 'leads nowhere'}`,
      () => { select(op, true); showOps([op]); }));
  $('headline').textContent = D.headline;
  $('headline').className = D.verdict;
  $('explanation').textContent = D.explanation;
  const legend = [['--plain', 'succeeded'], ['--placed', 'placed in the order that is drawn'], ['--failed', 'failed'],
    ['--crashed', 'crashed: its outcome is unknown'], ['--stuck', 'might come next, but leads nowhere'],
    ['--refused', 'refused by the state at the end of the order'], ['--note', 'fault or annotation'],
    ['--window', 'the shortest stretch that fails by itself']];
  for (const [colour, text] of legend) {
    const item = document.createElement('li'), patch = document.createElement('i');
    patch.style.background = `var(${colour})`;
    item.append(patch, text);
    $('legend').append(item);
  }

  function resize() {
    const box = $('stage').getBoundingClientRect(), scale = window.devicePixelRatio || 1;
    const first = width === 0;
    width = Math.max(LABELS + 50, box.width);
    height = Math.max(TOP + 20, box.height);
    canvas.width = width * scale;
    canvas.height = height * scale;
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    if (first) fit();
    draw();
  }
  colours();
  mark('operations', N);
  mark('processes', rows.length);
  mark('errors', '');
  resize();
  new ResizeObserver(resize).observe($('stage'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { colours(); redraw(); });
  mark('ready', 'yes');
})();
