import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { HEADERS_TO_REMOVE_HEADER } from '../../contract/upstream/envoy-gateway';
import { NginxDirective, readNginx } from '../read/nginx-config';
import { inheritedValues, locationFor, locationsOf, passOf, portsOf, PROGRAMS, valuesOf } from './nginx-block';
import { gateFlaw } from './nginx-gate-flaws';
import { nginxRefusal } from './nginx-refusal';
import { NginxRequests } from './nginx-request';

/** How an edge asks. */
export interface GateQuestion {
  /** The path that it asks for; absent where that is the path of the request. */
  readonly path?: string;
  /** Headers of the client that it passes on, in lower case; absent: all. */
  readonly headers?: readonly string[];
  /** Headers that it sets itself, by name in lower case. */
  readonly adds?: Readonly<Record<string, string>>;
}

/** What one port of an nginx makes of requests that an edge asks it about. */
export interface GateAnswer {
  /** `http://<host>:<port>/<path>` of what is asked in turn; absent where it answers by itself. */
  readonly asks?: string;
  /** Where it sends anonymous browsers to sign in; absent where it does not. */
  readonly signInUrl?: string;
  /** Why a request may pass, or none can, whatever flyteadmin says; absent where there is nothing wrong. */
  readonly flaw?: string;
  /** Whether a request header reaches what is asked; the name in lower case. */
  readonly forwards: (header: string) => boolean;
  /** Why it is taken for ours, of which the input shows nothing, as a phrase; absent where its configuration was read. */
  readonly assumed?: string;
  /** What of its configuration is not read and may decide, as a phrase. */
  readonly unread?: string;
  /** Headers of the client that it has the edge drop where `/me` does not answer them, in lower case. */
  readonly removes: readonly string[];
}

/** A page that anonymous browsers ask for. */
const PAGE = '/console/projects';

/** An nginx configuration that stands between an edge and flyteadmin. */
export class NginxGate {
  private readonly http: readonly NginxDirective[];
  private readonly refusal?: string;

  public constructor(text: string) {
    const root = readNginx(text);
    this.http = root.find(({ name }) => name === 'http')?.block ?? root;
    this.refusal = nginxRefusal(text, root);
  }

  /** What it makes of requests on a port. */
  public answer(port: string | undefined, question: GateQuestion): GateAnswer | undefined {
    const server = this.servers.find((candidate) => port === undefined || portsOf(candidate).includes(port));
    if (this.refusal !== undefined) {
      return { flaw: `a configuration that nginx refuses: ${this.refusal}`, forwards: () => true, removes: [] };
    }
    if (server === undefined) {
      return undefined;
    }
    const { path } = question;
    const locations = locationsOf(server).filter(isReachable);
    let unread: string | undefined;
    const reached = path === undefined ? locations : [locationFor(path, locations, (expression) => (unread ??= expression))]
      .filter((location) => location !== undefined);
    const main = reached.find((location) => passOf(location) !== undefined) ?? reached[0];
    if (main === undefined) {
      return { flaw: `no location for ${path ?? 'the requests'}`, forwards: () => false, removes: [] };
    }
    const requests = new NginxRequests(this.http, 401);
    const refused = requests.answer(portsOf(server)[0], browserRequest(question));
    const flaw = reached.map((location) => gateFlaw(location, server, this.http)).find((found) => found !== undefined)
      ?? (refused !== undefined && refused.status < 300 ? `${refused.status} for callers that flyteadmin refuses` : undefined);
    const redirects = refused?.location !== undefined || (refused === undefined && leadsAway(main, server));
    return {
      asks: this.urlAsked(main, server),
      ...(redirects ? { signInUrl: refused?.location?.replace(/\?.*$/s, '') ?? FLYTEADMIN_PATHS.login } : {}),
      flaw,
      ...unreadOf(unread ?? requests.unread, [...reached, server]),
      forwards: this.forwarder(main, server),
      removes: this.removedBy(main, server, requests),
    };
  }

  private get servers(): readonly NginxDirective[] {
    return this.http.filter(({ name, block }) => name === 'server' && block !== undefined);
  }

