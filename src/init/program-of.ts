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

/** The program that makes everything from the answers; their form is right. */
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

/** What someone has answered on purpose stops nothing. */
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

/** What carries the values into the clusters. */
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

/** A plane, and where the answers have what carries it. */
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
    // One directory a plane: anyone who publishes the manifests puts them there.
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

/** A second data plane leaves the first one's Application its name: another name is another Application. */
function nameInArgo({ file, chartName, clusterName }: NamedPlane): string {
  return clusterName === undefined ? file : `${chartName}-${clusterName}`;
}

/** All HelmReleases lie where Flux runs, and several clusters may have one release and namespace. */
function nameInFlux({ releaseName, clusterName, destination: { kubeConfig } }: NamedPlane): string {
  return kubeConfig === undefined ? releaseName : `${releaseName}-${clusterName ?? kubeConfig}`;
}

/** What the answers say to each other, beyond what the constructs check. */
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
    // Beside the charts constructs warn of it: the values may name the cluster elsewhere.
    ...problemIf(isPlain(answers) && dataPlanesIn(answers).every(({ operator }) => operator === undefined),
      'controlPlane.authorization.union', 'gives each cluster to its operator, and no data plane has one of '
      + 'its own; name it in dataPlanes, with its operator'),
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
      text: 'has no effect: beside the charts this edge is the chart\'s; leave it out, and set '
        + 'ingress.tls in controlPlane.extraValues',
    })),
    ...(chartsOwn && edge === 'chartGateway' ? ofChartGateway(answers) : []),
    ...problemIf(isPlain(answers) && edge === 'chartGateway', 'edge.controller.chartGateway',
      `is for planes beside the charts; in plain YAML write ${listed(FACTORIES, 'or')}`),
  ];
}

function ofNetworkPolicy(answers: Answers): AnswerProblem[] {
  const path = 'controlPlane.networkPolicy';
  const { extraValues, networkPolicy } = answers.controlPlane ?? {};
  const { enabled = true, allowFrom = [] } = networkPolicy ?? {};
  if (isPlain(answers)) {
    return problemIf(networkPolicy !== undefined, path,
      'is for planes beside the charts; those in plain YAML bring their own; leave it out');
  }
  const [edge] = edgeOf(answers);
  const isOnNodes = edge === 'ingressNginx' && valueAt(extraValues, CHART_HOST_NETWORK) === true;
  return [
    ...problemIf(enabled && isOnNodes && !allowFrom.some(({ cidr }) => cidr !== undefined), path,
      `would lock the controller out: extraValues has ${CHART_HOST_NETWORK}, and no label selects pods in `
      + 'the network of their nodes; give the addresses of the nodes in allowFrom (cidr), or '
      + 'enabled: false'),
    ...problemIf(!enabled && allowFrom.length > 0, `${path}.allowFrom`,
      'has no effect: enabled is false, and everyone may call; leave one of the two out'),
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
      text: `${JSON.stringify(provider)} renders no Gateway, and edge is the chart's; write both, or envoy `
        + 'once ingress-nginx may go',
    }]
    : [{
      path: 'edge.controller.chartGateway',
      text: `is rendered by no chart of release ${release}; name a later one in planes.charts.version`,
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
      text: 'installs the charts, and planes in plain YAML have none; leave gitops out, and let it sync the '
        + 'manifests',
    }];
  }
  const carrier = kind === 'flux' ? 'Flux' : 'Argo CD';
  return [
    ...problemIf(chosen(answers.planes, 'charts')[1].version === undefined, 'planes.charts.version',
      `required; ${carrier} installs an exact version, name it`),
  ];
}

/** Each chart goes to a cluster that its carrier has a word for, and no other chart is that release there. */
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
    const text = `${fault}: ${plane.releaseName} in ${plane.namespace} is one release in one cluster; name `
      + `that of each plane (${listed(DESTINATIONS[kind], 'or')}), or give each a namespace of its own`;
    return problemIf(kind !== 'helm' && twin < i, path, text);
  });
}

type Carrier = keyof NonNullable<Answers['gitops']>;

/** What each installer calls a cluster. */
const DESTINATIONS: Readonly<Record<Carrier, readonly string[]>> = {
  helm: [], argocd: ['cluster', 'server'], flux: ['kubeConfig'],
};

const MISUNDERSTOOD: Readonly<Record<Carrier, string>> = {
  helm: 'has no effect: you install into the cluster of your context; leave it out, or name gitops',
  argocd: 'is Flux\'s; Argo CD takes the name of the cluster (cluster) or its address (server)',
  flux: 'is Argo CD\'s; Flux takes the name of a Secret with the kubeconfig (kubeConfig)',
};

function ofDataPlanes(answers: Answers): AnswerProblem[] {
  const { dataPlane, dataPlanes = {} } = answers;
  const all = dataPlanesIn(answers);
  const anyHasOwn = all.some(({ operator }) => operator !== undefined);
  return [
    ...problemIf(dataPlane !== undefined && Object.keys(dataPlanes).length > 0, 'dataPlane',
      'is one without a name beside those of dataPlanes; of several each has a name, move it there'),
    ...all.flatMap(({ place, operator, eager }) => [
      ...problemIf(operator === undefined && eager !== undefined, `${place}.operator`,
        'required; a data plane with an eager application has one for its operator'),
      ...problemIf(operator === undefined && eager === undefined && anyHasOwn, `${place}.operator`,
        'required; other data planes have applications of their own, give this one its own too'),
    ]),
  ];
}

/** Client IDs are given of all three applications or of none, and what is read from a store has a place. */
function ofApplications(answers: Answers): AnswerProblem[] {
  const { applications = {}, secrets } = answers;
  return APPLICATION_NAMES.flatMap((name) => [
    ...problemIf(!isUnregistered(answers) && applications[name]?.clientId === undefined,
      `applications.${name}.clientId`, 'required; the client ID, as the other applications have one'),
    ...problemIf(
      secrets.externalSecrets !== undefined && name !== 'native' && applications[name]?.secret === undefined,
      `applications.${name}.secret`,
      'required; where its client secret is in the store, with the name of the entry as key below it',
    ),
  ]);
}

function ofDatabasePassword(answers: Answers): AnswerProblem[] {
  return problemIf(isPlain(answers) && answers.controlPlane?.databasePassword !== undefined,
    'controlPlane.databasePassword', 'is for the charts; in plain YAML write planes.plain.database.password');
}
