import { valueAt } from '../common/data/json';
import { listed } from '../common/data/texts';
import { INGRESS_PROVIDER, rendersGateway } from '../contract/union/gateway-routes';
import { ChartVersion } from '../contract/union/releases/chart-version';
import { CHART_HOST_NETWORK } from '../contract/upstream/ingress-nginx';
import {
  Answers, APPLICATION_NAMES, chosen, dataPlanesIn, edgeOf, hasEdgeOfChart, isPlain,
} from './answers';
import {
  clientStatements, identityStatements, isUnregistered, registersFirst, registrationStatements,
  secretStatements,
} from './identity-program';
import {
  chart, CHARTS_BESIDE, controllerSettings, firstLike, NamedPlane, planesOf, planeStatements,
} from './planes-program';
import {
  Call, Expression, Member, Name, PlaceOf, Program, Statement, given, placesOf,
} from './program/expression';
import { FACTORIES } from './questions/answers';
import { AnswerProblem } from './questions/check';

const BLANK: Statement = { kind: 'blank' };
const APP = new Name('app');

/** The program of answers, whose form is valid. */
export function programOf(answers: Answers): Program {
  const { domain } = answers;
  if (registersFirst(answers)) {
    return {
      heading: [
        `The applications of https://${domain}, as they must be registered.`,
        'The provider chooses their client IDs, or the subjects of their tokens: the rest follows.',
      ],
      statements: [
        ...identityStatements(answers),
        BLANK,
        { kind: 'const', name: 'app', value: new Call('new App') },
        ...registrationStatements(),
        { kind: 'synth', app: 'app' },
      ],
    };
  }
  return { heading: [`Authentication of https://${domain}.`], statements: statementsOf(answers) };
}

function statementsOf(answers: Answers): Statement[] {
  return [
    ...identityStatements(answers),
    BLANK,
    ...secretStatements(answers),
    BLANK,
    { kind: 'const', name: 'app', value: new Call('new App') },
    ...planeStatements(answers),
    ...gitopsStatements(answers),
    BLANK,
    {
      kind: 'comment',
      text: 'Checks the output whenever it is generated, and fails on faults.',
    },
    { kind: 'do', value: new Call('AuthVerification.of', [APP, ...verificationOptions(answers)]) },
    BLANK,
    ...planeFiles(answers),
    ...clientStatements(answers),
    BLANK,
    ...registrationStatements(),
    { kind: 'synth', app: 'app' },
  ];
}

/** Deliberate answers must not fail the synthesis. */
function verificationOptions({ controlPlane }: Answers): Expression[] {
  const { external } = controlPlane?.authorization ?? {};
  return external?.failOpen === true ? [{ skip: ['authorizer-fails-open'] }] : [];
}

function planeFiles(answers: Answers): Statement[] {
  const hasScript = chosen(answers.secrets, 'provisioned')[0] === 'kubernetesSecrets';
  const settings = controllerSettings(answers);
  const ofController: Statement[] = settings === undefined ? [] : [{
    kind: 'write', file: new Member(new Name('controller'), 'controllerSettings'), path: settings,
  }];
  return [...planesOf(answers).flatMap((plane) => [
    ...(isPlain(answers) ? [] : [
      written(plane, 'helmValues', 'values.yaml'), written(plane, 'takeOverScript', 'take-over.sh', true),
    ]),
    ...(hasScript ? [written(plane, 'secretScript', 'secrets.sh', true)] : []),
  ]), ...ofController];
}

function written(plane: NamedPlane, name: string, ending: string, mayBeNone = false): Statement {
  return { kind: 'write', file: member(plane, name), path: `${plane.file}.${ending}`, mayBeNone };
}

function member({ variable }: NamedPlane, name: string): Member {
  return new Member(new Name(variable), name);
}

/** The statements for Argo CD and Flux. */
function gitopsStatements(answers: Answers): Statement[] {
  const [kind] = chosen(answers.gitops, 'helm');
  if (kind === 'helm' || isPlain(answers)) {
    return [];
  }
  const hasWaves = answers.gitops?.argocd?.manifests !== undefined;
  return [
    { kind: 'const', name: kind, value: chart(CHARTS_BESIDE[kind]) },
    ...planesOf(answers).map((plane): Statement =>
      ({ kind: 'do', value: carriedBy(answers, kind, { plane, place: placeOfCarrier(kind, plane) }) })),
    ...(hasWaves ? [{ kind: 'do' as const, value: new Call('ArgoApplication.addSyncWaves', [APP]) }] : []),
  ];
}

/** A plane, and the place of its Argo CD or Flux settings in the answers. */
interface Carried {
  readonly plane: NamedPlane;
  readonly place: PlaceOf;
}

