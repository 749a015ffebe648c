// Tests: test/init/app-files.test.ts, test/init/examine.test.ts
import { AUTHORIZER } from '../contract/union/authorizer';
import { DEFAULT_SERVICES } from '../contract/union/services';
import { CONTROL_PLANE_NAMESPACE, DATA_PLANE_NAMESPACE } from '../contract/union/workloads';
import { ARGO_CD } from '../contract/upstream/gitops';
import { HELM_RELEASE_NAMES } from '../contract/upstream/helm';
import {
  Answers, chosen, DataPlaneAnswers, DataPlaneEntry, dataPlanesIn, edgeOf, hasEdgeOfChart, isPlain,
} from './answers';
import { argumentsOf, clusterOf, eagerApiKeyCall, placeInIdentity } from './identity-program';
import { Call, Expression, Member, Name, PlaceOf, Statement, given, placesOf } from './program/expression';

/** The target cluster of a plane's chart: one of the three. */
type Destination = NonNullable<DataPlaneAnswers['destination']>;

/** A plane in the program. */
export interface NamedPlane {
  readonly variable: string;
  /** Its place in the answers. */
  readonly place: string;
  /** The name of its chart, and so of its manifests. */
  readonly chart: string;
  /** The name of its own files: `controlplane`, `dataplane-east`. */
  readonly file: string;
  readonly namespace: string;
  /** The name of its Helm release. */
  readonly releaseName: string;
  readonly chartName: 'controlplane' | 'dataplane';
  readonly clusterName?: string;
  /** The target cluster in Argo CD or Flux, if given. */
  readonly destination: Destination;
  /** The name of its cluster in Argo CD or Flux; undefined for their own cluster. */
  readonly installedIn?: string;
}

/** The charts that belong to no plane, by content. */
export const CHARTS_BESIDE = { edge: 'union-edge', argocd: 'argocd', flux: 'flux' } as const;

function controlPlaneOf(answers: Answers): NamedPlane {
  return planesOf(answers)[0];
}

/** All data planes, including one without a name. */
export function dataPlanesOf(answers: Answers): (NamedPlane & { readonly answers: DataPlaneEntry })[] {
  const each = dataPlanesIn(answers);
  return planesOf(answers).slice(1).map((plane, i) => ({ ...plane, answers: each[i] }));
}

/** The control plane first. */
export function planesOf(answers: Answers): NamedPlane[] {
  const { controlPlane: own = {} } = answers;
  const all = dataPlanesIn(answers);
  const planes = [
    {
      variable: 'controlPlane',
      place: 'controlPlane',
      file: 'controlplane',
      namespace: own.namespace ?? CONTROL_PLANE_NAMESPACE,
      releaseName: own.releaseName ?? HELM_RELEASE_NAMES.controlplane,
      chartName: 'controlplane' as const,
      destination: own.destination ?? {},
      installedIn: clusterToInstallIn(own.destination),
    },
    ...all.map(({ place, clusterName, namespace, releaseName, destination }, i) => {
      const name = all.length === 1 ? '' : `-${clusterName ?? i + 1}`;
      return {
        variable: camelCase(`data-plane${name}`),
        place,
        clusterName,
        file: `dataplane${name}`,
        namespace: namespace ?? DATA_PLANE_NAMESPACE,
        releaseName: releaseName ?? HELM_RELEASE_NAMES.dataplane,
        chartName: 'dataplane' as const,
        destination: destination ?? {},
        installedIn: clusterToInstallIn(destination, answers.gitops?.argocd && clusterName),
      };
    }),
  ];
  return inChartsOfTheirOwn(planes);
}

