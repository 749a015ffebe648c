import { grouped, oncePer } from '../../common/data/collections';
import { isObject, JsonObject } from '../../common/data/json';
import { KnownProvider } from '../../contract/providers/known-provider';
import { clientOfSubject, providerOf } from '../../contract/providers/known-providers';
import { AUTHORIZATION_MODES, AUTHORIZER, AuthorizationMode } from '../../contract/union/authorizer';
import type { Setting } from '../credentials/config-section';
import type { ServiceConfig } from '../credentials/service-config';
import { Home, homeKey } from '../kube/home';
import { nearby, nearIn } from '../kube/home-index';
import { asText, asTexts } from '../kube/json-access';
import { chartName } from '../kube/renamed';
import type { Model } from './model';

/**
 * The authorizer of a control plane, and the services that query it (controlplane: `services.authorizer`).
 */
export class Authorization {
  public constructor(
    public readonly authorizer: ServiceConfig,
    /** The other services of its plane that query it, or should. */
    public readonly services: readonly ServiceConfig[],
  ) {}

  public get home(): Home {
    return this.authorizer.container.workload;
  }

  /** Undefined for an unknown type. */
  public get mode(): AuthorizationMode | undefined {
    return AUTHORIZATION_MODES[this.authorizer.text('authorizer.type') ?? ''];
  }

  /** Whether any request can be refused. */
  public get decides(): boolean {
    return this.mode === 'Union' || this.mode === 'External';
  }

  /** Whether it has settings that only those modes read, with any type. */
  public get hasDecider(): boolean {
    return (
      this.accounts.length > 0
      || this.admins.length > 0
      || Boolean(this.authorizer.text('authorizer.externalClient.grpcConfig.host')?.trim())
    );
  }

  /** The accounts that get roles at the first start. */
  public get accounts(): readonly Entry[] {
    return this.entries('authorizer.bootstrap.serviceAccounts');
  }

  public get admins(): readonly Entry[] {
    return this.entries('authorizer.bootstrap.adminUsers');
  }

  public get clusters(): readonly Entry[] {
    return this.entries('authorizer.bootstrap.dataplaneClusters');
  }

  private entries(path: string): readonly Entry[] {
    const list = this.authorizer.get(path);
    return list === undefined || !Array.isArray(list.value)
      ? []
      : list.items.map((setting) => new Entry(setting));
  }
}

/** An entry of a bootstrap list: a map, or only its name. */
export class Entry {
  public constructor(public readonly setting: Setting) {}

  public get name(): string | undefined {
    return this.setting.text ?? this.text('name');
  }

  /** An entry can be only its subject. */
  public get subject(): string | undefined {
    return (this.setting.text ?? this.text('subject'))?.trim();
  }

  /** The text of a key, in any case. */
  public text(key: string): string | undefined {
    return asText(this.value(key));
  }

  public texts(key: string): readonly string[] {
    return asTexts(this.value(key));
  }

  /** The place of a key, or the entry that lacks it. */
  public field(key: string) {
    const actual = this.keyOf(key);
    return actual === undefined ? this.setting.field : this.setting.field.child(actual);
  }

  private value(key: string): unknown {
    const actual = this.keyOf(key);
    return actual === undefined ? undefined : (this.setting.value as JsonObject)[actual];
  }

  private keyOf(key: string): string | undefined {
    return isObject(this.setting.value)
      ? Object.keys(this.setting.value).find((each) => each.toLowerCase() === key.toLowerCase())
      : undefined;
  }
}

export const authorizationsOf = oncePer((model: Model): readonly Authorization[] => {
  const configs = model.configsOf('control');
  const isAuthorizer = (config: ServiceConfig) => config.has('authorizer')
    && chartName(config.container.workload, model.services) === AUTHORIZER;
  const asking = configs.filter((config) =>
    !isAuthorizer(config) && (config.has('authorizer') || config.has('union.auth')));
  const askingIn = nearby(asking, ({ container }) => container.workload);
  return configs.filter(isAuthorizer)
    .map((authorizer) => new Authorization(authorizer, askingIn(authorizer.container.workload)));
});