function carriedBy(answers: Answers, kind: 'argocd' | 'flux', { plane, place }: Carried): Call {
  const { repository } = answers.gitops![kind]!;
  const { manifests, project, automated } = answers.gitops?.argocd ?? {};
  const type = kind === 'argocd' ? 'ArgoApplication' : 'FluxHelmRelease';
  return new Call(`new ${type}`, [new Name(kind), plane.file, given({
    metadata: kind === 'argocd'
      ? { name: nameInArgo(plane), namespace: 'argocd' }
      : { name: nameInFlux(plane), namespace: plane.namespace },
    chart: { repository, version: chosen(answers.planes, 'charts')[1].version! },
    plane: new Name(plane.variable),
    // One directory per plane, to which the user publishes the manifests.
    manifests,
    ...plane.destination,
    project,
    automated,
  })], place);
}

function placeOfCarrier(kind: string, { place: plane }: NamedPlane): PlaceOf {
  const place = placesOf(`gitops.${kind}`, {
    chart: `gitops.${kind}`,
    helmValues: `${plane}.extraValues`,
    plane,
    cluster: `${plane}.destination.cluster`,
    server: `${plane}.destination.server`,
    kubeConfig: `${plane}.destination.kubeConfig`,
  });
  const elsewhere: Readonly<Record<string, string>> = {
    'chart.version': 'planes.charts.version', 'manifests.path': `gitops.${kind}.manifests.folder`,
  };
  return (prop) => elsewhere[prop] ?? place(prop);
}

/** A second data plane does not rename the first one's Application, which would create another one. */
function nameInArgo({ file, chartName, clusterName }: NamedPlane): string {
  return clusterName === undefined ? file : `${chartName}-${clusterName}`;
}

/**
 * All HelmReleases are in the cluster of Flux, and several clusters can have the same release and namespace.
 */
function nameInFlux({ releaseName, clusterName, destination: { kubeConfig } }: NamedPlane): string {
  return kubeConfig === undefined ? releaseName : `${releaseName}-${clusterName ?? kubeConfig}`;
}

/** Checks the answers against each other, beyond the checks of constructs. */
export function contradictions(answers: Answers): AnswerProblem[] {
  return [
    ...ofRoles(answers), ...ofEdge(answers), ...ofNetworkPolicy(answers), ...ofGitops(answers),
    ...ofDestinations(answers), ...ofDataPlanes(answers), ...ofApplications(answers),
    ...ofDatabasePassword(answers),
  ];
}

function problemIf(isOne: boolean, path: string, text: string): AnswerProblem[] {
  return isOne ? [{ path, text }] : [];
}

function ofRoles(answers: Answers): AnswerProblem[] {
  const { organization, controlPlane } = answers;
  if (controlPlane?.authorization?.union === undefined) {
    return [];
  }
  return [
    ...problemIf(organization === undefined, 'organization',
      'required; Union\'s roles apply to an organization, write its name as Union assigned it'),
    // With the charts, constructs only warn: other values may set the cluster.
    ...problemIf(isPlain(answers) && dataPlanesIn(answers).every(({ operator }) => operator === undefined),
      'controlPlane.authorization.union', 'gives each cluster to its operator, but no data plane has its '
      + 'own; add it to dataPlanes, with its operator'),
  ];
}

function ofEdge(answers: Answers): AnswerProblem[] {
  const [edge] = edgeOf(answers);
  const chartsOwn = hasEdgeOfChart(answers);
  const notOurs =
    (['tls', 'tlsEndsElsewhere'] as const).filter((name) => chartsOwn && answers.edge?.[name] !== undefined);
  return [
    ...notOurs.map((name) => ({
      path: `edge.${name}`,
      text: 'has no effect: with the charts this edge is the chart\'s; leave it out, and set '
        + 'ingress.tls in controlPlane.extraValues',
    })),
    ...(chartsOwn && edge === 'chartGateway' ? ofChartGateway(answers) : []),
    ...problemIf(isPlain(answers) && edge === 'chartGateway', 'edge.controller.chartGateway',
      `is for planes with the charts; in plain YAML write ${listed(FACTORIES, 'or')}`),
  ];
}

function ofNetworkPolicy(answers: Answers): AnswerProblem[] {
  const path = 'controlPlane.networkPolicy';
  const { extraValues, networkPolicy } = answers.controlPlane ?? {};
  const { enabled = true, allowFrom = [] } = networkPolicy ?? {};
  if (isPlain(answers)) {
    return problemIf(networkPolicy !== undefined, path,
      'is for planes with the charts; planes in plain YAML have their own; leave it out');
  }
  const [edge] = edgeOf(answers);
  const isOnNodes = edge === 'ingressNginx' && valueAt(extraValues, CHART_HOST_NETWORK) === true;
  return [
    ...problemIf(enabled && isOnNodes && !allowFrom.some(({ cidr }) => cidr !== undefined), path,
      `would lock the controller out: extraValues has ${CHART_HOST_NETWORK}, and labels do not select pods `
      + 'in the host network; give the addresses of the nodes in allowFrom (cidr), or enabled: false'),
    ...problemIf(!enabled && allowFrom.length > 0, `${path}.allowFrom`,
      'has no effect, as enabled is false; leave one of the two out'),
  ];
}