function inChartsOfTheirOwn(planes: readonly Omit<NamedPlane, 'chart'>[]): NamedPlane[] {
  // A namespace is a file of manifests, unless several clusters have it, or another file has its name.
  const isShared = (name: string) => Object.values<string>(CHARTS_BESIDE).includes(name)
    || planes.filter(({ namespace }) => namespace === name).length > 1;
  const longName = ({ namespace, file }: Omit<NamedPlane, 'chart'>) => `${namespace}-${file}`;
  const longNames = planes.filter(({ namespace }) => isShared(namespace)).map(longName);
  const isOne = (name: string) => planes.filter(({ variable }) => variable === name).length === 1;
  return planes.map((plane, i) => ({
    ...plane,
    // us-east-1 of one cloud and us-east1 of another give the same name in TypeScript.
    variable: isOne(plane.variable) ? plane.variable : `plane${i + 1}`,
    chart: isShared(plane.namespace) || longNames.includes(plane.namespace)
      ? longName(plane)
      : plane.namespace,
  }));
}

/** The index of the first plane with the same Helm release in the same cluster, for each plane. */
export function firstLike(answers: Answers): readonly number[] {
  const releases = planesOf(answers).map(releaseOf);
  return releases.map((release) => releases.indexOf(release));
}

function releaseOf({ installedIn, namespace, releaseName }: NamedPlane): string {
  return JSON.stringify([installedIn, namespace, releaseName]);
}

function clusterToInstallIn(
  { cluster, server, kubeConfig }: Destination = {}, otherwise?: string,
): string | undefined {
  const isHere = cluster === ARGO_CD.inCluster || server === ARGO_CD.inClusterServer;
  return isHere ? undefined : cluster ?? server ?? kubeConfig ?? otherwise;
}

export function planeStatements(answers: Answers): Statement[] {
  return [
    ...releaseStatements(answers),
    ...controllerVariable(answers),
    ...edgeStatements(answers),
    ...(isPlain(answers) ? [plainControlPlane(answers)] : [controlPlane(answers), ...networkPolicy(answers)]),
    ...dataPlanesOf(answers).map((plane) => dataPlane(answers, plane)),
  ];
}

/** The version of the charts is a prop of every construct that depends on it. */
function releaseStatements({ planes }: Answers): Statement[] {
  const [kind, { version }] = chosen(planes, 'charts');
  return version !== undefined
    ? [
      {
        kind: 'const',
        name: 'chartVersion',
        value: new Call('ChartVersion.of', [version], () => `planes.${kind}.version`),
      },
    ]
    : [];
}

function chartVersion({ planes }: Answers): Name | undefined {
  return chosen(planes, 'charts')[1].version === undefined ? undefined : new Name('chartVersion');
}

const [IDENTITY, SECRETS, APP] = ['identity', 'secrets', 'app'].map((name) => new Name(name));

export function chart(id: string): Call {
  return new Call('new Chart', [APP, id]);
}

/** The scope and ID of a construct. */
type Stand = readonly [chart: string, name: string];

function construct(
  type: string, [id, name]: Stand, props: { readonly [prop: string]: Expression | undefined }, place: PlaceOf,
) {
  return new Call(`new ${type}`, [chart(id), name, given(props)], place);
}

function controlPlane(answers: Answers): Statement {
  const { chart: id, variable } = controlPlaneOf(answers);
  return {
    kind: 'const',
    name: variable,
    value: construct('ControlPlaneAuth', [id, 'auth'], {
      identity: IDENTITY,
      secrets: SECRETS,
      ...sharedOfControlPlane(answers),
      edge: edgeOfCharts(answers),
      databasePassword: answers.controlPlane?.databasePassword,
    }, inIdentity(answers, placesOf('controlPlane', {
      ...placesOfPlane(answers),
      edge: placeOfEdge(answers),
    }))),
  };
}

/** In the chart of the plane, so that it is applied with the plane's manifests. */
function networkPolicy(answers: Answers): Statement[] {
  const { namespace, networkPolicy: { enabled = true, allowFrom } = {} } = answers.controlPlane ?? {};
  const props = given({ namespace, edge: edgeOfCharts(answers), allowFrom });
  return enabled ? [{
    kind: 'do',
    value: new Call('new ControlPlaneNetworkPolicy', [
      new Name(controlPlaneOf(answers).variable),
      'network-policy',
      ...(Object.keys(props).length === 0 ? [] : [props]),
    ], placesOf('controlPlane.networkPolicy', {
      namespace: 'controlPlane.namespace', edge: placeOfEdge(answers),
    })),
  }] : [];
}

