import { placed, svgOf, textsOf } from '../../../src/verify/drawing';
import type { Picture, PictureBox, PictureEdge, PictureNode } from '../../../src/verify/drawing';
import type { Rectangle } from '../../../src/verify/drawing/layout';
import { cut, textWidth, wrapped } from '../../../src/verify/drawing/text-size';

/** The same numbers each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48271) % 2147483647;
    return state % sides;
  };
}

/** So many nodes in clusters and namespaces, of any size, joined at random, forwards and backwards. */
function anyPicture(nodes: number, seed: number): Picture {
  const roll = dice(seed);
  const clusters = Array.from({ length: 1 + roll(5) }, (_, i): PictureBox => ({ id: `c${i}`, title: `cluster ${'long-name-'.repeat(roll(6))}${i}` }));
  const namespaces = clusters.flatMap(({ id }) => Array.from({ length: 1 + roll(3) }, (_, i): PictureBox => ({ id: `${id}/n${i}`, parent: id, title: `namespace ${i}` })));
  const boxes = [...clusters, ...namespaces];
  const made = Array.from({ length: nodes }, (_, i): PictureNode => {
    const box = roll(4) === 0 ? undefined : boxes[roll(boxes.length)].id;
    const lines = ['kind', ...wrapped(`name-${'part/'.repeat(roll(12))}${i}`, 36, 3)];
    return { id: `n${i}`, kind: 'workload', lines, title: `n${i}`, findings: [], ...(box === undefined ? {} : { box }) };
  });
  const edges = Array.from({ length: Math.floor(nodes * 1.3) }, (): PictureEdge => ({
    from: `n${roll(nodes)}`, to: `n${roll(nodes)}`, lines: wrapped(`label ${'of.some.length '.repeat(roll(4))}`, 26, 3), title: 'edge', findings: [],
  })).filter(({ from, to }) => from !== to);
  return { title: 'any', nodes: made, boxes, edges };
}

const inside = (a: Rectangle, b: Rectangle) =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Pairs that share a place. */
function overlaps<T extends Rectangle>(all: readonly T[], nameOf: (one: T) => string): string[] {
  return all.flatMap((one, index) => all.slice(0, index).filter((other) => overlap(one, other)).map((other) => `${nameOf(one)} | ${nameOf(other)}`));
}

test('overlaps are seen', () => {
  const at = (x: number) => ({ x, y: 0, width: 10, height: 10 });
  expect(overlaps([at(0), at(9)], ({ x }) => String(x))).toEqual(['9 | 0']);
  expect(overlaps([at(0), at(10)], ({ x }) => String(x))).toEqual([]);
});

describe.each([1, 2])('200 nodes in boxes, seed %d', (seed) => {
  const picture = anyPicture(200, seed);
  const all = placed(picture);

  test('no text overlaps another', () => {
    expect(textsOf(all).length).toBeGreaterThan(400);
    expect(overlaps(textsOf(all), ({ text }) => text)).toEqual([]);
  });

  test('everything lies in its box, in no other, and on the paper', () => {
    const boxes = new Map(all.boxes.map(({ box, at }) => [box.id, { ...at, parent: box.parent }]));
    const around = (box: string | undefined): string[] => (box === undefined ? [] : [box, ...around(boxes.get(box)?.parent)]);
    const wrong = all.nodes.flatMap(({ node, at }) => [...boxes].filter(([id, box]) =>
      (around(node.box).includes(id) ? !inside(at, box) : overlap(at, box))).map(([id]) => `${node.id} in ${node.box}, not ${id}`));
    expect(wrong).toEqual([]);
    expect(textsOf(all).filter((at) => !inside(at, { x: 0, y: 0, width: all.width, height: all.height }))).toEqual([]);
  });
});

test('the same picture gives the same bytes, whatever was drawn before', () => {
  const once = svgOf(anyPicture(30, 5));
  svgOf(anyPicture(12, 6));
  expect(svgOf(anyPicture(30, 5))).toBe(once);
});

test('a picture of nothing is one', () => {
  expect(svgOf({ title: 'none', nodes: [], boxes: [], edges: [] })).toMatch(/^<svg .* width="100" height="40"[^]*<\/svg>\n$/);
});

describe('text', () => {
  test.each([
    ['a short one', 'a short one', ['a short one']],
    ['a path', '/etc/secrets/union/client_secret', ['/etc/secrets/', 'union/client_', 'secret']],
    ['a word without a break', 'x'.repeat(20), ['x'.repeat(14), 'x'.repeat(6)]],
    ['more than there is room for', 'one two three four five six seven eight', ['one two three', 'four five six', 'seven eight']],
    ['much more', 'one two three four five six seven eight nine ten', ['one two three', 'four five six', 'seven eight…']],
    ['of two cells a character', '認証認証認証認証', ['認証認証認証認', '証']],
  ])('%s is wrapped', (_, text, lines) => {
    expect(wrapped(text, 14, 3)).toEqual(lines);
    lines.forEach((line) => expect(textWidth(line)).toBeLessThanOrEqual(14 * 7.2 + 0.01));
  });

  test('is cut with an ellipsis, which counts', () => {
    expect(['abcdef', 'abcdefg', ''].map((text) => cut(text, 6))).toEqual(['abcdef', 'abcde…', '']);
    expect(cut('abc', 0)).toBe('…');
  });
});
