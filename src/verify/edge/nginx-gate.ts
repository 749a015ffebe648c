import { NginxDirective, readNginx } from '../read/nginx-config';

/** What one port of an nginx makes of requests that an edge asks it about. */
export interface GateAnswer {
  /** `http://<host>:<port>/<path>` of what is asked in turn; absent where it answers by itself. */
  readonly asks?: string;
  /** Whether it sends anonymous browsers to sign in. */
  readonly signsIn: boolean;
  /** Why a request may pass, or none can, whatever flyteadmin says; absent where there is nothing wrong. */
  readonly flaw?: string;
  /** Whether a request header reaches what is asked; the name in lower case. */
  readonly forwards: (header: string) => boolean;
}

/** An nginx configuration that stands between an edge and flyteadmin. */
export class NginxGate {
  private readonly http: readonly NginxDirective[];

  public constructor(text: string) {
    const root = readNginx(text);
    this.http = root.find(({ name }) => name === 'http')?.block ?? root;
  }

  /**
   * What it makes of requests on a port.
   *
   * @param path the path that the edge asks for; absent where that is the path of the request
   */
  public answer(port: string | undefined, path: string | undefined): GateAnswer | undefined {
    const server = this.servers.find((candidate) => port === undefined || portsOf(candidate).includes(port));
    if (server === undefined) {
      return undefined;
    }
    const locations = locationsOf(server).filter(isReachable);
    const reached = path === undefined ? locations : [locationFor(path, locations)].filter((location) => location !== undefined);
    const main = reached.find((location) => passOf(location) !== undefined) ?? reached[0];
    if (main === undefined) {
      return { signsIn: false, flaw: `no location for ${path ?? 'the requests'}`, forwards: () => false };
    }
    const flaws = reached.map((location) => flawOf(location, server));
    return {
      asks: this.urlAsked(main),
      signsIn: [...valuesOf(main, 'error_page'), ...valuesOf(server.block, 'error_page')].some((args) => args.includes('401') && args.some((arg) => arg.startsWith('@'))),
      flaw: flaws.find((flaw) => flaw !== undefined),
      forwards: this.forwarder(main, server),
    };
  }

  private get servers(): readonly NginxDirective[] {
    return this.http.filter(({ name, block }) => name === 'server' && block !== undefined);
  }

  private urlAsked(location: NginxDirective): string | undefined {
    const target = passOf(location);
    const [, scheme, authority = ''] = /^(https?):\/\/([^/]+)/.exec(target ?? '') ?? [];
    if (scheme === undefined) {
      return undefined;
    }
    const upstream = this.http.find(({ name, args }) => name === 'upstream' && args[0] === authority);
    const server = upstream === undefined ? authority : valuesOf(upstream.block, 'server')[0]?.[0] ?? authority;
    return `${scheme}://${server}${pathAsked(location) ?? ''}`;
  }

  /** Where a level sets any header, those of the levels above it do not count. */
  private forwarder(location: NginxDirective, server: NginxDirective): (header: string) => boolean {
    const levels = [location.block, server.block, this.http];
    const set = levels.map((level) => valuesOf(level, 'proxy_set_header')).find((values) => values.length > 0) ?? [];
    const passesAll = levels.map((level) => valuesOf(level, 'proxy_pass_request_headers')).find((values) => values.length > 0)?.[0]?.[0] !== 'off';
    const values = new Map(set.map(([name = '', value = '']) => [name.toLowerCase(), value]));
    return (header) => (values.has(header) ? values.get(header) !== '' : passesAll);
  }
}

function valuesOf(block: readonly NginxDirective[] | NginxDirective | undefined, name: string): readonly (readonly string[])[] {
  const directives = block !== undefined && 'name' in block ? block.block : block;
  return (directives ?? []).filter((directive) => directive.name === name).map(({ args }) => args);
}

function portsOf(server: NginxDirective): readonly string[] {
  const listens = valuesOf(server, 'listen');
  return listens.length === 0 ? ['80'] : listens.map(([address = '']) => /(?:^|:)(\d+)$/.exec(address)?.[1] ?? '80');
}

/** The locations of a server; one without any answers all by itself. */
function locationsOf(server: NginxDirective): readonly NginxDirective[] {
  const locations = (server.block ?? []).filter(({ name, block }) => name === 'location' && block !== undefined);
  return locations.length > 0 ? locations : [{ name: 'location', args: ['/'], block: server.block }];
}

/** Neither a named location nor an internal one. */
function isReachable({ args, block }: NginxDirective): boolean {
  return !args[0]?.startsWith('@') && !(block ?? []).some(({ name }) => name === 'internal');
}

/** As nginx picks one; regular expressions are left out. */
function locationFor(path: string, locations: readonly NginxDirective[]): NginxDirective | undefined {
  const exact = locations.find(({ args }) => args[0] === '=' && args[1] === path);
  const prefix = ({ args }: NginxDirective) => (args[0] === '^~' ? args[1] : args.length === 1 ? args[0] : undefined);
  const matching = locations.filter((location) => path.startsWith(prefix(location) ?? '\0'));
  return exact ?? matching.sort((a, b) => (prefix(b)?.length ?? 0) - (prefix(a)?.length ?? 0))[0];
}

function passOf(location: NginxDirective): string | undefined {
  return valuesOf(location, 'proxy_pass')[0]?.[0];
}

/** The path that is asked for, where it is the same for every request. */
function pathAsked(location: NginxDirective): string | undefined {
  const rewrite = valuesOf(location, 'rewrite').find(([from, , flag]) => (from === '^' || from === '^.*$' || from === '.*') && (flag === 'break' || flag === 'last'));
  if (rewrite !== undefined) {
    return rewrite[1].replace(/\?.*$/, '');
  }
  const path = /^https?:\/\/[^/]+(\/.*)$/.exec(passOf(location) ?? '')?.[1];
  // With a path, `proxy_pass` puts it in place of what the location matched.
  return location.args[0] === '=' || /\$is_args|\$args/.test(path ?? '') ? path?.replace(/[?$].*$/, '') : path === undefined ? undefined : `${path}…`;
}

function flawOf(location: NginxDirective, server: NginxDirective): string | undefined {
  const place = `location ${location.args.join(' ')}`;
  const answers = [...valuesOf(location, 'return'), ...valuesOf(server, 'return')].find(([status]) => /^2\d\d$/.test(status ?? ''));
  if (answers !== undefined || (passOf(location) === undefined && valuesOf(location, 'return').length === 0)) {
    return answers === undefined ? undefined : `${answers[0]} for every request in its ${place}`;
  }
  const softened = [...valuesOf(location, 'error_page'), ...valuesOf(server, 'error_page')].find((args) => isSoftened(args, server));
  if (softened !== undefined) {
    return `error_page ${softened.join(' ')}, which lets callers in that flyteadmin refuses`;
  }
  const method = [...valuesOf(location, 'proxy_method'), ...valuesOf(server, 'proxy_method')][0]?.[0];
  return passOf(location) !== undefined && method !== 'GET' ? `${method ?? 'the caller\'s method'} instead of GET, the only one that /me answers` : undefined;
}

/** Whether an error page turns an error into success: by its status, or by a named location that answers one. */
function isSoftened(args: readonly string[], server: NginxDirective): boolean {
  if (args.some((arg) => /^=2\d\d$/.test(arg))) {
    return true;
  }
  const named = args.find((arg) => arg.startsWith('@'));
  const location = named === undefined ? undefined : locationsOf(server).find((candidate) => candidate.args[0] === named);
  return location !== undefined && valuesOf(location, 'return').some(([status]) => /^2\d\d$/.test(status ?? ''));
}