/** A prop with a path through the identity is an answer about the identity. */
function inIdentity(answers: Answers, place: PlaceOf): PlaceOf {
  const inner = placeInIdentity(answers);
  return (prop) => (prop.startsWith('identity.') ? inner(prop.slice('identity.'.length)) : place(prop));
}

function sharedOfControlPlane(answers: Answers): { [prop: string]: Expression | undefined } {
  const { namespace, releaseName, extraValues, authorization, migratingFrom } = answers.controlPlane ?? {};
  return {
    namespace,
    releaseName,
    chartVersion: chartVersion(answers),
    migratingFrom: migratingFrom === undefined
      ? undefined
      : new Call('ChartVersion.of', [migratingFrom], () => 'controlPlane.migratingFrom'),
    authorization: authorization && choiceCall('Authorization', authorization, 'controlPlane.authorization'),
    extraValues,
  };
}

function choiceCall(type: string, choice: Readonly<Record<string, Expression>>, place: string): Call {
  const [[name, props]] = Object.entries(choice);
  const args = argumentsOf(props as { [prop: string]: Expression } ?? {});
  return new Call(`${type}.${name}`, args, placesOf(`${place}.${name}`));
}

/** Shared props of both planes in plain YAML. */
function plainShared({ planes }: Answers) {
  const { images, storage } = planes!.plain!;
  return { images, storage: choiceCall('ObjectStorage', storage, 'planes.plain.storage') };
}

/** The places of a plane's props in the answers that are not below the plane itself. */
function placesOfPlane(answers: Answers): Readonly<Record<string, string>> {
  const { charts: _, plain: ofPlain } = answers.planes ?? {};
  const authorization = Object.keys(answers.controlPlane?.authorization ?? {}).join();
  return {
    chartVersion: `planes.${ofPlain ? 'plain' : 'charts'}.version`,
    authorization: `controlPlane.authorization.${authorization}`,
    ...ofPlain && {
      images: 'planes.plain.images',
      database: 'planes.plain.database',
      services: 'planes.plain.services',
      storage: `planes.plain.storage.${Object.keys(ofPlain.storage).join()}`,
    },
  };
}

function plainControlPlane(answers: Answers): Statement {
  const { chart: id, variable } = controlPlaneOf(answers);
  const { database: { tls, ...database }, services } = answers.planes!.plain!;
  return {
    kind: 'const',
    name: variable,
    value: construct('ControlPlane', [id, 'plane'], {
      identity: IDENTITY,
      secrets: SECRETS,
      ...sharedOfControlPlane(answers),
      ...plainShared(answers),
      database: given({
        ...database,
        tls: tls && new Member(new Name('DatabaseTls'), tls),
      }),
      services: servicesOf(services, answers),
      edge: given(edgeProps(answers)),
    }, inIdentity(answers, placesOfPlain(placesOfPlane(answers)))),
  };
}

/** Roles, or a server of yours, need the services that use them. */
function servicesOf(named: readonly string[] | undefined, answers: Answers): readonly string[] | undefined {
  const [mode] = chosen(answers.controlPlane?.authorization, 'noop');
  return named ?? (mode === 'noop' ? undefined : [...DEFAULT_SERVICES, AUTHORIZER]);
}

function placesOfPlain(named: Readonly<Record<string, string>>): PlaceOf {
  const place = placesOf('controlPlane', named);
  return (prop) => (prop.startsWith('edge.') ? prop : place(prop));
}

function dataPlane(answers: Answers, plane: ReturnType<typeof dataPlanesOf>[number]): Statement {
  const { place, namespace, releaseName, extraValues } = plane.answers;
  const plain = isPlain(answers);
  return {
    kind: 'const',
    name: plane.variable,
    value: construct(plain ? 'DataPlane' : 'DataPlaneAuth', [plane.chart, plain ? 'plane' : 'auth'], {
      dataPlane: referenceTo(plane.answers),
      secrets: SECRETS,
      namespace,
      releaseName,
      chartVersion: chartVersion(answers),
      extraValues,
      ...(plain ? plainShared(answers) : {}),
    }, inIdentity(answers, placesOf(place, { ...placesOfPlane(answers), dataPlane: place }))),
  };
}

