import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();

interface Room {
  readonly name: string;
  /** The list of ARCHITECTURE.md that it stands in. */
  readonly list: string;
  readonly line: number;
}

const GROUND = 'Common ground';
const ABOVE = 'Above both';

/** The lists of ARCHITECTURE.md, in their order. */
const ROOMS = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split(/^### /m).slice(1).flatMap((section): Room[] => {
  const list = section.slice(0, section.indexOf('\n'));
  return [...section.matchAll(/^(\d+)\. ((?:`[\w/-]+`(?:, )?)+):/gm)].flatMap(([, line, names]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => ({ name, list, line: Number(line) })));
});

interface Import {
  readonly from: string;
  /** A file of `src`, or a package. */
  readonly to: string;
}

function importsOf(from: string): Import[] {
  return ts.preProcessFile(readFileSync(join(SRC, from), 'utf8'), true, true).importedFiles.map(({ fileName }) => {
    const base = relative(SRC, join(SRC, dirname(from), fileName));
    const to = fileName.startsWith('.') && !fileName.endsWith('.json') ? [`${base}.ts`, join(base, 'index.ts')].find((file) => FILES.includes(file)) : fileName;
    return { from, to: to ?? `${fileName}, which does not exist` };
  });
}

/** The room of a file: the longest entry of the lists that holds it; nothing for the index, which may import all. */
function roomOf(file: string): Room | undefined {
  return ROOMS.filter(({ name }) => file.startsWith(`${name}/`)).sort((a, b) => b.name.length - a.name.length)[0];
}

/** Whether files of one room may import those of another. */
function mayImport(own: Room, other: Room): boolean {
  if (own === other) {
    return true;
  }
  return own.list === other.list ? other.line < own.line : other.list === GROUND || own.list === ABOVE;
}

const IMPORTS = FILES.flatMap(importsOf);
const INSIDE = IMPORTS.filter(({ to }) => FILES.includes(to));
const arrows = (imports: readonly Import[]) => imports.map(({ from, to }) => `${from} -> ${to}`);

test('ARCHITECTURE.md lists the folder of every file, and every listed folder exists', () => {
  expect([...new Set(ROOMS.map(({ list }) => list))]).toEqual([GROUND, 'What emits', 'What judges', ABOVE]);
  expect(FILES.filter((file) => roomOf(file) === undefined)).toEqual(['index.ts']);
  expect(ROOMS.filter((room) => !FILES.some((file) => roomOf(file) === room))).toEqual([]);
});

test('imports lead to earlier rooms of the same list, or to the common ground', () => {
  const up = INSIDE.filter(({ from, to }) => {
    const [own, other] = [roomOf(from), roomOf(to)];
    return own !== undefined && (other === undefined || !mayImport(own, other));
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
  // The folder of a provider or an edge takes its form from the folder above, whose lists name every one.
  const folderOf = (file: string) => dirname(file).replace(/^(constructs\/(?:identity|edge)|verify\/edge)\/.*/, '$1');
  const between = INSIDE.map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) })).filter(({ from, to }) => from !== to);
  expect(circlesOf(between)).toEqual([]);
});

test('an edge knows another one only where its controller reads the objects of that one', () => {
  const edgeOf = (file: string) => /^((?:constructs|verify)\/edge\/[\w-]+)\//.exec(file)?.[1];
  const between = INSIDE.map(({ from, to }) => [edgeOf(from), edgeOf(to)])
    .filter(([from, to]) => from !== undefined && to !== undefined && from !== to);
  expect([...new Set(between.map((arrow) => arrow.join(' -> ')))].sort()).toEqual([
    'verify/edge/gateway-api -> verify/edge/traefik', 'verify/edge/traefik -> verify/edge/ingress-nginx',
  ]);
});

test('what judges does not know cdk8s', () => {
  const judges = INSIDE.map(({ from }) => from).filter((file) => roomOf(file)?.list === 'What judges');
  expect(judges.length).toBeGreaterThan(100);
  expect(arrows(IMPORTS.filter(({ from, to }) => judges.includes(from) && /^(cdk8s|cdk8s-plus-\d+|constructs)$/.test(to)))).toEqual([]);
});

test('every import is found', () => expect(arrows(IMPORTS.filter(({ to }) => to.endsWith('does not exist')))).toEqual([]));

describe('the tests of a source', () => {
  /** What test files are of: `x/y.test.ts` and `x/y.nginx.test.ts` are of `x/y`. */
  const TESTED = new Set(readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts')).map((file) => file.replace(/(\.\w+)*$/, '')));
  const nameOf = (file: string) => file.slice(0, -'.ts'.length);
  const sources = FILES.map((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return { file, text, named: /^\/\/ Tests: (.*)$/m.exec(text)?.[1].split(', ') ?? [] };
  });
  const isGenerated = (text: string) => text.startsWith('// Written by scripts/');
  /** Whether nothing of it runs: types, and what other files export. */
  const isDeclaration = (text: string) => ts.createSourceFile('', text, ts.ScriptTarget.Latest).statements.every((each) =>
    ts.isImportDeclaration(each) || ts.isExportDeclaration(each) || ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each));

  test('are in the file of its name, in that of its folder, or where its line "// Tests: …" says', () => {
    const lost = sources.filter(({ file, named }) => {
      const folder = dirname(file);
      return named.length === 0 && ![nameOf(file), folder, join(folder, basename(folder))].some((of) => TESTED.has(of));
    });
    expect(lost.filter(({ text }) => !isGenerated(text) && !isDeclaration(text)).map(({ file }) => file)).toEqual([]);
  });

  test('exist where that line names them, and have no file of its name beside', () => {
    const wrong = sources.filter(({ file, named }) => named.some((path) => TESTED.has(nameOf(file)) || !existsSync(join(ROOT, path))));
    expect(wrong.map(({ file, named }) => `${file}: ${named.join(', ')}`)).toEqual([]);
  });
});

describe('packages', () => {
  interface PackageJson {
    readonly name: string;
    readonly peerDependencies: Record<string, string>;
    readonly bundledDependencies: readonly string[];
    readonly devDependencies: Record<string, string>;
  }
  const { name, peerDependencies, bundledDependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
  const packageOf = (to: string) => to.split('/').slice(0, to.startsWith('@') ? 2 : 1).join('/');
  const strangers = (imports: readonly Import[], known: readonly string[]) =>
    arrows(imports.filter(({ to }) => !FILES.includes(to) && !to.startsWith('.') && !isBuiltin(to) && !known.includes(packageOf(to))));
  const users = [...Object.keys(peerDependencies), ...bundledDependencies];

  test('what users install is all that the library imports', () => {
    expect(strangers([{ from: 'a.ts', to: '@swc/core/x' }, { from: 'a.ts', to: 'yaml' }], users)).toEqual(['a.ts -> @swc/core/x']);
    expect(strangers(IMPORTS, users)).toEqual([]);
  });

  test('what package.json names is all that the workshop imports', () => {
    const files = ['test', 'site', 'examples', 'scripts', 'e2e'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('node_modules'))
        .map((file) => join(folder, file)));
    expect(files.length).toBeGreaterThan(300);
    const imports = files.flatMap((from) => ts.preProcessFile(readFileSync(join(ROOT, from), 'utf8'), true, true).importedFiles.map(({ fileName: to }) => ({ from, to })));
    expect(strangers(imports, [name, ...users, ...Object.keys(devDependencies)])).toEqual([]);
  });
});