/** For each control plane without an authorizer in the input; at least three services. */
export function servicesWithoutAuthorizer(model: Model): ServiceConfig[][] {
  const authorizers = authorizationsOf(model).map(({ authorizer }) => homeKey(authorizer.container.workload));
  const services = model.configsOf('control').filter((config) => config.complete && config.has('authorizer'));
  return grouped(services, ({ container }) => homeKey(container.workload))
    .filter((group) => group.length > 2 && !authorizers.includes(homeKey(group[0].container.workload)));
}

/** Those with a mode that can refuse requests. */
export function decidingAuthorizations(model: Model, mode?: AuthorizationMode): Authorization[] {
  return authorizationsOf(model).filter(
    (authorization) => authorization.decides && (mode === undefined || authorization.mode === mode),
  );
}

/** Undefined if the provider writes an ID that is unrelated to the client ID. */
export function isSubjectOf(
  subject: string, clientId: string, provider: SubjectProvider,
): boolean | undefined {
  if (provider.writesOwnIds) {
    return subject === clientId ? false : undefined;
  }
  const { known } = provider;
  return known?.clientOfSubject === undefined
    ? subject === clientId || clientOfSubject(subject) === clientId
    : known.clientOfSubject(subject) === clientId;
}

/** The provider's `sub` of services. */
export interface SubjectProvider {
  readonly known?: KnownProvider;
  readonly writesOwnIds: boolean;
}

/** Claims with the client ID at any provider: it is the subject, if flyteadmin reads one of them first. */
const CLIENT_ID_CLAIMS = ['client_id', 'azp', 'cid', 'appid'];

/** The authorization requests of the services in one place. */
const servicesOf = oncePer((model: Model) => ({
  clients: nearby(model.clients, ({ config }) => config.container.workload),
  configs: nearby(model.configs, ({ container }) => container.workload),
}));

/** The provider of a control plane; if the input has several, that of its own services. */
export function subjectProvider(model: Model, place: Home): SubjectProvider {
  const own = nearIn(model.flyteadmins, place);
  const areApart = own.length > 0 && own.length < model.flyteadmins.length;
  const near = servicesOf(model);
  const [flyteadmins, clients, configs] = areApart
    ? [own, near.clients(place), near.configs(place)]
    : [model.flyteadmins, model.clients, model.configs];
  const urls = [
    ...flyteadmins.flatMap(({ config }) => config.text('auth.appAuth.externalAuthServer.baseUrl') ?? []),
    ...clients.flatMap(({ tokenUrl }) => tokenUrl?.text ?? []),
  ];
  const known = urls.map((url) => providerOf(url)).find((provider) => provider !== undefined);
  const claims = flyteadmins.map(
    ({ config }) =>
      config.get('auth.appAuth.subjectClaimNames')
      ?? config.get('auth.appAuth.externalAuthServer.subjectClaimNames'),
  );
  const readsClientId = claims.some((claim) => CLIENT_ID_CLAIMS.includes(claim?.texts[0] ?? ''));
  return {
    known,
    writesOwnIds:
      !readsClientId && (known === undefined ? trustsOtherIds(configs) : known.writesOwnSubjects === true),
  };
}

/** The setting with a service's own subject in the control plane (controlplane: values.yaml). */
export const TRUSTED_IDENTITY = 'union.connection.trustedIdentityClaims.externalIdentityClaim';

/** Whether the services of an unknown provider have subjects other than their client IDs. */
function trustsOtherIds(configs: readonly ServiceConfig[]): boolean {
  return configs.some((config) => {
    const [clientId, subject] = ['union.auth.clientId', TRUSTED_IDENTITY].map(
      (path) => config.text(path)?.trim() ?? '',
    );
    return clientId !== '' && subject !== '' && ![subject, clientOfSubject(subject)].includes(clientId);
  });
}
