import { Secret } from '../../src/doctor/ask/secret';
import type { Finding } from '../../src/verify/engine/finding';
import { config, FileChange, NGINX } from '../../test/doctor/_faults';
import type { Body } from './_patient';
import { UNION_HOST } from './_world';

/** The edit of the deployment's files that a rule's remedy describes. */
export interface Edit {
  /** The part of the remedy that `apply` does. */
  readonly says: RegExp;
  apply(body: Body, finding: Finding): void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;

const CONTROL_PLANE_PORTS = { http: 80, grpc: 81 } as const;
const SIGN_IN = `https://${UNION_HOST}/login?redirect_url=$escaped_request_uri`;
/** The URL of the emitted Ingresses; cluster-internal names do not resolve on this machine otherwise. */
const GUARD = 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me';

const auth = (edit: (auth: Json, finding: Finding) => void) => (body: Body, finding: Finding) =>
  config((all) => edit(all.auth as Json, finding))(body);
const flyteClient = (edit: (client: Json) => void) => auth((it) => edit(((it.appAuth as Json).thirdPartyConfig ??= {}).flyteClient ??= {}));

/** Edits the annotations of the Ingresses with this name. */
function annotated(name: RegExp, edit: (all: Record<string, string>) => void): (body: Body) => void {
  return ({ ingresses }) => ingresses.filter(({ metadata }) => name.test(metadata.name))
    .forEach(({ metadata }) => edit((metadata.annotations ??= {}) as Record<string, string>));
}

/** Routes paths to flyteadmin without a guard. */
function routed(kind: keyof typeof CONTROL_PLANE_PORTS, ...paths: readonly string[]): (body: Body) => void {
  const ingress = { http: 'controlplane', grpc: 'controlplane-grpc' }[kind];
  return ({ ingresses }) => {
    const { spec } = ingresses.find(({ metadata }) => metadata.name === ingress)!;
    const [{ http }] = spec.rules as { http: { paths: object[] } }[];
    const service = { name: 'flyteadmin', port: { number: CONTROL_PLANE_PORTS[kind] } };
    http.paths.push(...paths.map((path) => ({ path: `/(${path})`, pathType: 'ImplementationSpecific', backend: { service } })));
  };
}

const toFlyteadmin = (path: string): Edit => ({ says: new RegExp(`Route ${path} .*to flyteadmin, port 80, without a guard`), apply: routed('http', path.slice(1)) });
const authMetadata: Edit = {
  says: /Route flyteidl\.service\.AuthMetadataService and flyteidl2\.auth\.AuthMetadataService .*\/\.well-known and \/config .*without a guard/,
  apply: (body) => {
    routed('grpc', 'flyteidl\\.service\\.AuthMetadataService/.*', 'flyteidl2\\.auth\\.AuthMetadataService/.*')(body);
    routed('http', '\\.well-known/.*', 'config/.*')(body);
  },
};
const authorizedUris: Edit = {
  says: /Put the public URL first into auth\.authorizedUris, with https and without a path/,
  apply: auth((it) => void (it.authorizedUris = [`https://${UNION_HOST}`])),
};
const tokenHeaders = auth((it) => Object.assign(it, { grpcAuthorizationHeader: 'flyte-authorization', httpAuthorizationHeader: 'flyte-authorization' }));
const signInUrl: Edit['apply'] = annotated(/protected$|dataproxy|usage/, (all) => Object.assign(all, {
  [`${NGINX}auth-signin`]: SIGN_IN, [`${NGINX}auth-signin-redirect-param`]: 'redirect_url',
}));

/** The edits by rule. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'live-host-unserved': {
    says: /Compare the hosts of the routes with the host that people use/,
    apply: ({ ingresses }) => ingresses.forEach(({ spec }) => (spec.rules as Json[]).forEach((rule) => (rule.host = UNION_HOST))),
  },
  'live-healthcheck-not-open': toFlyteadmin('/healthcheck'),
  'live-me-guarded': toFlyteadmin('/me'),
  'live-login-guarded': toFlyteadmin('/login'),
  'live-callback-blocked': toFlyteadmin('/callback'),
  'live-auth-metadata-guarded': authMetadata,
  'live-grpc-broken': {
    says: /nginx\.ingress\.kubernetes\.io\/backend-protocol: GRPC on Ingresses for gRPC/,
    apply: annotated(/grpc/, (all) => void (all[`${NGINX}backend-protocol`] = 'GRPC')),
  },
  'live-guard-failing': {
    says: /Let the guard ask/,
    apply: annotated(/protected|dataproxy|usage/, (all) => void (all[`${NGINX}auth-url`] = GUARD)),
  },
  'live-browser-not-redirected': {
    says: /Give the guard of the HTTP routes the sign-in URL https:\/\/<domain>\/login\?redirect_url=/,
    apply: signInUrl,
  },
  'live-sign-in-target': {
    says: /Set the sign-in URL to https:\/\/<domain>\/login\?redirect_url=\$escaped_request_uri, and auth-signin-redirect-param: redirect_url/,
    apply: signInUrl,
  },
  'live-sign-in-refused': { says: /sign-in URL .*\$escaped_request_uri/, apply: signInUrl },
  'live-grpc-redirected': {
    says: /Remove the sign-in URL from the guard of gRPC routes/,
    apply: annotated(/protected-grpc/, (all) => void delete all[`${NGINX}auth-signin`]),
  },
  'live-route-open': {
    says: /ingress-nginx: auth-url on the Ingress/,
    apply: (body) => {
      annotated(/protected|dataproxy|usage/, (all) => void (all[`${NGINX}auth-url`] = GUARD))(body);
      signInUrl(body, undefined as never);
    },
  },
  'live-gateway-cut': {
    says: /Add 0\.0\.0\.0 to NO_PROXY of flyteadmin/,
    apply: (body) => void (body.environment = Object.fromEntries(Object.entries(body.environment!).map(([name, value]) => (
      /no_proxy/i.test(name) ? [name, `${value},0.0.0.0`] : [name, value])))),
  },
  'live-use-auth-off': {
    says: /Set server\.security\.useAuth: true/,
    apply: config(({ server }) => void ((server as Json).security.useAuth = true)) as FileChange,
  },
  'live-me-open': {
    says: /remove auth\.disableForHttp and auth\.disableForGrpc from its config/,
    apply: auth((it) => {
      delete it.disableForHttp;
      delete it.disableForGrpc;
    }),
  },
  'live-login-client': {
    says: /Set auth\.userAuth\.openId\.clientId to the client ID of the web application/,
    apply: auth((it) => void (it.userAuth.openId.clientId = 'union-web')),
  },
  'live-client-unregistered': {
    says: /Copy the client ID from the provider into flyteadmin's config \(web application: auth\.userAuth\.openId\.clientId; native: auth\.appAuth\.thirdPartyConfig\.flyteClient\.clientId\)/,
    apply: (body, finding) => (/the web application/.test(finding.expected)
      ? auth((it) => void (it.userAuth.openId.clientId = 'union-web'))
      : flyteClient((it) => void (it.clientId = 'union-native')))(body, finding),
  },
  'live-web-exchange-refused': {
    says: /Store the secret of the web application again/,
    apply: (body) => void delete body.webSecret,
  },
  'live-login-redirect-uri': authorizedUris,
  'live-token-audience': {
    says: /without a trailing slash, and add the audience of the token to auth\.appAuth\.externalAuthServer\.allowedAudience/,
    apply: auth((it) => {
      it.authorizedUris = (it.authorizedUris as string[]).map((uri) => uri.replace(/\/$/, ''));
      (it.appAuth.externalAuthServer.allowedAudience ??= []).push(`https://${UNION_HOST}`);
    }),
  },
  'live-login-scope': {
    says: /Set auth\.userAuth\.openId\.scopes to \[profile, openid\]/,
    apply: auth((it) => void (it.userAuth.openId.scopes = ['profile', 'openid'])),
  },
  'live-sign-in-denied': {
    says: /Remove a scope that the provider does not have from auth\.userAuth\.openId\.scopes/,
    apply: auth((it) => void (it.userAuth.openId.scopes = ['profile', 'openid'])),
  },
  'live-native-client': {
    says: /Set auth\.appAuth\.thirdPartyConfig\.flyteClient\.clientId to the client ID of the native application/,
    apply: flyteClient((it) => void (it.clientId = 'union-native')),
  },
  'live-native-redirect-uri': {
    says: /flyteClient\.redirectUri to http:\/\/localhost:53593\/callback/,
    apply: flyteClient((it) => void (it.redirectUri = 'http://localhost:53593/callback')),
  },
  'live-native-scopes': { says: /flyteClient\.scopes to \[all\]/, apply: flyteClient((it) => void (it.scopes = ['all'])) },
  'live-api-key-scopes': {
    says: /Remove offline_access from auth\.appAuth\.thirdPartyConfig\.flyteClient\.scopes/,
    apply: flyteClient((it) => void (it.scopes = (it.scopes as string[]).filter((scope) => scope !== 'offline_access'))),
  },
  'live-token-header': { says: /Set auth\.grpcAuthorizationHeader and auth\.httpAuthorizationHeader to flyte-authorization/, apply: tokenHeaders },
  'live-token-header-dropped': { says: /set both header settings of flyteadmin to it/, apply: tokenHeaders },
  'live-session-cookie-refused': {
    says: /Set auth\.userAuth\.cookieSetting\.domain to the host or remove it/,
    apply: auth((it) => void delete it.userAuth.cookieSetting.domain),
  },
  'live-session-cookie-strict': {
    says: /Set auth\.userAuth\.cookieSetting\.sameSitePolicy to LaxMode/,
    apply: auth((it) => void (it.userAuth.cookieSetting.sameSitePolicy = 'LaxMode')),
  },
  'live-callback-too-large': {
    says: /proxy-buffer-size: 32k on the Ingress of the sign-in/,
    apply: annotated(/^controlplane/, (all) => void (all[`${NGINX}proxy-buffer-size`] = '32k')),
  },
  'live-client-endpoint': {
    says: /Set admin\.endpoint: dns:\/\/\/<domain> and insecure: false in the file/,
    apply: (body) => void (body.client = { ...body.client, endpoint: { host: UNION_HOST, insecure: false } }),
  },
  'live-client-rejected': {
    says: /store the secret again/,
    apply: (body) => {
      const { clientId } = body.client.credentials!;
      body.client = { ...body.client, credentials: { ...body.client.credentials!, clientSecret: new Secret(body.secrets[clientId]) } };
    },
  },
  'live-client-scope': {
    says: /request only scopes that client credentials may have/,
    apply: (body) => void (body.client = { ...body.client, credentials: { ...body.client.credentials!, scopes: ['all'] } }),
  },
};

/** What removes a fault: an edit of the deployment's files, a change at the provider, or a change around the deployment. */
export type Cure = 'edit' | 'provider' | 'hand';

/** The cure of a fault, by what it has changed. */
export function cureOf(faulty: Body, healthy: Body, rule: string): Cure {
  if (faulty.atProvider) {
    return 'provider';
  }
  const isAround = faulty.nginx !== healthy.nginx || faulty.certificate !== healthy.certificate || !faulty.trusted || faulty.withoutFlyteadmin;
  return !isAround && rule in EDITS ? 'edit' : 'hand';
}
