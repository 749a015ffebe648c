/**
 * How request headers affect the identity of a caller, in flyteadmin and in the services behind a guard. No
 * edge may let a caller choose it, so edges, gates, rules, `doctor` and the end-to-end suites use these
 * lists.
 *
 * Read in flyteadmin v1.16.1 (`auth/`, `pkg/server/service.go`), grpc-gateway v2.19.0 (`runtime/context.go`,
 * `runtime/mux.go`), which is its HTTP port, and go-grpc-middleware v1.4.0 (`auth/metadata.go`,
 * `util/metautils`).
 */

/** The effect of a header in a service that reads it. */
export enum HeaderEffect {
  /** It proves who the caller is, and is checked. */
  CREDENTIAL = 'credential',
  /** A credential that edges do not know: a cache whose key omits it serves the answer to everyone. */
  HIDDEN_CREDENTIAL = 'hidden-credential',
  /** It states who the caller is, and is trusted. */
  IDENTITY = 'identity',
  /** It selects which of flyteadmin's addresses must be the audience of a token. */
  AUDIENCE = 'audience',
  /** It selects whether the HTTP or the gRPC setting disables authentication. */
  ENFORCEMENT = 'enforcement',
  /** It does not affect the caller's identity. */
  NONE = 'none',
}

/** The reader of a header. */
type HeaderReader = 'flyteadmin-http' | 'flyteadmin-grpc' | 'services';

/** A request header and its effect. */
export interface CallerHeader {
  /** In HTTP's spelling. A trailing asterisk means every header with this prefix. */
  readonly name: string;
  readonly readBy: HeaderReader;
  readonly effect: HeaderEffect;
  /** Source of the fact. */
  readonly source: string;
}

/**
 * A header with this prefix becomes metadata of the gRPC call behind `/me` and every other HTTP path of
 * flyteadmin. Its value comes before those of flyteadmin, and the first value applies.
 *
 * Source: grpc-gateway v2.19.0, `runtime/context.go` (`annotateContext`) and `runtime/mux.go`
 * (DefaultHeaderMatcher).
 */
export const METADATA_PREFIX = 'Grpc-Metadata-';

type Read = Omit<CallerHeader, 'readBy'>;

const { CREDENTIAL, HIDDEN_CREDENTIAL, IDENTITY, AUDIENCE, ENFORCEMENT, NONE } = HeaderEffect;

/** Metadata that flyteadmin reads from a gRPC call, besides credentials. */
const METADATA: readonly Read[] = [
  {
    name: 'Userinfo-Bin',
    effect: IDENTITY,
    source: 'auth/token.go:109; /me states its subject, auth/handlers.go:538',
  },
  { name: 'X-Forwarded-Host', effect: AUDIENCE, source: 'auth/handler_utils.go:86' },
  { name: 'From_http', effect: ENFORCEMENT, source: 'auth/handlers.go:301' },
  { name: 'X-Request-Id', effect: NONE, source: 'pkg/server/service.go:312: a name for logs' },
];

/** Credentials in metadata. */
const METADATA_CREDENTIALS: readonly Read[] = ['Authorization', 'Flyte-Authorization'].map((name) =>
  ({ name, effect: CREDENTIAL, source: 'auth/handlers.go:266; go-grpc-middleware auth/metadata.go' }));

/** Headers that flyteadmin's HTTP port itself reads. */
const HTTP: readonly Read[] = [
  { name: 'Cookie', effect: CREDENTIAL, source: 'auth/handlers.go:357' },
  {
    name: 'Authorization',
    effect: CREDENTIAL,
    source: 'auth/handlers.go:418; grpc-gateway runtime/context.go',
  },
  { name: 'Flyte-Authorization', effect: CREDENTIAL, source: 'auth/handlers.go:367' },
  { name: 'Host', effect: AUDIENCE, source: 'auth/handler_utils.go:52' },
  { name: 'X-Forwarded-Host', effect: AUDIENCE, source: 'grpc-gateway runtime/context.go' },
  { name: 'X-Forwarded-For', effect: NONE, source: 'grpc-gateway runtime/context.go; nothing reads it' },
  { name: 'X-Request-Id', effect: NONE, source: 'pkg/server/service.go:327: a name for logs' },
  {
    name: 'Grpc-Timeout',
    effect: NONE,
    source: 'grpc-gateway runtime/context.go: ends the caller\'s own call',
  },
  {
    name: 'X-Http-Method-Override',
    effect: NONE,
    source: 'grpc-gateway runtime/mux.go: in a POST of a form',
  },
];

const ANNOTATION = 'controlplane chart 2026.8.3, ingress.protectedIngressAnnotations';
const SNIPPET = 'controlplane chart 2026.8.3, the snippet of ingress.protectedIngressAnnotationsGrpc';

/** Headers with the caller's identity for services: an edge copies them from the answer of `/me`. */
const STATED: readonly Read[] = [
  { name: 'X-User-Subject', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Identitytype', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Preferred-Username', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Token', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Userhandle', effect: IDENTITY, source: SNIPPET },
  { name: 'X-User-Claim-Groups', effect: IDENTITY, source: SNIPPET },
];

