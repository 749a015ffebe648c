import { groupsByKey, onceByName, oncePer } from '../../common/data/collections';
import { ENVOY_GATEWAY_GROUP } from '../../contract/upstream/envoy-gateway';
import { EXTERNAL_SECRETS_GROUP } from '../../contract/upstream/external-secrets';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { AuthClient, clientsOf } from '../credentials/auth-client';
import { configsOf } from '../credentials/config-files';
import { Credential, credentialsOf } from '../credentials/credential';
import { initTask, isSdk, mayUseCredentials } from '../credentials/credential-use';
import { Flyteadmin, mayCall, mustAuthenticate } from '../credentials/flyteadmin';
import { Plane, planeOf } from '../credentials/plane';
import { Scope } from '../credentials/scope';
import { SecretUses } from '../credentials/secret-uses';
import { SecretWriters } from '../credentials/secret-writers';
import type { ServiceConfig } from '../credentials/service-config';
import { AuthGates } from '../edge/auth-gates';
import { edgeRoutes } from '../edge/edges';
import { isUnionServer, servesUnion } from '../edge/guarded-paths';
import { NginxController, nginxControllers } from '../edge/ingress-nginx/nginx-controller';
import { EdgeRoute, isOwnGuarded } from '../edge/route';
import { asksFlyteadmin, EdgeServer, serversOf } from '../edge/server';
import { ConfigMap, ConfigTexts } from '../kube/config-map';
import { CustomResources, SchemaFault } from '../kube/custom-resource';
import { ExternalSecret } from '../kube/external-secret';
import { HeldKinds, Resolving, isUnread } from '../kube/held-kinds';
import { Home, sameCluster, sameHome } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import { KubeObject } from '../kube/kube-object';
import { withoutOwned } from '../kube/owned';
import { redactions, withoutEmptied } from '../kube/redacted';
import { Secret } from '../kube/secret';
import { Service, Services } from '../kube/service';
import { Workload } from '../kube/workload';
import { ChartObject } from '../values/chart-object';
import { chartObjects } from '../values/chart-objects';
import { ValueSet } from '../values/value-set';
import { settle } from './homes';
import type { ToldHome } from './registrations';

/** Everything that rules need about the input. Each part is computed once, on demand. */
export class Model {
  /** The routes of a server that belong to Union: others may be on the same host. */
  public readonly ownRoutes = oncePer(({ routes }: EdgeServer): readonly EdgeRoute[] =>
    routes.filter((route) => this.scope.concerns(route.object) || servesUnion(route)
      || isOwnGuarded(route) || asksFlyteadmin(route.guard)));

  private readonly byKind: ReadonlyMap<string, readonly KubeObject[]>;
  private readonly once = onceByName();

  /** Those of the manifests, and those that the charts render from their values. */
  public readonly objects: readonly KubeObject[];
  /** The values of Union's charts, one set per plane. */
  public readonly valueSets: readonly ValueSet[];

  /** @param told the homes of a text's objects, given by the caller */
  public constructor(
    private readonly manifests: readonly KubeObject[],
    private readonly givenSets: readonly ValueSet[] = [],
    private readonly told?: ToldHome,
  ) {
    // Labels of emptied objects still contain their cluster.
    const settled = settle(manifests, givenSets, told);
    const objects = withoutEmptied(settled.objects);
    this.valueSets = settled.valueSets;
    this.objects = [...objects, ...settled.valueSets.flatMap((set) => objectsBeside(objects, set))];
    this.byKind = groupsByKey(this.objects, ({ group, kind }) => `${group}/${kind}`);
  }

  /** The same input, with the values of a plane for a Helm release in another namespace. */
  public withRelease({ id }: ValueSet, namespace: string): Model {
    const sets = this.givenSets.map((set) => (set.id === id ? set.settledIn({ namespace }) : set));
    return new Model(this.manifests, sets, this.told);
  }