/** A data plane of the identity: listed with its own applications, or not. */
function referenceTo(plane: DataPlaneEntry): Member {
  const { place, clusterName, operator, eagerApiKey } = plane;
  return operator
    ? new Member(IDENTITY, 'dataPlane', [clusterOf(plane)], placesOf(place))
    : new Member(
      IDENTITY, 'unlistedDataPlane', argumentsOf({ clusterName, eagerApiKey: eagerApiKeyCall(eagerApiKey) }),
      placesOf(place, { dataPlanes: `${place}.operator`, clusterName: place }),
    );
}

/** Whether the edge is not the chart's default one, or there is no chart. */
function hasOwnEdge(answers: Answers): boolean {
  const [kind, settings] = edgeOf(answers);
  return kind !== 'ingressNginx' || Object.keys(settings).length > 0;
}

function placeOfEdge(answers: Answers): string {
  return `edge.controller.${edgeOf(answers)[0]}`;
}

/** The values of the chart for the edge; undefined for the chart's own ingress-nginx. */
function edgeOfCharts(answers: Answers): Expression | undefined {
  return hasOwnEdge(answers) ? new Name('edge') : undefined;
}

function controllerVariable(answers: Answers): Statement[] {
  if (hasEdgeOfChart(answers)) {
    return [];
  }
  // In plain YAML the edge is never the chart's: the default is ingress-nginx, as elsewhere.
  const { controller = { ingressNginx: {} } } = answers.edge ?? {};
  const value = choiceCall('EdgeController', controller, 'edge.controller');
  return [{ kind: 'const', name: 'controller', value }];
}

/** Settings that must be applied to the controller itself, and the name of their file. */
export function controllerSettings(answers: Answers): string | undefined {
  if (hasEdgeOfChart(answers)) {
    return undefined;
  }
  const { traefik, envoyGateway } = answers.edge?.controller ?? {};
  const ofGateway = envoyGateway?.gateway && 'gateway.client-traffic.yaml';
  return envoyGateway ? ofGateway : `${traefik ? 'traefik' : 'ingress-nginx'}.values.yaml`;
}

function edgeProps({ edge: { tls, tlsEndsElsewhere } = {} }: Answers) {
  return { controller: new Name('controller'), tls, tlsEndsElsewhere };
}

/** With the charts the edge has its own chart, or is the chart's. */
function edgeStatements(answers: Answers): Statement[] {
  if (isPlain(answers) || !hasOwnEdge(answers)) {
    return [];
  }
  const { namespace } = answers.controlPlane ?? {};
  const [kind, settings] = edgeOf(answers);
  const at = placeOfEdge(answers);
  const edge = (value: Expression): Statement => ({ kind: 'const', name: 'edge', value });
  if (kind === 'ingressNginx') {
    return [edge(new Call('ControlPlaneEdge.chartIngress', argumentsOf(settings), placesOf(at)))];
  }
  if (kind === 'chartGateway') {
    return [edge(new Call('ControlPlaneEdge.chartGateway')), {
      kind: 'do',
      value: construct('EnvoyGatewayGuard', [CHARTS_BESIDE.edge, 'guard'], {
        namespace, ...settings,
      }, placesOf(at, { namespace: 'controlPlane.namespace' })),
    }];
  }
  return [edge(construct('ControlPlaneEdge', [CHARTS_BESIDE.edge, 'edge'], {
    identity: IDENTITY, namespace, chartVersion: chartVersion(answers), ...edgeProps(answers),
  }, placesOf('edge', { namespace: 'controlPlane.namespace' })))];
}

function camelCase(words: string): string {
  return words.split(/[^A-Za-z0-9]+/).filter(Boolean)
    .map((word, i) => (i === 0 ? word : word[0].toUpperCase() + word.slice(1))).join('');
}
