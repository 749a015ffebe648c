import { ChartName } from '../../../src/contract/union/values-contract';
import { Random } from '../../fuzz/random';

/** A map as it will be written; what is not a map is written in one of many forms. */
interface Tree {
  [key: string]: Tree | string | readonly string[] | null;
}

/** A values file as somebody may have written it. */
export interface WrittenValues {
  readonly text: string;
  /** Comments, keys and values that stand once in the text, with the path of the entry that they belong to. */
  readonly words: ReadonlyMap<string, string>;
  readonly chart: ChartName;
  /** Those that stand in braces. */
  readonly inBraces: ReadonlySet<string>;
}

export function writtenValues(seed: number): WrittenValues {
  const writer = new Writer(new Random(seed));
  const text = writer.file();
  return { text, words: writer.words, inBraces: writer.inBraces, chart: writer.chart };
}

const AUTH = 'flyte.configmap.adminServer.auth';
const URIS = ['http://flyteadmin:80', 'http://flyteadmin.union.svc.cluster.local:80'];

/** Keys that a migration moves, their new places, and what it reads. Several of them say the same. */
const CONTROL: readonly (readonly [string, string | readonly string[]])[] = [
  ['global.OIDC_BASE_URL', 'https://idp.example.com'], ['global.OIDC_CLIENT_ID', 'web-id'], ['global.CLI_CLIENT_ID', 'native-id'],
  ['global.OIDC_METADATA_URL', 'https://idp.example.com/meta'], ['global.OIDC_ALLOWED_AUDIENCE', ['https://union.example.com']],
  ['global.OIDC_APP_AUDIENCE', 'api://union'], ['global.OIDC_APP_SCOPE', 'all'], ['global.INTERNAL_SUBJECT_ID', 'subject'],
  ['global.INTERNAL_CLIENT_ID', 'service-id'], ['global.UNION_HOST', ''], ['ingress.host', 'union.example.com'],
  ['flyte.configmap', ''], [`${AUTH}`, ''], [`${AUTH}.userAuth`, ''], [`${AUTH}.userAuth.openId`, ''], [`${AUTH}.appAuth`, ''],
  [`${AUTH}.userAuth.openId.clientId`, ''], [`${AUTH}.userAuth.openId.clientId`, 'web-id'], [`${AUTH}.userAuth.openId.baseUrl`, 'https://idp.example.com'],
  [`${AUTH}.appAuth.externalAuthServer`, ''], [`${AUTH}.appAuth.thirdPartyConfig.flyteClient.clientId`, 'native-id'], [`${AUTH}.authorizedUris`, URIS],
  ['configMap.union', ''], ['services.identity.apiKeyOverrides.EAGER_API_KEY.existingSecret.name', 'eager'],
  ['services.identity.apiKeyOverrides.OTHER.existingSecret.name', 'other'],
];
const DATA: readonly (readonly [string, string])[] = [
  ['executor.config.unionAuth.injectSecret', 'true'], ['executor.config.unionAuth.secretName', 'EAGER_API_KEY'], ['executor.config', ''],
  ['leaseworker', ''], ['leaseworker.config', ''], ['leaseworker.config.unionAuth', ''], ['global.CONTROLPLANE_INTRA_CLUSTER_HOST', 'union.example.com'],
  ['leaseworker.config.unionAuth.injectSecret', 'true'], ['global.CONTROLPLANE_HOST', 'union.example.com'], ['host', ''], ['executor', ''],
  ['global.CONTROLPLANE_HOST', ''], ['host', 'union.example.com'], ['global.AUTH_CLIENT_ID', 'service-id'], ['secrets.admin.clientId', 'service-id'],
];

class Writer {
  public readonly words = new Map<string, string>();
  public readonly inBraces = new Set<string>();
  public readonly chart: ChartName;
  private readonly anchors: string[] = [];
  private readonly step: number;
  private braces = 0;
  /** Whether the last line is one of a block text. */
  private isInBlock = false;

  public constructor(private readonly random: Random) {
    this.chart = random.oneIn(3) ? 'dataplane' : 'controlplane';
    this.step = random.pick([2, 2, 2, 4, 4, 1, 3]);
  }

  public file(): string {
    const { random } = this;
    const tree = this.tree();
    const start = random.pick(['', '', '', '---\n', `--- ${this.comment('')}\n`, '%YAML 1.1\n---\n']);
    const top = random.oneIn(8) ? `${this.flow(tree, 0, [])}${this.behind('')}\n` : this.block(tree, 0, []).map((line) => `${line}\n`).join('');
    const end = random.pick(['', '', '', `${this.comment('')}\n`, '...\n', `...\n${this.comment('')}\n`, '\n\n', '   \n', `\n${' '.repeat(this.step - 1)}${this.comment('')}`]);
    const text = start + top + end;
    const ended = random.oneIn(6) ? text.replace(/\n+$/, '') : text;
    return (random.oneIn(10) ? '\ufeff' : '') + (random.oneIn(5) ? ended.replace(/\n/g, '\r\n') : ended);
  }