  private urlAsked(location: NginxDirective, server: NginxDirective): string | undefined {
    const target = withVariables(passOf(location), [...valuesOf(server, 'set'), ...valuesOf(location, 'set')]);
    const [, scheme, authority = ''] = /^(https?):\/\/([^/]+)/.exec(target ?? '') ?? [];
    if (scheme === undefined) {
      return undefined;
    }
    const upstream = this.http.find(({ name, args }) => name === 'upstream' && args[0] === authority);
    const address = upstream === undefined ? authority : valuesOf(upstream.block, 'server')[0]?.[0] ?? authority;
    return `${scheme}://${address}${pathAsked(location, target) ?? ''}`;
  }

  /** Where a level sets any header, those of the levels above it do not count. */
  private forwarder(location: NginxDirective, server: NginxDirective): (header: string) => boolean {
    const levels = [location, server, this.http];
    const passesAll = inheritedValues(levels, 'proxy_pass_request_headers')[0]?.[0] !== 'off';
    const values = new Map(inheritedValues(levels, 'proxy_set_header').map(([name = '', value = '']) => [name.toLowerCase(), value]));
    return (header) => (values.has(header) ? carries(values.get(header), header) : passesAll);
  }

  /** What the answer names while `/me` answers no identity at all. */
  private removedBy(location: NginxDirective, server: NginxDirective, requests: NginxRequests): readonly string[] {
    const list = inheritedValues([location, server, this.http], 'add_header').find(([name]) => name?.toLowerCase() === HEADERS_TO_REMOVE_HEADER)?.[1] ?? '';
    const nothing = { request: { uri: '/', headers: new Map() }, path: '/', args: '', captures: [], set: new Map() };
    return requests.filled(list, nothing).split(',').map((header) => header.trim().toLowerCase()).filter(Boolean);
  }
}

function unreadOf(expression: string | undefined, blocks: readonly NginxDirective[]): Pick<GateAnswer, 'unread'> {
  const program = blocks.flatMap(({ block = [] }) => block).find(({ name }) => PROGRAMS.test(name));
  const unread = expression === undefined ? program?.name : `the expression ${expression}`;
  return unread === undefined ? {} : { unread: `${unread} of the auth gate is not read` };
}

/** What the edge tells the gate of a browser that asks for a page without a session. */
function browserRequest({ path = PAGE, headers, adds = {} }: GateQuestion): { uri: string; headers: ReadonlyMap<string, string> } {
  const shown = headers === undefined || headers.includes('accept') ? [['accept', 'text/html']] as const : [];
  return { uri: path, headers: new Map([['host', '$host'], ...shown, ...Object.entries(adds)]) };
}

/** The same header of the request, or something that is made of it. */
function carries(value: string | undefined, header: string): boolean {
  return value !== undefined && value.includes(`$http_${header.replace(/-/g, '_')}`);
}

/** Whether 401 is left to a named location that is not followed. */
function leadsAway(location: NginxDirective, server: NginxDirective): boolean {
  return [...valuesOf(location, 'error_page'), ...valuesOf(server, 'error_page')].some((args) => args.includes('401') && args.some((arg) => arg.startsWith('@')));
}

function withVariables(text: string | undefined, settings: readonly (readonly string[])[]): string | undefined {
  return settings.reduce((filled, [name = '', value = '']) => filled?.replace(name, value), text);
}

/** Neither a named location nor an internal one. */
function isReachable({ args, block }: NginxDirective): boolean {
  return !args[0]?.startsWith('@') && !(block ?? []).some(({ name }) => name === 'internal');
}

/** The path that is asked for, where it is the same for every request. */
function pathAsked(location: NginxDirective, target: string | undefined): string | undefined {
  const rewrite = valuesOf(location, 'rewrite').find(([from, , flag]) => (from === '^' || from === '^.*$' || from === '.*') && (flag === 'break' || flag === 'last'));
  if (rewrite !== undefined) {
    return rewrite[1].replace(/\?.*$/, '');
  }
  const path = /^https?:\/\/[^/]+(\/.*)$/.exec(target ?? '')?.[1];
  // With a path, `proxy_pass` puts it in place of what the location matched.
  return location.args[0] === '=' || /\$is_args|\$args/.test(path ?? '') ? path?.replace(/[?$].*$/, '') : path === undefined ? undefined : `${path}…`;
}