function ofChartGateway({ planes, controlPlane }: Answers): AnswerProblem[] {
  const { version } = chosen(planes, 'charts')[1];
  const release = version === undefined ? ChartVersion._current : ChartVersion._find(version);
  const provider = valueAt(controlPlane?.extraValues, INGRESS_PROVIDER) ?? 'both';
  if (release === undefined || rendersGateway(release._contract.controlPlane, provider)) {
    return [];
  }
  return rendersGateway(release._contract.controlPlane, 'both')
    ? [{
      path: `controlPlane.extraValues.${INGRESS_PROVIDER}`,
      text: `${JSON.stringify(provider)} renders no Gateway, but edge is that of the chart; write both, or `
        + 'envoy once you remove ingress-nginx',
    }]
    : [{
      path: 'edge.controller.chartGateway',
      text: `does not exist in the chart of release ${release}; give a later one in planes.charts.version`,
    }];
}

function ofGitops(answers: Answers): AnswerProblem[] {
  const [kind] = chosen(answers.gitops, 'helm');
  if (kind === 'helm') {
    return [];
  }
  if (isPlain(answers)) {
    return [{
      path: `gitops.${kind}`,
      text: 'installs the charts, but planes in plain YAML have none; leave gitops out, and let it sync the '
        + 'manifests',
    }];
  }
  const carrier = kind === 'flux' ? 'Flux' : 'Argo CD';
  return [
    ...problemIf(chosen(answers.planes, 'charts')[1].version === undefined, 'planes.charts.version',
      `required; ${carrier} installs an exact version, give it`),
  ];
}

/**
 * Each chart needs a target cluster that Argo CD or Flux can express, and no other chart may have the same
 * release there.
 */
function ofDestinations(answers: Answers): AnswerProblem[] {
  const [kind] = chosen(answers.gitops, 'helm');
  const twins = firstLike(answers);
  const planes = planesOf(answers);
  return planes.flatMap((plane, i) => {
    const path = `${plane.place}.destination`;
    const [said] = Object.keys(plane.destination);
    if (said !== undefined && !DESTINATIONS[kind].includes(said)) {
      return [{ path: `${path}.${said}`, text: MISUNDERSTOOD[kind] }];
    }
    const twin = twins[i];
    const fault = said === undefined ? 'required' : `is that of ${planes[twin].place}`;
    const text = `${fault}: ${plane.releaseName} in ${plane.namespace} is one Helm release in one cluster; `
      + `give that of each plane (${listed(DESTINATIONS[kind], 'or')}), or give each its own namespace`;
    return problemIf(kind !== 'helm' && twin < i, path, text);
  });
}

type Carrier = keyof NonNullable<Answers['gitops']>;

/** The answer for a cluster in each tool. */
const DESTINATIONS: Readonly<Record<Carrier, readonly string[]>> = {
  helm: [], argocd: ['cluster', 'server'], flux: ['kubeConfig'],
};

const MISUNDERSTOOD: Readonly<Record<Carrier, string>> = {
  helm: 'has no effect: you install into the cluster of your context; leave it out, or give gitops',
  argocd: 'is for Flux; Argo CD uses the name of the cluster (cluster) or its address (server)',
  flux: 'is for Argo CD; Flux uses the name of a Secret with the kubeconfig (kubeConfig)',
};

function ofDataPlanes(answers: Answers): AnswerProblem[] {
  const { dataPlane, dataPlanes = {} } = answers;
  const all = dataPlanesIn(answers);
  const anyHasOwn = all.some(({ operator }) => operator !== undefined);
  return [
    ...problemIf(dataPlane !== undefined && Object.keys(dataPlanes).length > 0, 'dataPlane',
      'has no name, but with several data planes each needs one; move it to dataPlanes'),
    ...all.flatMap(({ place, operator, eager }) => [
      ...problemIf(operator === undefined && eager !== undefined, `${place}.operator`,
        'required; a data plane with an eager application also needs one for its operator'),
      ...problemIf(operator === undefined && eager === undefined && anyHasOwn, `${place}.operator`,
        'required; other data planes have their own applications, give this one its own too'),
    ]),
  ];
}

/**
 * Client IDs are given for all three applications or for none, and secrets that are read from a store have a
 * location.
 */
function ofApplications(answers: Answers): AnswerProblem[] {
  const { applications = {}, secrets } = answers;
  return APPLICATION_NAMES.flatMap((name) => [
    ...problemIf(!isUnregistered(answers) && applications[name]?.clientId === undefined,
      `applications.${name}.clientId`, 'required; the client ID, as the other applications have one'),
    ...problemIf(
      secrets.externalSecrets !== undefined && name !== 'native' && applications[name]?.secret === undefined,
      `applications.${name}.secret`,
      'required; the location of its client secret in the store, with the name of the entry as key',
    ),
  ]);
}

function ofDatabasePassword(answers: Answers): AnswerProblem[] {
  return problemIf(isPlain(answers) && answers.controlPlane?.databasePassword !== undefined,
    'controlPlane.databasePassword', 'is for the charts; in plain YAML write planes.plain.database.password');
}
