import { svgOf } from '../../../src/verify/drawing';
import type { Drawing, Shape } from '../../../src/verify/drawing/shapes';
import { textWidth } from '../../../src/verify/drawing/text-size';

const badge = (number: number, severity: 'error' | 'warning' | 'info' = 'error') => ({ number, severity });
const AT = { x: 10, y: 20, width: 100, height: 60 };
const drawing = (...shapes: Shape[]): Drawing => ({ title: 'All <of> it', width: 400, height: 300, shapes });
const linkTo = (fault: number) => (fault === 8 ? undefined : `#finding-${fault}`);
/** The markup of one shape, without the widths of its texts. */
const drawn = (shape: Shape) => svgOf(drawing(shape), { styled: false, linkTo, anchors: 'at-', openTo: (id) => `#${id}` })
  .split('\n').slice(1, -2).join('\n').replace(/ textLength="[^"]*" lengthAdjust="[^"]*"/g, '');

test.each<[string, Shape, string[]]>([
  ['a box of several, which is opened, with faults', {
    shape: 'box', ...AT, heading: 'plane', opens: 'plane x', stacked: true, badges: [badge(1), badge(2, 'warning')],
  }, [
    '<g class="box"><title>plane</title><rect x="16" y="26" width="100" height="60" rx="7"/>',
    '<rect x="13" y="23" width="100" height="60" rx="7"/><rect x="10" y="20" width="100" height="60" rx="7"/>',
    '<a href="#plane x" data-open="plane x" aria-label="plane: show all of it"><text class="small bold opens" x="20" y="35">plane</text></a>',
    '</g><a id="at-1" href="#finding-1" data-fault="1" aria-label="1: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="87" y="11" width="18" height="18" rx="9"/><text x="92.7" y="24">1</text></g></a>',
    '<a id="at-2" href="#finding-2" data-fault="2" aria-label="2: also here, show the finding"><g class="badge warning">',
    '<rect class="number" x="66" y="11" width="18" height="18" rx="9"/><text x="71.7" y="24">2</text></g></a>',
  ]],
  ['a box with a cut heading', { shape: 'box', ...AT, heading: 'cut…', title: 'cut & whole' }, [
    '<g class="box"><title>cut &#38; whole</title><rect x="10" y="20" width="100" height="60" rx="7"/>',
    '<text class="small bold" x="20" y="35">cut…</text></g>',
  ]],
  ['a line', { shape: 'line', from: [1, 2.04], to: [3, 4] }, ['<path class="lifeline" d="M1 2L3 4"/>']],
  ['a note', { shape: 'note', x: 1, y: 2, text: 'plain' }, ['<text class="small" x="1" y="2">plain</text>']],
  ['a note in other letters', { shape: 'note', x: 1, y: 2, text: 'a', looks: 'bold', size: 15 }, ['<text class="bold" x="1" y="2">a</text>']],
  ['a note with a fault', { shape: 'note', x: 30, y: 2, text: 'bad', looks: 'bad', badge: badge(3) }, [
    '<a id="at-3" href="#finding-3" data-fault="3" aria-label="bad 3: show the finding"><text class="wrong" x="30" y="2">bad</text> ',
    '<g class="badge error"><rect class="number" x="4" y="-11" width="18" height="18" rx="9"/><text x="9.7" y="2">3</text></g></a>',
  ]],
  ['a note that opens a row', { shape: 'note', x: 1, y: 2, text: 'more', opens: 'row "1"' }, [
    '<a href="#row &#34;1&#34;" data-open="row &#34;1&#34;" aria-label="more: show all of it"><text class="small" x="1" y="2">more</text>',
    '</a>',
  ]],
  ['a cell with more faults than it shows', {
    shape: 'cell',
    kind: 'secret',
    ...AT,
    caption: 'Secret',
    lines: ['a', 'b'],
    bad: ['✗ c'],
    notes: ['d'],
    title: 'All',
    look: 'bad',
    badges: [12, 1, 2, 3, 4, 5].map((fault) => badge(fault)),
  }, [
    '<a class="cell secret bad" id="at-12" href="#finding-12" data-fault="12" aria-label="Secret a b ✗ c d 12: show the finding"><title>All',
    '</title><rect x="10" y="20" width="100" height="60" rx="5"/><text class="small" x="21" y="36">Secret</text> <text x="21" y="51">a',
    '</text> <text x="21" y="66">b</text> <text class="wrong" x="21" y="81">✗ c</text> <text class="small" x="21" y="96">d</text> ',
    '<g class="badge error"><rect class="number" x="87.4" y="10" width="21.2" height="18" rx="9"/><text x="91.4" y="23">12</text></g></a>',
    '<a id="at-1" href="#finding-1" data-fault="1" aria-label="1: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="68" y="10" width="18" height="18" rx="9"/><text x="73.7" y="23">1</text></g></a>',
    '<a id="at-2" href="#finding-2" data-fault="2" aria-label="2: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="47" y="10" width="18" height="18" rx="9"/><text x="52.7" y="23">2</text></g></a>',
    '<a id="at-3" href="#finding-3" data-fault="3" aria-label="3: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="26" y="10" width="18" height="18" rx="9"/><text x="31.7" y="23">3</text></g></a>',
    '<a id="at-4" href="#finding-4" data-fault="4" aria-label="4: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="5" y="10" width="18" height="18" rx="9"/><text x="10.7" y="23">4</text></g></a>',
  ]],
  ['a cell without a caption, from its top', { shape: 'cell', kind: 'workload', ...AT, lines: ['one'], title: 'one', look: 'plain', top: true }, [
    '<g class="cell workload plain"><title>one</title><rect x="10" y="20" width="100" height="60" rx="5"/>',
    '<rect class="stripe" x="10" y="20" width="5" height="60" rx="2.5"/><text x="21" y="37">one</text></g>',
  ]],
  ['a cell that is not seen', {
    shape: 'cell', kind: 'unseen', ...AT, caption: 'writer', lines: ['none'], title: 'none', look: 'dotted', opens: 'x',
  }, [
    '<a class="cell unseen dotted" href="#x" data-open="x" aria-label="writer none: show all of it"><title>none</title>',
    '<rect x="10" y="20" width="100" height="60" rx="5"/><text class="small" x="21" y="46.5">writer</text> <text x="21" y="61.5">none</text>',
    '</a>',
  ]],
  ['an arrow with labels above and below', {
    shape: 'arrow', from: [10, 50], to: [110, 50], look: 'plain', label: ['one', 'two'], below: ['three'], badges: [badge(1)], inBox: true,
  }, [
    '<a class="arrow plain in-box" id="at-1" href="#finding-1" data-fault="1" aria-label="one two three 1: show the finding">',
    '<path d="M10 50L102 50"/><path class="head" d="M110 50l-9 -4v8Z"/><text class="small label" x="47.1" y="32">one</text> ',
    '<text class="small label" x="47.1" y="45">two</text> <text class="small label" x="40.4" y="64">three</text> <g class="badge error">',
    '<rect class="number" x="19" y="70" width="18" height="18" rx="9"/><text x="24.7" y="83">1</text></g></a>',
  ]],
  ['an arrow back, whose second fault has no link', {
    shape: 'arrow', from: [110, 50], to: [10, 50], look: 'bad', label: ['back'], badges: [badge(7), badge(8)], title: 'why',
  }, [
    '<a class="arrow bad" id="at-7" href="#finding-7" data-fault="7" aria-label="back 7: why, show the finding"><title>why</title>',
    '<path d="M110 50L18 50"/><path class="head" d="M10 50l9 -4v8Z"/><text class="small label" x="49.8" y="45">back</text> ',
    '<g class="badge error"><rect class="number" x="83" y="53" width="18" height="18" rx="9"/><text x="88.7" y="66">7</text></g></a>',
    '<g class="badge error"><rect class="number" x="62" y="53" width="18" height="18" rx="9"/><text x="67.7" y="66">8</text></g>',
  ]],
  ['an arrow up', {
    shape: 'arrow', from: [10, 150], to: [110, 50], look: 'warn', label: ['up'], below: ['under'], badges: [badge(9, 'info'), badge(1)],
  }, [
    '<a class="arrow warn" id="at-9" href="#finding-9" data-fault="9" aria-label="up under 9: show the finding">',
    '<path d="M10 150H104Q110 150 110 144V58"/><path class="head" d="M110 50l-4 9h8Z"/><text class="small label" x="26" y="145">up</text> ',
    '<text class="small label" x="26" y="164">under</text> <g class="badge info">',
    '<rect class="number" x="101" y="123" width="18" height="18" rx="9"/><text x="106.7" y="136">9</text></g></a>',
    '<a id="at-1" href="#finding-1" data-fault="1" aria-label="1: also here, show the finding"><g class="badge error">',
    '<rect class="number" x="101" y="102" width="18" height="18" rx="9"/><text x="106.7" y="115">1</text></g></a>',
  ]],
])('%s', (_, shape, expected) => expect(drawn(shape)).toBe(expected.join('')));

