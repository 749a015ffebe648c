import type { NginxDirective } from '../read/nginx-config';
import { Expression, Found, readExpression } from './expression';
import { inheritedValues, locationFor, locationsOf, passOf, portsOf } from './nginx-block';

/** A request to a server of an nginx. */
export interface NginxRequest {
  /** Path and query, as they are sent. */
  readonly uri: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What becomes of it. */
export interface NginxAnswer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location?: string;
}

/** Directives that answer in ways that are not followed. */
const OTHER_HANDLERS = /^(try_files|root|alias|index|js_content|content_by_lua.*|access_by_lua.*|rewrite_by_lua.*|perl|fastcgi_pass|uwsgi_pass|scgi_pass|grpc_pass|memcached_pass|auth_request|internal_redirect|include)$/;

/** Servers and error pages that lead to each other without end. */
const MAX_HOPS = 10;

type Block = readonly NginxDirective[];

/** Where a request stands within a server. */
interface State {
  readonly request: NginxRequest;
  readonly server: NginxDirective;
  readonly port: string;
  readonly hops: number;
  /** Whether an error page answers already: errors of its own are not looked up again. */
  readonly inError: boolean;
  path: string;
  args: string;
  captures: readonly string[];
  readonly set: Map<string, string>;
}

/**
 * Follows requests through the servers of one nginx: its rewriting, its locations, its error pages, and from one of its servers to
 * another. An answer is absent where something decides that is not followed.
 *
 * Source: nginx, `src/http/modules/ngx_http_rewrite_module.c`, `ngx_http_proxy_module.c` and `src/http/ngx_http_special_response.c`.
 */
export class NginxRequests {
  /** An expression that stood in the way and is not read: what comes of it may be anything. */
  public unread?: string;

  /**
   * @param http the directives of the http block
   * @param elsewhere the status with which everything answers that is no server of this nginx
   */
  public constructor(private readonly http: Block, private readonly elsewhere: number) {}

  public answer(port: string, request: NginxRequest, hops = 0): NginxAnswer | undefined {
    const server = this.http.find((each) => each.name === 'server' && each.block !== undefined && portsOf(each).includes(port));
    if (server === undefined || hops > MAX_HOPS) {
      // Nobody listens there.
      return hops > MAX_HOPS ? undefined : { status: 502 };
    }
    const [raw, args = ''] = split(request.uri);
    this.unread = hops > 0 ? this.unread : undefined;
    const answer = this.enter({ request, server, port, hops, inError: false, path: normal(raw), args, captures: [], set: new Map() });
    return this.unread === undefined ? answer : undefined;
  }

  /** A text with its variables filled in; those that are not known stay as they are. */
  public filled(text: string, state: Pick<State, 'captures' | 'set' | 'request' | 'path' | 'args'>): string {
    return text.replace(/\$(?:\{(\w+)\}|(\d)|(\w+))/g, (whole, braced: string, digit: string, plain: string) =>
      (digit === undefined ? this.variable(braced ?? plain, state) : state.captures[Number(digit)]) ?? whole);
  }

  private enter(state: State): NginxAnswer | undefined {
    const done = this.rewritten(state.server.block ?? [], state);
    return typeof done === 'object' ? this.withErrorPage(done, state, []) : this.inLocation(this.locationFor(state.path, state), state);
  }

  private inLocation(location: NginxDirective | undefined, state: State, hops = 0): NginxAnswer | undefined {
    if (location?.block === undefined) {
      return isFollowed(state.server.block ?? []) ? this.withErrorPage({ status: 404 }, state, []) : undefined;
    }
    const block = location.block;
    const done = this.rewritten(block, state);
    if (typeof done === 'object') {
      return this.withErrorPage(done, state, block);
    }
    if (done === 'last') {
      return hops < MAX_HOPS ? this.inLocation(this.locationFor(state.path, state), state, hops + 1) : { status: 500 };
    }
    const target = passOf(location);
    if (target === undefined) {
      return isFollowed(block) ? this.withErrorPage({ status: 404 }, state, block) : undefined;
    }
    const answer = this.proxied(target, state, block);
    const intercepts = this.nearest('proxy_intercept_errors', state, block)[0]?.[0] === 'on';
    return answer !== undefined && answer.status >= 300 && intercepts ? this.withErrorPage(answer, state, block) : answer;
  }

