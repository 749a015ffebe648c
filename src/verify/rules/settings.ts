import type { PathStep } from '../../common/data/json';
import { urlOf } from '../../common/props/checks';
import { slipOf } from '../../common/props/suggestion';
import { unpadded, unreplacedIn } from '../../common/values/placeholder';
import { sharedAudience } from '../../contract/providers/known-providers';
import {
  ADMIN_AUTH_TYPES, AUTH_SERVER_TYPES, CLIENT_DURATIONS, enumValue, FLYTEADMIN_DURATIONS, FLYTEADMIN_PATHS,
  FLYTEADMIN_TYPES, SAME_SITE_POLICIES,
} from '../../contract/union/flyteadmin';
import type { Setting } from '../credentials/config-section';
import { planeOf } from '../credentials/plane';
import { domainMatches } from '../edge/certificate-names';
import { staysInside } from '../edge/cluster-name';
import { hostOfUrl } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { isGoDuration } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { decidingAuthorizations } from '../model/authorization';
import { trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { COOKIE_DOMAIN, signInSettings } from '../model/sign-in-hosts';
import { unionExternalSecrets } from '../model/union-secrets';
import type { Field } from '../read/field';

/** Settings of flyteadmin and clients that are wrong regardless of the rest of the input. */

const enabled = ({ flyteadmins }: Model) => flyteadmins.filter(({ authEnabled }) => authEnabled);

export const authNotEnforced = rule('auth-not-enforced', {
  of: enabled,
  each: ({ config }) => ['auth.disableForHttp', 'auth.disableForGrpc']
    .flatMap((path) => config.get(path) ?? [])
    .filter(({ flag }) => flag === true)
    .map(({ field: at, path }) =>
      ({ at, expected: `no ${path}`, found: `${path}: true, so that any caller passes` })),
});

export const authorizerFailsOpen = rule('authorizer-fails-open', {
  of: (model) => decidingAuthorizations(model, 'External'),
  each({ authorizer }) {
    const failOpen = authorizer.get('authorizer.externalClient.failOpen');
    return failOpen?.flag === true && { at: failOpen.field, expected: 'false', found: 'true' };
  },
});

export const clientGrantInteractive = rule('client-grant-interactive', {
  of: ({ clients }) => clients.filter(({ disabled }) => !disabled),
  // The URLs at which a person signs in.
  each: ({ type: found, kind, config, section }) => ['Pkce', 'DeviceFlow'].includes(found) && {
    at: config.fieldFor(`${section}.${kind === 'union' ? 'type' : 'authType'}`),
    expected: 'ClientSecret',
    found,
  },
});

export const relyingPartyIncomplete = rule('relying-party-incomplete', {
  comesOf: ['config-unreadable'],
  of: (model) => enabled(model).filter(({ config }) => config.complete),
  each({ config }) {
    // There is no default that any provider knows.
    const missing = ['baseUrl', 'clientId'].map((key) => `auth.userAuth.openId.${key}`)
      .filter((path) => config.get(path) === undefined);
    return missing.length > 0 && {
      at: config.fieldFor('auth.userAuth.openId'),
      expected: missing.join(' and '),
      found: 'none',
      values: { missing: missing.join(' and ') },
      lacks: missing.flatMap((path) => path.split('.')),
    };
  },
});

/** Source: OpenID Connect Core, sections 5.4 and 11. */
const STANDARD_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

export const openidScopeMissing = rule('openid-scope-missing', {
  of: (model) => enabled(model).flatMap(({ config }) => config.get('auth.userAuth.openId.scopes') ?? []),
  each({ field: at, texts }) {
    const scopes = texts.flatMap((text) => text.split(/[\s,]+/));
    if (!scopes.includes('openid')) {
      const found = texts.filter(Boolean).join(', ') || 'an empty list';
      return { at, expected: 'openid among the scopes', found };
    }
    return scopes.filter((scope) => !STANDARD_SCOPES.includes(scope)).flatMap((found) => {
      const meant = slipOf(found, STANDARD_SCOPES);
      // A longer name may be a scope of the provider's own.
      const expected = `${meant}, as it is called`;
      return meant === undefined || found.startsWith(meant) ? []
        : [{ at, expected, found, headline: 'misspelt', values: { scope: meant } }];
    });
  },
});

export const cookieDomainMismatch = rule('cookie-domain-mismatch', {
  of: (model) => signInSettings(model, COOKIE_DOMAIN),
  each: ({ setting, hosts }) => setting?.text !== undefined && setting.text !== ''
    && !hosts.some((host) => domainMatches(host, setting.text!))
    && {
      at: setting.field,
      expected: `no domain, or one that includes ${hosts.join(' or ')}`,
      found: setting.text,
      values: { hosts: hosts.join(', ') },
      comparedWith: hosts,
    },
});

/**
 * Browsers send strict cookies only within a site: two hosts that share the last two labels are certainly one
 * site.
 */
const siteOf = (host: string) => host.toLowerCase().split('.').slice(-2).join('.');

export const sessionCookieStrict = rule('session-cookie-strict', {
  of: (model) => signInSettings(model, 'auth.userAuth.cookieSetting.sameSitePolicy'),
  each({ flyteadmin, setting, hosts }) {
    const provider = hostOfUrl(flyteadmin.issuer?.text ?? '');
    return setting !== undefined && provider !== undefined
      && enumValue(SAME_SITE_POLICIES, setting.text ?? '') === 'StrictMode'
      && !hosts.some((host) => siteOf(host) === siteOf(provider))
      && {
        at: setting.field,
        expected: `LaxMode, as ${provider} is another site than ${hosts.join(' or ')}`,
        found: 'StrictMode',
        values: { provider },
        comparedWith: [provider, ...hosts],
      };
  },
});

/** Pages that start, resume or end a session and show nothing. */
const { login, callback, logout } = FLYTEADMIN_PATHS;

const NO_PAGES: readonly string[] = [login, callback, logout];

export const redirectUrlElsewhere = rule('redirect-url-elsewhere', {
  of: (model) => signInSettings(model, 'auth.userAuth.redirectUrl'),
  each({ setting, hosts }) {
    const found = setting?.text ?? '';
    // Relative URLs belong to the current host.
    const isRelative = /^\/(?!\/)/.test(found);
    const url = urlOf(isRelative ? `https://${hosts[0]}${found}` : found);
    if (setting === undefined || !['https:', 'http:'].includes(url?.protocol ?? '')) {
      return undefined;
    }
    if (!isRelative && !hosts.some((each) => each.toLowerCase() === url!.hostname)) {
      const expected = `a path, or a page on ${hosts.join(' or ')}`;
      return { at: setting.field, expected, found, comparedWith: hosts };
    }
    return NO_PAGES.includes(url!.pathname.replace(/\/+$/, ''))
      && { at: setting.field, expected: 'a page that shows something, such as /console', found };
  },
});

/** Those of `union.auth` are Union's own and have unknown values. */
const ENUMS = [
  ['auth.appAuth.authServerType', AUTH_SERVER_TYPES],
  ['auth.userAuth.cookieSetting.sameSitePolicy', SAME_SITE_POLICIES],
] as const;

/** The required format of a text by its type. */
const READ_AS = {
  flag: { holds: (text: string) => /^(?:1|t|true|0|f|false)$/i.test(text), expected: 'true or false' },
  proxy: {
    holds: (text: string) => /^[a-z][\w+.-]*:\/\/[^/]/i.test(text),
    expected: 'a URL, such as http://proxy:3128',
  },
  scopes: { holds: (text: string) => !/[\s,]/.test(text.trim()), expected: 'a list with an entry for each' },
  // A client ID, which may be an audience, may contain a comma.
  audiences: {
    holds: (text: string) => !/\s|,.*:\/\//.test(text.trim()), expected: 'a list with an entry for each',
  },
  header: { holds: (text: string) => text === text.toLowerCase(), expected: 'the header in small letters' },
};

export const enumInvalid = rule('enum-invalid', {
  of: ({ flyteadmins, clients }) => [
    ...flyteadmins.flatMap(({ config }) => ENUMS.map(([path, values]) => ({
      setting: config.get(path),
      values,
      // The empty text reads as the first value, which contradicts its sibling.
      misleads: values === AUTH_SERVER_TYPES
        && Boolean(config.text('auth.appAuth.externalAuthServer.baseUrl')),
    }))),
    ...clients.filter(({ kind }) => kind !== 'union')
      .map((client) => ({ setting: client.setting('authType'), values: ADMIN_AUTH_TYPES, misleads: false })),
    ...flyteadmins.flatMap(({ config }) => Object.entries(READ_AS).flatMap(([type, as]) =>
      FLYTEADMIN_TYPES[type as keyof typeof READ_AS].flatMap((path) =>
        (config.get(path)?.items ?? []).map((setting) => ({ setting, as, values: [], misleads: false }))))),
  ].filter(({ setting }) => setting?.text !== undefined && unreplacedIn(setting.text) === undefined),
  each({ setting, values, misleads, ...read }) {
    const text = setting!.text!;
    if ('as' in read) {
      const { holds, expected } = read.as;
      return text !== '' && !holds(text) && { at: setting!.field, expected, found: text };
    }
    return (text === '' ? misleads : !values.includes(enumValue(values, text) as never)) && {
      at: setting!.field,
      expected: `one of ${values.join(', ')}`,
      found: text === '' ? `an empty text, which means ${values[0]}` : text,
    };
  },
});

export const audienceShared = rule('audience-shared', {
  of: (model) => model.flyteadmins.filter((each) => trustsProvider(each) && each.audiences.length > 0),
  each: ({ config, audiences }) => audiences.filter((audience) => sharedAudience(audience) !== undefined)
    .map((audience) => ({
      at: config.fieldFor('auth.appAuth.externalAuthServer.allowedAudience'),
      expected: 'an audience that only tokens for this deployment have',
      found: `${audience}: ${sharedAudience(audience)}`,
      values: { audience },
    })),
});

const absolute = (setting: Setting | undefined) => (setting?.text?.includes('://') ? setting : undefined);

export const issuerInsecure = rule('issuer-insecure', {
  of: ({ flyteadmins, clients }) => [
    ...flyteadmins.flatMap(({ config, authServerType, issuer }) => [
      issuer,
      config.get('auth.userAuth.openId.issuerUrl'),
      ...authServerType !== 'External' ? [] : [
        config.get('auth.appAuth.externalAuthServer.baseUrl'),
        // It is usually relative to the issuer.
        absolute(config.get('auth.appAuth.externalAuthServer.metadataUrl')),
      ],
    ]),
    ...clients.filter(({ usesClientSecret }) => usesClientSecret)
      .flatMap((client) => [client.tokenUrl, client.setting('authorizationServerUrl')]),
  ].flatMap((setting) =>
    (setting?.text?.trim() && unreplacedIn(setting.text) === undefined ? [setting] : [])),
  each({ field: at, text = '' }) {
    const bare = unpadded(text);
    const [, scheme, host] = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(bare) ?? [];
    const kind = scheme?.toLowerCase();
    const isFine = kind === 'https' || (kind === 'http' && staysInside(host));
    const shown = bare.replace(/^([^/?#]*\/\/)?[^/?#@]*@/, '$1…@');
    const found = scheme === undefined ? `${shown}, which has no scheme` : shown;
    return !isFine && { at, expected: 'an https URL', found };
  },
});

interface Duration {
  readonly at: Field;
  readonly value: unknown;
  /** The reader; readers differ in how they read a bare number. */
  readonly reader: 'service' | 'External Secrets';
}

export const durationUnitless = rule('duration-unitless', {
  of(model): Duration[] {
    const settled = [
      ...model.flyteadmins.flatMap(({ config }) => FLYTEADMIN_DURATIONS.map((path) => config.get(path))),
      ...model.clients.flatMap(({ config, section }) =>
        CLIENT_DURATIONS.map((path) => config.get(`${section}.${path}`))),
    ];
    return [
      ...settled.filter((setting) => setting !== undefined)
        .map(({ field, value }) => ({ at: field, value, reader: 'service' as const })),
      ...model.externalSecrets.map((externalSecret) => ({
        at: externalSecret.field('refreshInterval'),
        value: externalSecret.at('refreshInterval'),
        reader: 'External Secrets' as const,
      })),
    ].filter(
      ({ value }) =>
        ['number', 'string', 'boolean'].includes(typeof value)
        && !(typeof value === 'string' && unreplacedIn(value) !== undefined),
    );
  },
  each({ at, value, reader }) {
    const found = durationFault(value, reader);
    return found !== undefined && { at, expected: 'a duration with a unit, such as 5m', found };
  },
});

function durationFault(value: unknown, reader: Duration['reader']): string | undefined {
  if (typeof value === 'number') {
    const ofService = value === 0 ? undefined : `the number ${value}, which counts nanoseconds`;
    return reader === 'External Secrets' ? `the number ${value}` : ofService;
  }
  // A service reads the empty text as zero; the API server refuses it.
  const isFine = typeof value === 'string' && ((value === '' && reader === 'service') || isGoDuration(value));
  return isFine ? undefined : String(value) || 'an empty text';
}

/** Maps in which the API server accepts only texts: labels and annotations, of the object and of its pods. */
const MAPS: readonly (readonly PathStep[])[] = [[], ['spec', 'template']].flatMap((way) =>
  ['annotations', 'labels'].map((map) => [...way, 'metadata', map]));

function unquoted(object: KubeObject, map: readonly PathStep[]): Violation[] {
  return Object.entries(object.objectAt(...map)).flatMap(([key, value]) =>
    (typeof value === 'boolean' || typeof value === 'number' ? [{
      at: object.field(...map, key),
      expected: `a text in quotes: "${value}"`,
      found: `the ${typeof value} ${value}`,
    }] : []));
}

export const textUnquoted = rule('text-unquoted', {
  /** Objects that guard Union, run it or deliver its secrets, with labels or annotations. */
  of(model): KubeObject[] {
    const objects = [
      ...model.routeObjects,
      ...model.workloads.filter((workload) => planeOf(workload) !== undefined).map(({ object }) => object),
      ...unionExternalSecrets(model).map(({ object }) => object),
    ];
    return [...new Set(objects)].filter((object) =>
      MAPS.some((map) => Object.keys(object.objectAt(...map)).length > 0));
  },
  each: (object) => MAPS.flatMap((map) => unquoted(object, map)),
});