  /** The same input, with some objects replaced. */
  public withObjects(objects: readonly KubeObject[]): Model {
    const keyOf = ({ source: { file, document, path } }: KubeObject) =>
      JSON.stringify([file, document, path]);
    const bySource = new Map(objects.map((each) => [keyOf(each), each]));
    const manifests = this.manifests.map((each) => bySource.get(keyOf(each)) ?? each);
    return new Model(manifests, this.givenSets, this.told);
  }

  /** Whether the input has values, in files or in installing objects, and no other manifests. */
  public standsAlone(set: ValueSet): boolean {
    return standsAlone(this.objects.filter((object) => !(object instanceof ChartObject)), set);
  }

  /**
   * @throws Error for a kind whose content is not kept.
   */
  public ofKind(group: string, kind: string): readonly KubeObject[] {
    if (isUnread(group, kind)) {
      throw new Error(`The content of a ${kind} is not kept; take it out of held-kinds.ts to read it`);
    }
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /** Whether objects of a kind would be in the input if they existed: otherwise they are unknown. */
  public holds(group: string, kind: string, near: Resolving): boolean {
    return this.held.holds(group, kind, near);
  }

  /** Whether the input has objects of a kind in the very namespace: it may have others of it alone. */
  public shows(group: string, kind: string, home: Home): boolean {
    return this.held.shows(group, kind, home);
  }

  private get held(): HeldKinds {
    return this.once('held', () =>
      new HeldKinds(this.objects.filter((object) => !(object instanceof ChartObject))));
  }

  /** Workloads, without those that others of them create. */
  public get workloads(): readonly Workload[] {
    return this.once('workloads', () =>
      withoutOwned(this.objects.flatMap((object) => Workload.of(object) ?? [])));
  }

  public workload(name: string, near: Home): Workload | undefined {
    return this.once('workloadsByName', () => indexed(this.workloads)).near(name, near)[0];
  }

  public get secrets(): readonly Secret[] {
    return this.once('secrets', () => {
      const objects = this.ofKind('', 'Secret');
      const redacted = redactions(objects);
      return objects.map((object) => new Secret(object, redacted.get(object)));
    });
  }

  public get configMaps(): readonly ConfigMap[] {
    return this.once('configMaps', () => {
      const texts: ConfigTexts = new Map();
      return this.ofKind('', 'ConfigMap').map((object) => new ConfigMap(object, texts));
    });
  }

  /** ExternalSecrets, and those of ClusterExternalSecrets, of any API version and team. */
  private get allExternalSecrets(): readonly ExternalSecret[] {
    return this.once('allExternalSecrets', () => ['ExternalSecret', 'ClusterExternalSecret']
      .flatMap((kind) => this.ofKind(EXTERNAL_SECRETS_GROUP, kind))
      .flatMap((object) => ExternalSecret.of(object) ?? []));
  }

  /** Those of Union. */
  public get externalSecrets(): readonly ExternalSecret[] {
    return this.once('externalSecrets', () => this.allExternalSecrets.filter(({ object, target }) =>
      this.scope.concerns(object)
      || this.scope.isNamed(target)
      || this.secretUses.named(target).some(({ workload, plane }) =>
        (plane !== undefined || this.scope.has(workload)) && sameHome(workload, object))));
  }

  /** The objects of Union. */
  public get scope(): Scope {
    return this.once('scope', () =>
      new Scope(this.workloads, this.valueSets, this.objects.filter(({ kind }) => /Secret$/.test(kind))));
  }

  public get ingressClasses(): readonly KubeObject[] {
    return this.ofKind('networking.k8s.io', 'IngressClass');
  }

  /** The ingress-nginx controllers whose ConfigMap is in the input. */
  public get nginxControllers(): readonly NginxController[] {
    return this.once('nginxControllers', () => nginxControllers(this.workloads, this.configMaps));
  }

  public get services(): Services {
    return this.once('services', () =>
      new Services(this.ofKind('', 'Service').map((object) => new Service(object)), this.workloads));
  }

  /** The gates through which guards call `/me`. */
  public get authGates(): AuthGates {
    return this.once('authGates', () => new AuthGates(this));
  }

  /** In the namespace of a workload; if neither has one, that of its file first. */
  public configMap(name: string, near: Workload): ConfigMap | undefined {
    const found = this.once('configMapsByName', () => indexed(this.configMaps)).near(name, near);
    const isBeside = ({ object }: ConfigMap) =>
      object.namespace === undefined && object.source.file === near.object.source.file;
    return (near.namespace === undefined ? found.find(isBeside) : undefined) ?? found[0];
  }

  /** The Secret manifest with a name in the namespace of an object. */
  public secret(name: string, near: Home): Secret | undefined {
    return this.once('secretsByName', () => indexed(this.secrets)).near(name, near)[0];
  }

  public get writers(): SecretWriters {
    return this.once('writers', () =>
      new SecretWriters(this.secrets, this.allExternalSecrets, this.objects, this.workloads));
  }

  public get secretUses(): SecretUses {
    return this.once('secretUses', () => new SecretUses(this.workloads));
  }

  /** Why the API server refuses a custom resource, or drops a field of it. */
  public schemaFaults(object: KubeObject): readonly SchemaFault[] {
    return this.once('customResources', () =>
      new CustomResources(this.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition'))).faultsOf(object);
  }

  /** The configuration of every container of Union that mounts config files, in the order of the input. */
  public get configs(): readonly ServiceConfig[] {
    return this.once('configs', () => this.scope.containers.filter((container) => !isSdk(container))
      .flatMap((container) => configsOf(container, (name) => this.configMap(name, container.workload))));
  }

  /** The configuration of the main containers of a plane's services. */
  public configsOf(plane: Plane): readonly ServiceConfig[] {
    return this.once('configsByPlane', () => groupsByKey(
      this.configs.filter(({ container }) => !container.init),
      ({ container }) => planeOf(container.workload),
    )).get(plane) ?? [];
  }

  /** Main containers whose command may use credentials; init containers share their files. */
  private get authenticating(): readonly ServiceConfig[] {
    return this.once('authenticating', () => this.configs.filter(({ container }) =>
      !container.init && mayUseCredentials(container)));
  }

  /** flyteadmin's settings; several when the input holds several control planes. */
  public get flyteadmins(): readonly Flyteadmin[] {
    return this.once('flyteadmins', () => this.authenticating
      .filter((config) => Flyteadmin.isDescribedBy(config))
      .map((config) => new Flyteadmin(config)));
  }

  /** The clients that main containers run. */
  public get clients(): readonly AuthClient[] {
    return this.once('clients', () => this.authenticating.flatMap(clientsOf));
  }

  /**
   * How each credential reaches each container, including init containers that migrate or check flyteadmin.
   */
  public get credentials(): readonly Credential[] {
    return this.once('credentials', () => {
      const calledBy = oncePer((workload: Workload) => mayCall(workload, this.flyteadmins));
      const authenticates = (client: AuthClient) =>
        mustAuthenticate(client, calledBy(client.config.container.workload));
      const authenticated = this.clients.filter(authenticates);
      const clients = groupsByKey(authenticated, ({ config }) => config);
      return this.configs.flatMap((config) => {
        if (!config.container.init) {
          return credentialsOf(config, clients.get(config) ?? [], this.writers);
        }
        const task = initTask(config.container);
        const [asking, read] = task === 'precheck'
          ? [clientsOf(config).filter(authenticates), 'service client secret']
          : [[], 'database password'];
        return task === undefined ? []
          : credentialsOf(config, asking, this.writers).filter(({ purpose }) => purpose === read);
      });
    });
  }

  public credentialsIn(name: string, near: Home): readonly Credential[] {
    return this.once('credentialsBySecret', () => {
      const index = new HomeIndex<Credential>();
      this.credentials.forEach((each) =>
        each.key && index.add(each.key.secret, each.container.workload, each));
      return index;
    }).near(name, near);
  }

  /** All paths of all edges. */
  public get routes(): readonly EdgeRoute[] {
    return this.once('routes', () => edgeRoutes(this));
  }

  public get servers(): readonly EdgeServer[] {
    return this.once('servers', () => serversOf(this.routes));
  }

  /** The servers of Union, without the hosts of other applications. */
  public get unionServers(): readonly EdgeServer[] {
    return this.once('unionServers', () =>
      this.servers.filter((server) => server.servesUnion || this.leadsToControlPlane(server)),
    );
  }

  /** Those of Union's own control plane, rather than of open-source Flyte. */
  public get controlPlanes(): readonly EdgeServer[] {
    return this.once('controlPlanes', () => this.unionServers.filter(isUnionServer));
  }

  /** Those of all servers. */
  public get unionRoutes(): readonly EdgeRoute[] {
    return this.once('unionRoutes', () =>
      [...new Set(this.unionServers.flatMap((server) => this.ownRoutes(server)))]);
  }

  public get routeObjects(): readonly KubeObject[] {
    return this.once('routeObjects', () => [...new Set(this.unionRoutes.map(({ object }) => object))]);
  }

  /** Whether a server without `/me` serves Services next to a flyteadmin of the input. */
  private leadsToControlPlane(server: EdgeServer): boolean {
    return isUnionServer(server) && server.routes.filter(servesUnion).some(({ object, backends }) =>
      backends.some(({ namespace = object.namespace }) => this.flyteadmins.some(({ config }) =>
        livesIn(config.container.workload.object, namespace, object))));
  }
}

/** Whether an object is in a namespace; if neither has one, a file counts as a namespace. */
function livesIn(object: KubeObject, namespace: string | undefined, near: KubeObject): boolean {
  return sameCluster(object, near) && (namespace === undefined || object.namespace === undefined
    ? object.source.file === near.source.file
    : object.namespace === namespace);
}

function indexed<T extends { readonly object: KubeObject }>(views: readonly T[]): HomeIndex<T> {
  const index = new HomeIndex<T>();
  views.forEach((view) => index.add(view.object.name, view.object, view));
  return index;
}

/** API groups of routes that charts do not guard. */
const GUARDED_BY_OTHERS: readonly string[] = [GATEWAY_API_GROUP, ENVOY_GATEWAY_GROUP];

/** Without objects that manifests already have, and routes that others guard. */
function objectsBeside(manifests: readonly KubeObject[], set: ValueSet): readonly KubeObject[] {
  const isAlone = standsAlone(manifests, set);
  const made = chartObjects(set).filter(({ group }) => !isAlone || !GUARDED_BY_OTHERS.includes(group));
  const names = new Set(made.map(({ name }) => name));
  const alike = manifests.filter(({ name }) => names.has(name));
  const isShown = ({ group, kind, name, cluster, namespace }: KubeObject) => alike.some((each) =>
    each.name === name && each.kind === kind && each.group === group
      && sameHome(each, { cluster, namespace }));
  // An empty Secret of a chart means nothing without a writer.
  const isWritten = (secret: KubeObject) => Object.keys(secret.objectAt('stringData')).length > 0
    || manifests.some((each) => ExternalSecret.of(each)?.target === secret.name);
  return made.some((one) => one.kind === 'Deployment' && isShown(one))
    ? []
    : made.filter((object) => (object.kind === 'Secret' ? isWritten(object) : !isShown(object)));
}

/** Whether the input has values, in files or in installing objects, and no other manifests. */
function standsAlone(manifests: readonly KubeObject[], { files }: ValueSet): boolean {
  return manifests.every(({ source }) => files.some(({ name, holder }) =>
    name === source.file && holder?.document === source.document));
}
