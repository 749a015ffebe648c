// Tests: test/verify/report/flow.test.ts
import { groupsByKey, oncePer, onlyOf, unique } from '../../common/data/collections';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import type { Credential, CredentialPurpose } from '../credentials/credential';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { Plane, planeOf } from '../credentials/plane';
import type { SecretWriter } from '../credentials/secret-writers';
import { openRoutesOf } from '../edge/guarded-paths';
import type { EdgeRoute } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import { givenCluster, Home, homeKey } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Field, FieldOwner } from '../read/field';
import { flyteadminsBehind } from './asked-flyteadmin';
import { endpointsOf } from './endpoints';
import type { Model } from './model';

/** The connection from one station to the next, with its places. Only a finding marks it as broken. */
export interface Tie {
  readonly fields: readonly Field[];
  /** Objects whose other faults also concern this connection. @default none */
  readonly objects?: readonly FieldOwner[];
  /** Whether the input shows it; `may` if only the store or the cluster knows. */
  readonly shown: 'yes' | 'may' | 'no';
  /** What is missing, as a phrase. @default nothing */
  readonly lack?: string;
}

/** A cluster's namespace, and its plane. */
export interface WiredHome {
  readonly id: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly plane?: Plane;
}

/** The connections of a credential, in order. */
export const CREDENTIAL_TIES = ['fetch', 'write', 'mount', 'own', 'call'] as const;

/** How a service gets its client secret: entry, writer, Secret, file, call. */
export interface WiredCredential {
  readonly home: string;
  readonly purpose: CredentialPurpose;
  readonly service: string;
  readonly clientId?: string;
  /** The file, or `$` and the variable. */
  readonly place: string;
  readonly setting: string;
  readonly secret?: string;
  readonly key?: string;
  /** The writers of the Secret; not objects that only create it empty. */
  readonly writers: readonly { readonly kind: string; readonly name: string }[];
  readonly store?: string;
  /** The store entries of the key. */
  readonly entries: readonly string[];
  readonly hosts: readonly string[];
  /** `own` is the service's own configuration. */
  readonly ties: Readonly<Record<(typeof CREDENTIAL_TIES)[number], Tie>>;
}

/** A path of a host, with its guard. */
export interface WiredRoute {
  readonly path: string;
  readonly object: string;
  readonly services: readonly string[];
  /** The kind of guard; `none` without one. */
  readonly guard: 'none' | 'subrequest' | 'other' | 'opaque';
  /** The URL of the guard, or what is known of it. */
  readonly asked?: string;
  readonly signsIn: boolean;
  /** Whether it has no guard although a control plane must guard it. */
  readonly bare: boolean;
  readonly tie: Tie;
}

export interface WiredServer {
  readonly edge: string;
  readonly host?: string;
  /** The IDs of the flyteadmins behind it. */
  readonly controls: readonly string[];
  readonly cluster?: string;
  readonly routes: readonly WiredRoute[];
}

/** A flyteadmin, and the providers that it trusts. */
export interface WiredControl {
  readonly id: string;
  readonly home: string;
  readonly name: string;
  readonly header: string;
  readonly issuer?: string;
  readonly webClientId?: string;
  readonly tokenIssuer?: string;
  readonly nativeClientId?: string;
  readonly ties: Readonly<Record<'signIn' | 'tokens' | 'own', Tie>>;
}

/** The flow of authentication: from stores to services, from people through guards, to flyteadmin and on. */
export interface Wiring {
  readonly homes: readonly WiredHome[];
  readonly credentials: readonly WiredCredential[];
  readonly servers: readonly WiredServer[];
  readonly controls: readonly WiredControl[];
}

export function wiringOf(model: Model): Wiring {
  const credentials = model.credentials.map((credential) => wiredCredential(credential, model));
  const controls = model.flyteadmins.map(wiredControl);
  return {
    homes: homesOf(model, new Set([...credentials, ...controls].map(({ home }) => home))),
    credentials,
    servers: model.unionServers.map((server) => wiredServer(server, model.flyteadmins)),
    controls,
  };
}