  private proxied(target: string, state: State, block: Block): NginxAnswer | undefined {
    const [, authority = '', rest] = /^\w+:\/\/([^/?#]+)(.*)$/.exec(this.filled(target, state)) ?? [];
    const [, host = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
    if (!/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host)) {
      return { status: this.elsewhere };
    }
    const query = state.args === '' ? '' : `?${state.args}`;
    return this.answer(port, { uri: rest || `${state.path}${query}`, headers: this.passedOn(authority, state, block) }, state.hops + 1);
  }

  private passedOn(authority: string, state: State, block: Block): ReadonlyMap<string, string> {
    const passesAll = this.nearest('proxy_pass_request_headers', state, block)[0]?.[0] !== 'off';
    const headers = new Map(passesAll ? state.request.headers : []);
    headers.set('host', authority);
    for (const [name = '', value = ''] of this.nearest('proxy_set_header', state, block)) {
      headers.set(name.toLowerCase(), this.filled(value, state));
    }
    return headers;
  }

  /** The arguments of a directive, of the innermost level that has it. */
  private nearest(name: string, { server }: State, block: Block): readonly (readonly string[])[] {
    return inheritedValues([block, server, this.http], name);
  }

  /** Rewrites the path; an answer, or how it goes on, where a directive ends it. */
  private rewritten(block: Block, state: State): NginxAnswer | 'last' | 'break' | undefined {
    for (const { name, args, block: inner } of block) {
      let done: NginxAnswer | 'last' | 'break' | undefined;
      if (name === 'if' && inner !== undefined && this.holds(args.join(' '), state)) {
        done = this.rewritten(inner, state);
      } else if (name === 'return') {
        done = this.returned(args, state, block);
      } else if (name === 'set' && args[0] !== undefined) {
        state.set.set(args[0].replace(/^\$/, ''), this.filled(args[1] ?? '', state));
      } else if (name === 'rewrite') {
        done = this.rewrite(args, state, block);
      } else if (name === 'break') {
        done = 'break';
      }
      if (done !== undefined) {
        return done;
      }
    }
    return undefined;
  }

  private returned([first = '', text]: readonly string[], state: State, block: Block): NginxAnswer {
    const status = /^\d{3}$/.test(first) ? Number(first) : 302;
    const target = status === 302 && !/^\d{3}$/.test(first) ? first : text;
    return status >= 301 && status <= 308 && target !== undefined
      ? { status, location: this.absolute(this.filled(target, state), state, block) }
      : { status };
  }

  private rewrite([expression = '', replacement = '', flag]: readonly string[], state: State, block: Block): NginxAnswer | 'last' | 'break' | undefined {
    if (!captured(this.read(expression)?.find(state.path), state)) {
      return undefined;
    }
    const [path, query] = split(replacement);
    const target = this.filled(path, state);
    const args = [...query ? [this.filled(query, state)] : [], ...state.args === '' || replacement.endsWith('?') ? [] : [state.args]].join('&').replace(/\?$/, '');
    const redirects = /^(redirect|permanent)$/.test(flag ?? '') || /^(https?:\/\/|\$scheme)/.test(replacement);
    if (redirects) {
      return { status: flag === 'permanent' ? 301 : 302, location: this.absolute(args === '' ? target : `${target}?${args}`, state, block) };
    }
    [state.path, state.args] = [target, args];
    return flag === 'last' || flag === 'break' ? flag : undefined;
  }

  /** Unless it is told otherwise, nginx makes a whole URL of a path, with the host that was asked for and its own port. */
  private absolute(location: string, state: State, block: Block): string {
    if (!location.startsWith('/') || this.nearest('absolute_redirect', state, block)[0]?.[0] === 'off') {
      return location;
    }
    const host = (state.request.headers.get('host') ?? '').replace(/:\d+$/, '');
    return `http://${host}${state.port === '80' ? '' : `:${state.port}`}${location}`;
  }

  private withErrorPage(answer: NginxAnswer, state: State, block: Block): NginxAnswer | undefined {
    const page = state.inError ? undefined : this.nearest('error_page', state, block).find((args) => args.includes(String(answer.status)));
    if (page === undefined) {
      return answer;
    }
    const target = page[page.length - 1];
    const overwrite = page.find((arg) => arg.startsWith('='));
    if (/^https?:\/\//.test(target)) {
      return { status: 302, location: this.filled(target, state) };
    }
    const inside: State = { ...state, inError: true, set: new Map(state.set), path: target.startsWith('@') ? state.path : normal(split(this.filled(target, state))[0]) };
    const locations = locationsIn(state.server);
    const found = this.inLocation(target.startsWith('@') ? locations.find(({ args }) => args[0] === target) : this.locationFor(inside.path, inside), inside);
    const status = overwrite === undefined ? undefined : Number(overwrite.slice(1)) || found?.status;
    return found === undefined && overwrite !== '=' ? { status: status ?? answer.status } : found && { ...found, status: status ?? (found.location === undefined ? answer.status : found.status) };
  }

  private holds(condition: string, state: State): boolean {
    const [, left = '', operator, right = ''] = /^\(\s*(\S+?)(?:\s+(!?~\*?|!?=)\s+(.*?))?\s*\)$/s.exec(condition) ?? [];
    const value = this.filled(left, state);
    switch (operator) {
      case undefined: return value !== '' && value !== '0' && left.startsWith('$') && value !== left;
      case '=': return value === this.filled(right, state);
      case '!=': return value !== this.filled(right, state);
      default: return captured(this.read(right, operator.endsWith('*'))?.find(value), state) !== operator.startsWith('!');
    }
  }

  private variable(name: string, state: Pick<State, 'set' | 'request' | 'path' | 'args' | 'captures'>): string | undefined {
    const { request: { uri, headers } } = state;
    if (state.set.has(name)) {
      return state.set.get(name);
    }
    if (name.startsWith('http_')) {
      return headers.get(name.slice(5).replace(/_/g, '-')) ?? '';
    }
    switch (name) {
      case 'request_uri': return uri;
      case 'uri': return state.path;
      case 'args':
      case 'query_string': return state.args;
      case 'is_args': return state.args === '' ? '' : '?';
      case 'host': return (headers.get('host') ?? '').replace(/:\d+$/, '');
      default: return name.startsWith('upstream_http_') ? '' : this.mapped(name, state);
    }
  }

  private read(source: string, ignoresCase = false): Expression | undefined {
    const read = readExpression(source, 'PCRE', ignoresCase);
    this.unread ??= read === undefined ? source : undefined;
    return read;
  }

  private locationFor(path: string, { server }: State): NginxDirective | undefined {
    return locationFor(path, locationsIn(server), (expression) => (this.unread ??= expression));
  }

  private mapped(name: string, state: Pick<State, 'set' | 'request' | 'path' | 'args' | 'captures'>): string | undefined {
    const map = this.http.find((each) => each.name === 'map' && each.args[1] === `$${name}`);
    if (map?.block === undefined) {
      return undefined;
    }
    const source = this.filled(map.args[0], state);
    const entries = map.block.map((entry) => ({ key: entry.name, value: entry.args[0] ?? '' }));
    const exact = entries.find(({ key }) => key === source && key !== 'default');
    const matching = entries.find(({ key }) => key.startsWith('~') && this.read(key.replace(/^~\*?/, ''), key.startsWith('~*'))?.test(source) === true);
    return this.filled((exact ?? matching ?? entries.find(({ key }) => key === 'default'))?.value ?? '', state);
  }
}

/** Keeps the groups of an expression where it matches, and says whether it does. */
function captured(found: Found | undefined, state: State): boolean {
  if (found === undefined) {
    return false;
  }
  state.captures = found.groups.map((group) => group ?? '');
  Object.entries(found.named).forEach(([name, value]) => state.set.set(name, value ?? ''));
  return true;
}

/** What answers by itself has no location. */
function locationsIn(server: NginxDirective): Block {
  return locationsOf(server).filter(({ block }) => block !== server.block);
}

function isFollowed(block: Block): boolean {
  return !block.some(({ name }) => OTHER_HANDLERS.test(name));
}

function split(uri: string): [string, string?] {
  const at = uri.indexOf('?');
  return at < 0 ? [uri] : [uri.slice(0, at), uri.slice(at + 1)];
}

/** A path as locations and expressions see it: decoded, without double slashes and dot segments. */
function normal(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const segments: string[] = [];
  for (const segment of decoded.split(/\/+/).slice(1)) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '.') {
      segments.push(segment);
    }
  }
  return `/${segments.join('/')}`;
}
