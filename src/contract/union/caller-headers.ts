/**
 * What request headers do to whom a caller is taken for: at flyteadmin, and at the services behind a guard.
 * No edge may let a caller decide it, so every edge, its gate, the verifier's rules, doctor and the
 * end-to-end suites take their lists from here.
 *
 * Read one by one in flyteadmin v1.16.1 (`auth/`, `pkg/server/service.go`), grpc-gateway v2.19.0
 * (`runtime/context.go`, `runtime/mux.go`), which is its HTTP port, and go-grpc-middleware v1.4.0
 * (`auth/metadata.go`, `util/metautils`).
 */

/** What a header does where a service reads it. */
export enum HeaderEffect {
  /** It proves who the caller is, and is checked. */
  CREDENTIAL = 'credential',
  /**
   * It is a credential that no edge knows of: a cache of answers whose key leaves it out serves everyone.
   */
  HIDDEN_CREDENTIAL = 'hidden-credential',
  /** It states who the caller is, and is believed. */
  IDENTITY = 'identity',
  /** It chooses for which of flyteadmin's addresses a token must be meant. */
  AUDIENCE = 'audience',
  /** It chooses whether the switches for HTTP or those for gRPC say that authentication is off. */
  ENFORCEMENT = 'enforcement',
  /** It changes nothing about who the caller is. */
  NONE = 'none',
}

/** Where a header is read. */
type HeaderReader = 'flyteadmin-http' | 'flyteadmin-grpc' | 'services';

/** A request header, and what it does. */
export interface CallerHeader {
  /** As HTTP spells it. With an asterisk at its end: every header that starts so. */
  readonly name: string;
  readonly readBy: HeaderReader;
  readonly effect: HeaderEffect;
  /** Where that was read. */
  readonly source: string;
}

/**
 * With this in front of its name a header becomes metadata of the gRPC call that `/me` and every other HTTP
 * path of flyteadmin is turned into, and its value is before what flyteadmin adds: of several values the
 * first counts.
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

/** What flyteadmin's HTTP port reads by itself. */
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

/**
 * Headers by which services are told who the caller is: an edge passes on what `/me` answers under these
 * names.
 */
const STATED: readonly Read[] = [
  { name: 'X-User-Subject', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Identitytype', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Preferred-Username', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Token', effect: IDENTITY, source: ANNOTATION },
  { name: 'X-User-Claim-Userhandle', effect: IDENTITY, source: SNIPPET },
  { name: 'X-User-Claim-Groups', effect: IDENTITY, source: SNIPPET },
];

/** `/me` answers one for each claim of the token, whatever its name. */
const CLAIM_PREFIX = 'X-User-Claim-';

/** Every header that is read, and by whom. */
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

/** All of a caller's request that an edge may show `/me`: where it accepts a credential. */
export const CREDENTIAL_HEADERS: readonly string[] =
  namesOf((header) => header.readBy === 'flyteadmin-http' && header.effect === CREDENTIAL);

/** Identity headers that `/me` answers, that charts pass on, and that services trust. */
export const IDENTITY_HEADERS: readonly string[] = STATED.map(({ name }) => name);

/** Those of them that every release passes on, on each guarded route. */
export const ANNOTATED_HEADERS: readonly string[] =
  STATED.filter(({ source }) => source === ANNOTATION).map(({ name }) => name);

/** What no one but flyteadmin's own HTTP port has to say: no caller may send it, whatever the route. */
export const METADATA_HEADERS: readonly string[] = namesOf(({ name, effect, readBy: reader }) =>
  ![CREDENTIAL, NONE].includes(effect) && !name.endsWith('*')
  && (name.startsWith(METADATA_PREFIX) || (reader === 'flyteadmin-grpc' && effect !== AUDIENCE)));

/**
 * Claims by which software goes that wants to know who someone is (OpenID Connect Core, section 5.1; roles
 * by custom).
 */
const CLAIMS_ABOUT_PEOPLE =
  ['Name', 'Given-Name', 'Family-Name', 'Nickname', 'Email', 'Email-Verified', 'Roles'];

/**
 * The headers that an edge must not let a client set, for those that take names alone. No such list of claims
 * is complete: an edge that can take whole prefixes takes `GUARDED_PREFIXES` besides.
 */
export const GUARDED_HEADERS: readonly string[] = [
  ...IDENTITY_HEADERS,
  ...CLAIMS_ABOUT_PEOPLE.map((claim) => `${CLAIM_PREFIX}${claim}`),
  ...METADATA_HEADERS,
];

/** No caller may send a header that begins so. `X-User-Agent` (gRPC-Web) does not. */
export const GUARDED_PREFIXES: readonly string[] = [METADATA_PREFIX, CLAIM_PREFIX];

/**
 * All of them, in either spelling of the dash, as Go writes names: a capital at the start and after a dash.
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

/** The Lua filters of ours. The verifier knows them by their text: what others do in Lua no one reads. */

const LISTED = GUARDED_HEADERS.map((name) => name.toLowerCase());
const PREFIXES = GUARDED_PREFIXES.map((prefix) => prefix.toLowerCase());

/** Behind a guard, which has set what its list names: takes every other header that no caller may send. */
export const TAKES_UNLISTED =
  script(LISTED.filter((name) => PREFIXES.some((prefix) => name.startsWith(prefix))), []);

/** Where no guard is: takes every header that no caller may send. */
export const TAKES_ALL =
  script([], LISTED.filter((name) => !PREFIXES.some((prefix) => name.startsWith(prefix))));

/** Envoy knows names in lower case, and lets none go while it shows them. */
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