/** A key of a home, on one line. */
export function homeId({ cluster, namespace }: Home): string {
  return homeKey({ cluster: givenCluster(cluster), namespace }).replace('\n', ' ');
}

/** The homes in which to draw something; it belongs to no plane if both run there. */
function homesOf(model: Model, drawn: ReadonlySet<string>): WiredHome[] {
  const inHomes = groupsByKey(model.workloads, homeId);
  return [...inHomes]
    .filter(([id]) => drawn.has(id))
    .map(([id, workloads]) => {
      const [{ namespace }] = workloads;
      const cluster = givenCluster(workloads[0].cluster);
      return { id, cluster, namespace, plane: onlyOf(workloads.flatMap((each) => planeOf(each) ?? [])) };
    });
}

const UNDELIVERED: Readonly<Record<string, (key: string) => string>> = {
  'missing': () => 'not in the cluster',
  'placeholder': () => 'only a placeholder',
  'key-missing': (key) => `${key} not written`,
};

function wiredCredential(credential: Credential, model: Model): WiredCredential {
  const { purpose, container, setting, field, path, envVar, lookup, key, client } = credential;
  const { workload } = container;
  const called =
    client === undefined ? [] : endpointsOf(model).filter(({ config }) => config === client.config);
  const sent = [
    client?.clientId,
    client?.header,
    client?.tokenUrl,
    client?.scopes,
    ...called.map((each) => each.setting),
  ];
  const clientId =
    client?.clientId?.text ?? (purpose === 'web client secret' ? webClientOf(model, workload) : undefined);
  const isControl = model.flyteadmins.some(({ config }) => config.container.workload === workload);
  const isOpen = key === undefined && lookup?.state !== 'opaque';
  return {
    home: homeId(workload),
    purpose,
    service: workload.name,
    clientId,
    place: path ?? `$${envVar ?? ''}`,
    setting,
    secret: key?.secret,
    key: key?.key,
    hosts: [...new Set(called.map(({ host }) => host))],
    ...delivered(credential, model),
    ties: {
      ...deliveryTies(credential, model),
      mount: {
        fields: [field, ...(key === undefined ? [] : [key.field])],
        shown: isOpen ? 'no' : 'yes',
        lack: isOpen ? 'not mounted' : undefined,
      },
      own: { fields: [], objects: isControl ? [] : [workload.object, field.object], shown: 'yes' },
      call: { fields: sent.flatMap((each) => each?.field ?? []), shown: 'yes' },
    },
  };
}

function webClientOf(model: Model, home: Home): string | undefined {
  return model.flyteadmins.find((each) => homeId(each) === homeId(home))?.webClientId?.text;
}

/** Its writers, without a manifest that only creates it empty for them. */
function writersOf({ delivery, key }: Credential): readonly SecretWriter[] {
  const all = delivery?.writers ?? [];
  const others = all.filter(({ kind }) => kind !== 'manifest');
  // A dump has the Secret of an operator too, and a Helm release may create an empty one.
  const filled = all.filter(
    (writer) => writer.kind !== 'manifest' || HOLDS_VALUE.has(writer.secret.valueKind(key?.key ?? '')),
  );
  return [others, filled, all].find(({ length }) => length > 0) ?? [];
}

const HOLDS_VALUE: ReadonlySet<string> = new Set(['value', 'reference', 'withheld']);

const externalSecretsByObject = oncePer(
  (model: Model) => new Map(model.externalSecrets.map((each) => [each.object, each])),
);

function externalSecretsOf(credential: Credential, model: Model) {
  const known = externalSecretsByObject(model);
  return writersOf(credential).flatMap(({ object }) => known.get(object) ?? []);
}

function delivered(
  credential: Credential,
  model: Model,
): Pick<WiredCredential, 'writers' | 'store' | 'entries'> {
  const externals = externalSecretsOf(credential, model);
  const [first] = externals;
  const entries = externals.flatMap(({ data }) => {
    const own = data.filter(({ secretKey }) => secretKey === credential.key?.key);
    return (own.length > 0 ? own : data).map(({ remoteKey }) => remoteKey ?? '?');
  });
  return {
    writers: writersOf(credential).map(({ object: { kind, name } }) => ({ kind, name })),
    store: first && `${first.store.kind} ${first.store.name ?? '(default)'}`,
    entries: [...new Set(entries)],
  };
}