  private tree(): Tree {
    const { random } = this;
    const pairs = this.chart === 'dataplane' ? DATA : CONTROL;
    const tree: Tree = {};
    const most = random.pick([1, 2, 4, 8, 16]);
    for (let left = 1 + random.below(most); left > 0; left -= 1) {
      place(tree, ...random.pick(pairs));
    }
    return this.withOthers(tree, []);
  }

  /** The map with keys of somebody else between its own, in any order. */
  private withOthers(tree: Tree, path: readonly string[]): Tree {
    const entries = Object.entries(tree)
      .map(([key, value]): [string, Tree[string]] => [key, isTree(value) ? this.withOthers(value, [...path, key]) : value]);
    for (let left = this.random.pick([0, 0, 0, 1, 1, 2, 3]); left > 0; left -= 1) {
      entries.splice(this.random.below(entries.length + 1), 0, this.other(path));
    }
    return Object.fromEntries(entries);
  }

  private other(path: readonly string[]): [string, Tree[string]] {
    const key = this.word('k', path.join('.'));
    const own = [...path, key];
    this.words.set(key, own.join('.'));
    const value = () => this.word('v', own.join('.'));
    return [key, this.random.pick<() => Tree[string]>([
      value, value, () => '', () => null, () => ({}), () => [value(), value()], () => Object.fromEntries([this.other(own)]),
    ])()];
  }

  private block(tree: Tree, column: number, path: readonly string[]): string[] {
    const lines = Object.entries(tree).flatMap(([key, value]) => {
      const own = [...path, key];
      return [...this.between(column, path, own), ...this.entry(key, value, column, own)];
    });
    return [...lines, ...this.random.oneIn(6) ? this.between(column, path, path) : []];
  }

  /** Comments and blank lines above an entry, or below the last. */
  private between(column: number, path: readonly string[], owner: readonly string[]): string[] {
    const { random } = this;
    const [margin, own, around] = [' '.repeat(column), owner.join('.'), path.join('.')];
    const left = column > 0 && this.step > 1 ? [column - 1] : [];
    // Below a block text it would be part of it.
    const elsewhere = this.isInBlock ? left : [...left, column + 1, column + 2];
    return random.pick([
      () => [], () => [], () => [], () => [], () => [''], () => [margin + this.comment(own)],
      () => [margin + this.comment(own), `${margin}${this.comment(own)}: no key`], () => elsewhere.slice(0, 1 + random.below(3)).slice(-1).flatMap((at) => [' '.repeat(at) + this.comment(around), '']),
      () => [margin + this.comment(around), ''], () => ['', `${margin}${this.comment(own)} {`],
    ])();
  }

  private entry(key: string, value: Tree[string], column: number, path: readonly string[]): string[] {
    const { random } = this;
    const own = path.join('.');
    this.isInBlock = false;
    const name = `${' '.repeat(column)}${this.key(key)}${random.oneIn(20) ? ' ' : ''}:`;
    if (isTree(value)) {
      if (Object.keys(value).length === 0) {
        return [`${name} {}${this.behind(own)}`];
      }
      if (random.oneIn(4)) {
        return `${name} ${this.flow(value, column, path)}${this.behind(own)}`.split('\n');
      }
      const tag = random.oneIn(20) ? ' !!map' : '';
      return [`${name}${tag}${this.anchor()}${this.behind(own)}`, ...this.block(value, column + this.step, path)];
    }
    if (value === null || value === '') {
      return this.blank(name, column, path);
    }
    if (typeof value === 'string') {
      return this.scalar(name, value, column, own);
    }
    if (random.oneIn(3)) {
      return [`${name} [ ${value.map((item) => `"${item}"`).join(random.pick([', ', ',', ' ,  ']))} ]${this.behind(own)}`];
    }
    const dash = `${' '.repeat(column + random.pick([0, this.step, 2]))}-`;
    const space = random.pick([' ', ' ', '  ', `\n${' '.repeat(column + 6)}`]);
    return [`${name}${this.behind(own)}`, ...value.flatMap((item) => `${dash}${space}${random.oneIn(2) ? `'${item}'` : item}${this.behind(own)}`.split('\n'))];
  }

  private blank(name: string, column: number, path: readonly string[]): string[] {
    const form = this.random.pick(['', '', ' ~', ' ""', ' null', ' \'\'', ' |', ' >-', ' |2', ' !!null', '   ', ' !!str ""']);
    this.isInBlock = /[|>]/.test(form);
    const below = this.random.oneIn(6) && !this.isInBlock ? [`${' '.repeat(column + this.step)}${this.comment(path.slice(0, -1).join('.'))}`, ''] : [];
    return [`${name}${form}${this.behind(path.join('.'))}`, ...below];
  }

