import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();

/** The table of ARCHITECTURE.md: the floor of each room. */
const FLOORS = new Map([...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| (\d+) \| `([\w/-]+)` \|/gm)]
  .map(([, floor, room]) => [room, Number(floor)] as const));

interface Import {
  readonly from: string;
  /** A file of `src`, or a package. */
  readonly to: string;
}

function importsOf(from: string): Import[] {
  return ts.preProcessFile(readFileSync(join(SRC, from), 'utf8'), true, true).importedFiles.map(({ fileName }) => {
    const base = relative(SRC, join(SRC, dirname(from), fileName));
    const to = fileName.startsWith('.') ? [`${base}.ts`, join(base, 'index.ts')].find((file) => FILES.includes(file)) : fileName;
    return { from, to: to ?? `${fileName}, which does not exist` };
  });
}

/** The room of a file: the longest entry of the table that holds it; nothing for the index, which may import all. */
function roomOf(file: string): string | undefined {
  return [...FLOORS.keys()].filter((room) => file.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0];
}

const IMPORTS = FILES.flatMap(importsOf);
const INSIDE = IMPORTS.filter(({ to }) => FILES.includes(to));
const arrows = (imports: readonly Import[]) => imports.map(({ from, to }) => `${from} -> ${to}`);

test('every file stands in a room of ARCHITECTURE.md, and every room is there', () => {
  expect(FLOORS.size).toBeGreaterThan(20);
  expect(FILES.filter((file) => roomOf(file) === undefined)).toEqual(['index.ts']);
  expect([...FLOORS.keys()].filter((room) => !FILES.some((file) => roomOf(file) === room))).toEqual([]);
});

test('imports lead to lower floors', () => {
  const up = INSIDE.filter(({ from, to }) => {
    const [own, other] = [roomOf(from), roomOf(to)];
    return own !== undefined && own !== other && (other === undefined || FLOORS.get(other)! >= FLOORS.get(own)!);
  });
  expect(arrows(up)).toEqual([]);
});

/** The circles of a graph, each once, as arrows. */
function circlesOf(edges: readonly Import[]): string[] {
  const next = new Map<string, Set<string>>();
  edges.forEach(({ from, to }) => next.set(from, (next.get(from) ?? new Set()).add(to)));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) {
      circles.push([...way.slice(way.indexOf(node)), node].join(' -> '));
    } else if (!done.has(node)) {
      next.get(node)?.forEach((to) => visit(to, [...way, node]));
      done.add(node);
    }
  };
  [...next.keys()].forEach((node) => visit(node, []));
  return circles;
}

test('no files import each other in a circle', () => {
  expect(circlesOf([{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }, { from: 'c', to: 'b' }])).toEqual(['b -> c -> b']);
  expect(circlesOf(INSIDE)).toEqual([]);
});

test('no folders import each other in a circle', () => {
  // A provider's folder takes the form of a provider from the folder above, whose lists name every provider.
  const folderOf = (file: string) => dirname(file).replace(/^identity\/.*/, 'identity');
  const between = INSIDE.map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) })).filter(({ from, to }) => from !== to);
  expect(circlesOf(between)).toEqual([]);
});

test('the two towers do not know each other', () => {
  const judges = (file: string) => file.startsWith('verify/');
  expect(arrows(IMPORTS.filter(({ from, to }) => judges(from) && /^(cdk8s|cdk8s-plus-\d+|constructs)$/.test(to)))).toEqual([]);
  expect([...new Set(INSIDE.filter(({ from, to }) => judges(to) && !judges(from)).map(({ from }) => roomOf(from)))].sort()).toEqual(['cli', 'doctor', 'doctor/cluster', 'doctor/rules', 'validation', 'values/files']);
});

test('every import is found', () => {
  expect(arrows(IMPORTS.filter(({ to }) => to.endsWith('does not exist')))).toEqual([]);
});
