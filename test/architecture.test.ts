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

test('no files import each other in a circle', () => {
  const next = new Map(FILES.map((file) => [file, INSIDE.filter(({ from }) => from === file).map(({ to }) => to)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    } else if (!done.has(file)) {
      next.get(file)!.forEach((to) => visit(to, [...way, file]));
      done.add(file);
    }
  };
  FILES.forEach((file) => visit(file, []));
  expect(circles).toEqual([]);
});

test('the two towers do not know each other', () => {
  const judges = (file: string) => file.startsWith('verify/');
  expect(arrows(IMPORTS.filter(({ from, to }) => judges(from) && /^(cdk8s|cdk8s-plus-\d+|constructs)$/.test(to)))).toEqual([]);
  expect([...new Set(INSIDE.filter(({ from, to }) => judges(to) && !judges(from)).map(({ from }) => roomOf(from)))].sort()).toEqual(['cli', 'validation', 'values']);
});

test('every import is found', () => {
  expect(arrows(IMPORTS.filter(({ to }) => to.endsWith('does not exist')))).toEqual([]);
});