test('each text has its width, so that another font needs no more room', () => {
  const texts = ['plain', '東', '']
    .map((text) => /<text.*<\/text>/.exec(svgOf(drawing({ shape: 'note', x: 1, y: 2, text })))![0]);
  expect(texts).toEqual([
    `<text class="small" x="1" y="2" textLength="${textWidth('plain', 11).toFixed(1)}" lengthAdjust="spacingAndGlyphs">plain</text>`,
    `<text class="small" x="1" y="2" textLength="${textWidth('東', 11).toFixed(1)}" lengthAdjust="spacingAndGlyphs">東</text>`,
    '<text class="small" x="1" y="2"></text>',
  ]);
});

test('a drawing has its size, its name and its style, and faults lie above all else', () => {
  const arrow = (look: 'plain' | 'bad' | 'warn'): Shape => ({ shape: 'arrow', from: [0, 0], to: [9, 0], look });
  const cell: Shape = { shape: 'cell', kind: 'host', ...AT, lines: [], title: '', look: 'plain' };
  const svg = svgOf(drawing(arrow('bad'), cell, arrow('plain'), { shape: 'note', x: 1, y: 2, text: 'n' }, arrow('warn'), { shape: 'line', from: [0, 0], to: [0, 9] }, { shape: 'box', ...AT, heading: 'h' }));
  expect(svg.split('\n')[0]).toBe('<svg xmlns="http://www.w3.org/2000/svg" class="flow" width="400" height="300" viewBox="0 0 400 300" role="group" aria-label="All &#60;of&#62; it">');
  expect(svg).toMatch(/^<style>\n\.flow \{ --name-size: 12px; --small-size: 11px; \}\n[^<]*<\/style>$/m);
  expect([...svg.matchAll(/^<(?:g|path|text) class="([^"]*)"/gm)].map(([, looks]) => looks)).toEqual(['box', 'lifeline', 'small', 'arrow plain', 'cell host plain', 'arrow bad', 'arrow warn']);
  expect(svg).not.toMatch(/<a | id=/);
});