/** `/me` answers one header for each claim of the token. */
const CLAIM_PREFIX = 'X-User-Claim-';

/** Every header that is read, with its readers. */
export const CALLER_HEADERS: readonly CallerHeader[] = [
  ...readBy('flyteadmin-http', [
    ...HTTP,
    ...METADATA.map(prefixed),
    ...METADATA_CREDENTIALS.map((read) => ({ ...prefixed(read), effect: HIDDEN_CREDENTIAL })),
    {
      name: `${METADATA_PREFIX}*`,
      effect: IDENTITY,
      source: 'a build of flyteadmin may read more than 1.16.1 does',
    },
  ]),
  ...readBy('flyteadmin-grpc', [...METADATA, ...METADATA_CREDENTIALS]),
  ...readBy('services', [
    ...STATED,
    { name: `${CLAIM_PREFIX}*`, effect: IDENTITY, source: 'auth/handlers.go:526' },
    ...STATED.map(prefixed),
  ]),
];

/** The only headers of a caller that an edge may forward to `/me`: those with credentials. */
export const CREDENTIAL_HEADERS: readonly string[] =
  namesOf((header) => header.readBy === 'flyteadmin-http' && header.effect === CREDENTIAL);

/** Identity headers in the answer of `/me` that charts forward and services trust. */
export const IDENTITY_HEADERS: readonly string[] = STATED.map(({ name }) => name);

/** Those that every release forwards on each guarded route. */
export const ANNOTATED_HEADERS: readonly string[] =
  STATED.filter(({ source }) => source === ANNOTATION).map(({ name }) => name);

/** Headers that only flyteadmin's own HTTP port may set: no caller may send them on any route. */
export const METADATA_HEADERS: readonly string[] = namesOf(({ name, effect, readBy: reader }) =>
  ![CREDENTIAL, NONE].includes(effect) && !name.endsWith('*')
  && (name.startsWith(METADATA_PREFIX) || (reader === 'flyteadmin-grpc' && effect !== AUDIENCE)));

/** Usual claims about people (OpenID Connect Core, section 5.1; roles by convention). */
const CLAIMS_ABOUT_PEOPLE =
  ['Name', 'Given-Name', 'Family-Name', 'Nickname', 'Email', 'Email-Verified', 'Roles'];

/**
 * The headers that a client must not set, for edges that match names only. The list of claims cannot be
 * complete, so edges that match prefixes also use `GUARDED_PREFIXES`.
 */
export const GUARDED_HEADERS: readonly string[] = [
  ...IDENTITY_HEADERS,
  ...CLAIMS_ABOUT_PEOPLE.map((claim) => `${CLAIM_PREFIX}${claim}`),
  ...METADATA_HEADERS,
];

/** No caller may send a header with this prefix, except `X-User-Agent` (gRPC-Web). */
export const GUARDED_PREFIXES: readonly string[] = [METADATA_PREFIX, CLAIM_PREFIX];

/**
 * A pattern for all of them, with dash or underscore, in Go's spelling: a capital at the start and after a
 * dash.
 */
export const GUARDED_HEADERS_PATTERN = '^(X[-_][Uu]ser[-_]([Ss]ubject$|[Tt]oken$|[Cc]laim[-_])'
  + '|Grpc[-_][Mm]etadata[-_]|Userinfo[-_][Bb]in$|From[-_][Hh]ttp$)';

function readBy(reader: HeaderReader, headers: readonly Read[]): CallerHeader[] {
  return headers.map((read) => ({ ...read, readBy: reader }));
}

function prefixed(read: Read): Read {
  return { ...read, name: `${METADATA_PREFIX}${read.name}` };
}

function namesOf(which: (header: CallerHeader) => boolean): string[] {
  return [...new Set(CALLER_HEADERS.filter(which).map(({ name }) => name))];
}

/** Our Lua filters. `verify` recognizes them by their text, as it does not parse other Lua. */

const LISTED = GUARDED_HEADERS.map((name) => name.toLowerCase());
const PREFIXES = GUARDED_PREFIXES.map((prefix) => prefix.toLowerCase());

/**
 * Behind a guard, which has set the headers in its list: removes all other headers that callers must not
 * send.
 */
export const TAKES_UNLISTED =
  script(LISTED.filter((name) => PREFIXES.some((prefix) => name.startsWith(prefix))), []);

/** Without a guard: removes all headers that callers must not send. */
export const TAKES_ALL =
  script([], LISTED.filter((name) => !PREFIXES.some((prefix) => name.startsWith(prefix))));

/** Envoy uses lower-case names, and cannot remove headers during iteration. */
function script(kept: readonly string[], others: readonly string[]): string {
  return `local starts = {${listed(PREFIXES)}}
local kept = {${kept.map((name) => `["${name}"] = true`).join(', ')}}
local taken = {${listed(others)}}
function envoy_on_request(handle)
  local headers, found = handle:headers(), {}
  for name in pairs(headers) do
    for _, start in ipairs(starts) do
      if string.sub(name, 1, #start) == start and not kept[name] then
        found[#found + 1] = name
      end
    end
  end
  for _, name in ipairs(found) do headers:remove(name) end
  for _, name in ipairs(taken) do headers:remove(name) end
end
`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