function deliveryTies(
  credential: Credential,
  model: Model,
): Pick<WiredCredential['ties'], 'fetch' | 'write'> {
  const { delivery, key } = credential;
  const externals = externalSecretsOf(credential, model);
  const named = unique(externals.flatMap(({ store }) =>
    model.ofKind(EXTERNAL_SECRETS_GROUP, store.kind).filter(({ name }) => name === store.name)));
  const lack = UNDELIVERED[delivery?.state ?? '']?.(key?.key ?? '');
  return {
    fetch: {
      fields: externals.flatMap((each) => [
        each.field('secretStoreRef'),
        each.field('refreshInterval'),
        ...each.data.map(({ field }) => field.child('remoteRef')),
      ]),
      objects: named,
      shown: 'yes',
    },
    write: {
      fields: writersOf(credential).map(({ field }) => field),
      objects: (delivery?.writers ?? []).map(({ object }) => object),
      shown: SHOWN[delivery?.state ?? ''] ?? 'yes',
      lack,
    },
  };
}

const SHOWN: Readonly<Record<string, Tie['shown']>> = { unknown: 'no', possible: 'may' };

function wiredServer(server: EdgeServer, flyteadmins: readonly Flyteadmin[]): WiredServer {
  const bare = new Set(openRoutesOf(server));
  const { edge, host } = server;
  return {
    edge: edge.name,
    host,
    cluster: givenCluster(server.cluster),
    controls: flyteadminsBehind(server, flyteadmins).map(controlId),
    routes: server.routes.map((route) => wiredRoute(route, bare.has(route))),
  };
}

function wiredRoute(route: EdgeRoute, bare: boolean): WiredRoute {
  const { path, object, guard, field, backends } = route;
  const known = guard.kind === 'opaque' ? guard.reason : undefined;
  const asked = guard.kind === 'subrequest' ? guard.url : known;
  const guardedAt = guard.kind === 'none' ? [] : [guard.field];
  return {
    path,
    object: object.name,
    services: backends.map(({ service }) => service),
    guard: guard.kind,
    asked,
    signsIn: guard.kind === 'subrequest' && guard.signIn !== undefined,
    bare,
    tie: {
      fields: [...guardedAt, field],
      objects: [object, ...guardedAt.map((each) => each.object)],
      shown: guard.kind === 'opaque' ? 'may' : 'yes',
    },
  };
}

function controlId({ config }: Flyteadmin): string {
  return idOf(config.container.workload.object);
}

function idOf({ name, cluster, namespace }: KubeObject): string {
  return `${homeId({ cluster, namespace })} ${name}`;
}

function wiredControl(flyteadmin: Flyteadmin): WiredControl {
  const { config, grpcHeader, issuer, externalIssuer, webClientId, nativeClientId, allowedAudience } =
    flyteadmin;
  const { workload } = config.container;
  const isExternal = flyteadmin.authServerType === 'External';
  const fieldsOf = (...settings: readonly ({ readonly field: Field } | undefined)[]) =>
    settings.flatMap((setting) => setting?.field ?? []);
  return {
    id: controlId(flyteadmin),
    home: homeId(workload),
    name: workload.name,
    header: grpcHeader,
    issuer: issuer?.text || undefined,
    webClientId: webClientId?.text || undefined,
    tokenIssuer: (isExternal && externalIssuer?.text) || undefined,
    nativeClientId: nativeClientId?.text || undefined,
    ties: {
      signIn: { fields: fieldsOf(issuer, webClientId), shown: 'yes' },
      tokens: {
        fields: isExternal ? fieldsOf(externalIssuer, nativeClientId, allowedAudience) : [],
        shown: 'yes',
      },
      own: { fields: [], objects: [workload.object, config.fieldFor('').object], shown: 'yes' },
    },
  };
}