  private scalar(name: string, value: string, column: number, own: string): string[] {
    const inner = ' '.repeat(column + this.step);
    const behind = () => this.behind(own);
    const lines = this.random.pick([
      () => [`${name} ${value}${behind()}`], () => [`${name} ${value}${behind()}`], () => [`${name} "${value}"${behind()}`], () => [`${name} '${value}'${behind()}`],
      () => [`${name}   ${value}${behind()}`], () => [`${name}${this.anchor()} ${value}${behind()}`], () => [`${name} !!str ${value}${behind()}`],
      () => [`${name} >-${behind()}`, `${inner}${value}`], () => [`${name} |-${behind()}`, `${inner}${value}`, ...this.random.oneIn(2) ? [''] : []],
      () => [`${name} |${this.step}-${behind()}`, `${inner}${value}`, `${inner} `], () => [`${name}${behind()}`, `${inner}${value}${behind()}`],
      () => [`${name} "${value}\\`, `${inner}"${behind()}`], () => [`${name} |+${behind()}`, `${inner}# ${value}`, '', ''], () => [`${name} |${behind()}`, `${inner}${value}`],
      () => [`${name} "# ${value}"${behind()}`], () => [`${name} ${value}`, `${inner}goes${behind()}`], () => [`${name} 'it''s {${value}}'${behind()}`],
      () => [`${name} ${value} ${'long '.repeat(60)}end${behind()}`], () => [`${name} pässwörd 🔑 ${value}${behind()}`],
      () => [this.anchors.length > 0 ? `${name} *${this.random.pick(this.anchors)}` : `${name} ${value}${behind()}`],
    ])();
    this.isInBlock = /: [|>]/.test(lines[0]);
    return lines;
  }

  private key(key: string): string {
    return this.random.pick([key, key, key, key, `"${key}"`, `'${key}'`]);
  }

  private anchor(): string {
    if (!this.random.oneIn(30)) {
      return '';
    }
    const name = this.word('a', '');
    this.anchors.push(name);
    return ` &${name}`;
  }

  /** A comment behind something, or none. */
  private behind(path: string): string {
    return this.random.oneIn(4) ? `${this.random.pick([' ', ' ', '  ', '\t'])}${this.comment(path)}` : this.random.pick(['', '', '', ' ']);
  }

  /** A map in braces; each line of it stands to the right of the column. */
  private flow(tree: Tree, column: number, path: readonly string[]): string {
    const { random } = this;
    this.braces += 1;
    const inLines = random.oneIn(2);
    const line = (at: number) => (inLines ? `\n${' '.repeat(at)}` : '');
    const inner = column + this.step;
    const around = path.join('.');
    const entries = Object.entries(tree).map(([key, value], i, { length }) => {
      const own = [...path, key].join('.');
      const above = inLines && random.oneIn(4) ? `${this.comment(own)}${line(inner)}` : '';
      const comma = i < length - 1 || random.oneIn(6) ? `${random.oneIn(8) ? ' ' : ''},` : '';
      const isOpen = inLines && random.oneIn(4);
      const entry = `${above}${this.key(key)}:${this.flowValue(value, inner, [...path, key])}`;
      return isOpen && random.oneIn(2) ? `${entry} ${this.comment(own)}${line(inner)}${comma}` : `${entry}${comma}${isOpen ? ` ${this.comment(own)}` : ''}`;
    });
    const gap = random.pick(['', ' ']);
    const head = inLines && random.oneIn(5) ? ` ${this.comment(around)}` : gap;
    const tail = inLines ? `${random.oneIn(5) ? `${line(inner)}${this.comment(around)}` : ''}${line(column + 1)}` : gap;
    for (const key of Object.keys(tree)) {
      this.inBraces.add(key);
    }
    this.braces -= 1;
    return `{${head}${line(inner)}${entries.join(inLines ? line(inner) : ' ')}${tail}}`;
  }

  private flowValue(value: Tree[string], column: number, path: readonly string[]): string {
    const { random } = this;
    if (isTree(value)) {
      return ` ${Object.keys(value).length === 0 ? random.pick(['{}', '{ }']) : this.flow(value, column, path)}`;
    }
    if (value === null || value === '') {
      return random.pick(['', ' ', ' ~', ' ""', ' null', ' !!null']);
    }
    return typeof value === 'string'
      ? random.pick([` ${value}`, ` "${value}"`, ` '${value}'`, ` !!str ${value}`, ` "${value} # {,}"`])
      : ` [${value.map((item) => `"${item}"`).join(', ')}${random.pick(['', ',', ' '])}]`;
  }

  private comment(path: string): string {
    return `#${this.random.pick([' ', ' ', ''])}${this.word('c', path)}`;
  }

  private word(kind: string, path: string): string {
    const word = `${kind}${this.words.size + 1}`;
    this.words.set(word, path);
    if (this.braces > 0) {
      this.inBraces.add(word);
    }
    return word;
  }
}

function isTree(value: Tree[string]): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a value below the maps on its way, unless something else than a map stands there. */
function place(tree: Tree, path: string, value: string | readonly string[]): void {
  const keys = path.split('.');
  let map = tree;
  for (const key of keys.slice(0, -1)) {
    const inner = map[key] === undefined ? {} : map[key];
    if (!isTree(inner)) {
      return;
    }
    map[key] = inner;
    map = inner;
  }
  map[keys[keys.length - 1]] ??= value;
}
