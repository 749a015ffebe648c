import { stringify } from 'yaml';
import { listed } from '../common/data/texts';
import { OutputFile } from '../constructs/output/output-folder';
import { bareVersion } from '../contract/union/release-contract';
import { ChartVersion } from '../contract/union/releases/chart-version';
import { DATABASE_PASSWORD_KEY, SECRETS } from '../contract/union/secrets';
import { ENVOY_GATEWAY_CLASS, ENVOY_GATEWAY_NAMESPACE } from '../contract/upstream/envoy-gateway';
import { GATEWAY_API_VERSION } from '../contract/upstream/gateway-api';
import { Answers, APPLICATION_NAMES, chosen, edgeOf, isPlain } from './answers';
import { ANSWERS_FILE } from './answers-file';
import { NAMES, providerOf, registersFirst, registrationFileOf } from './identity-program';
import { CHARTS_BESIDE, NamedPlane, controllerSettings, planesOf } from './planes-program';

/** How the reader calls this library, and the location of its guides. */
export interface Means {
  /** The commands that generate everything from the answers file. */
  readonly anew: readonly string[];
  readonly tool: string;
  readonly guide: (name: string) => string;
}

/** The output that the steps are about. */
interface Made {
  readonly answers: Answers;
  readonly files: readonly OutputFile[];
}

/** A step of the README: instructions and commands. */
interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The steps to use the output, in order, as Markdown. */
export function nextSteps(made: Made, means: Means): string[] {
  const { answers } = made;
  const steps = registersFirst(answers)
    ? [registration(answers), fillIn(answers, means)]
    : [
      namespaces(answers),
      registration(answers),
      ...controller(answers, means),
      ...takeOver(answers),
      ...secrets(made, means),
      check(answers, means),
      install(answers, means),
      login(answers, means),
    ];
  return steps.flatMap(({ title, lines }, i) => [`### ${i + 1}. ${title}`, '', ...lines, '']);
}

function shell(...commands: string[]): string[] {
  return ['```sh', ...commands, '```'];
}

function namespaces(answers: Answers): Step {
  const names = [...new Set(planesOf(answers).map(({ namespace }) => namespace))];
  const store = answers.secrets.externalSecrets?.store;
  return {
    title: 'Namespaces, each in its cluster',
    lines: [
      ...shell(...names.map((name) => `kubectl create namespace ${name}`)),
      ...(store === undefined ? [] : [
        '', `A ${store.kind} named \`${store.name}\` must exist in each `
          + (store.kind === 'SecretStore' ? 'of them.' : 'cluster.'),
      ]),
    ],
  };
}

function registration(answers: Answers): Step {
  const file = registrationFileOf(answers);
  return {
    title: 'Register the applications with the identity provider',
    lines: [
      '`dist/oauth-applications.md` is the checklist, with a box for each '
        + `step.${file === undefined ? '' : ` \`dist/${file}\` does the same:`}`,
      ...(file === undefined ? [] : ['', ...importCommand(file)]),
    ],
  };
}

function importCommand(file: string): string[] {
  switch (file) {
    case 'keycloak-realm.json': return [
      'Keycloak imports it: Create realm, Browse; or `kc.sh start --import-realm`. Secrets: Clients, '
        + 'Credentials.',
    ];
    case 'dex-static-clients.yaml': return [
      'Put it into Dex\'s configuration, and each secret into the environment of Dex under the name that the '
        + 'file has.',
    ];
    case 'hydra-clients.json': return shell(
      `hydra import oauth2-client dist/${file} --endpoint <admin URL> --format json`,
    );
    default: return shell(
      `mkdir -p terraform && cp dist/${file} terraform/ && terraform -chdir=terraform init && terraform `
        + '-chdir=terraform apply',
      'terraform -chdir=terraform output',
    );
  }
}

/** A controller that is not in Union's chart: its kinds must exist before objects of them. */
function controller(answers: Answers, { guide }: Means): Step[] {
  const [kind] = edgeOf(answers);
  const { gateway, gatewayClassName = ENVOY_GATEWAY_CLASS } = answers.edge?.controller?.envoyGateway ?? {};
  const lines = {
    traefik: shell('helm upgrade --install traefik traefik --repo https://traefik.github.io/charts '
      + '--namespace traefik --create-namespace --values dist/traefik.values.yaml'),
    envoyGateway: gateway === undefined
      ? shell(
        'helm upgrade --install eg oci://docker.io/envoyproxy/gateway-helm '
          + `--namespace ${ENVOY_GATEWAY_NAMESPACE} --create-namespace`,
        'kubectl apply --filename - <<END',
        `apiVersion: ${GATEWAY_API_VERSION}`,
        'kind: GatewayClass',
        `metadata: {name: ${gatewayClassName}}`,
        'spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}',
        'END',
      )
      : ['`dist/gateway.client-traffic.yaml` is for the owner of the Gateway, to merge into the existing '
        + 'one.'],
    ingressNginx: controllerSettings(answers) === undefined
      ? []
      : ['Apply the values of `dist/ingress-nginx.values.yaml` to your controller.'],
    chartGateway: [],
  }[kind];
  const moving = isPlain(answers) || kind === 'ingressNginx' ? [] : [
    ...(lines.length === 0 ? [] : ['']),
    'If the chart\'s ingress-nginx is in use, keep it until DNS has moved: '
      + `${guide('moving-off-ingress-nginx.md')}.`,
  ];
  return lines.length + moving.length === 0 ? [] : [{
    title: 'Install the controller of the edge', lines: [...lines, ...moving],
  }];
}

function fillIn(answers: Answers, { anew }: Means): Step {
  const { _description: { takesClientIds }, _choosesSubjects: choosesSubjects } = providerOf(answers)!;
  const applications = Object.fromEntries(APPLICATION_NAMES.map((name) => [name, {
    clientId: takesClientIds ? NAMES[name] : '<client ID>',
    ...answers.applications?.[name],
    ...(choosesSubjects && name === 'service'
      ? { subject: '<"sub" of the tokens of the service application>' }
      : {}),
  }]));
  return {
    title: 'Add the client IDs that the provider chose',
    lines: [
      `In \`${ANSWERS_FILE}\`, replace \`applications\` with:`,
      '',
      '```yaml',
      ...stringify({ applications }, { lineWidth: 0 }).trimEnd().split('\n'),
      '```',
      '',
      `Do the same with \`clientId\`${choosesSubjects ? ' and `subject`' : ''} of data planes and pipelines. `
        + 'Then generate the rest; the new README has the next steps:',
      '',
      ...shell(...anew),
    ],
  };
}

function secrets({ answers, files }: Made, means: Means): Step[] {
  const [kind] = chosen(answers.secrets, 'provisioned');
  const planes = planesOf(answers);
  const apply = manifestsOf(files).map((path) => `kubectl apply --filename dist/${path}`);
  const delivered = { title: 'Deliver the client secrets' };
  if (kind === 'externalSecrets') {
    const waits = planes.map(({ namespace }) =>
      `kubectl wait externalsecret --all --for=condition=Ready --namespace ${namespace} --timeout=2m`);
    return [{
      ...delivered,
      lines: [
        'Put the secrets into the store under the given names, without a newline at the end. '
          + 'Then, each in its cluster:',
        '',
        ...shell(...apply, ...waits),
        ...databasePassword(answers, means),
      ],
    }];
  }
  const byScript = {
    ...delivered,
    lines: [
      'The head of each script lists its variables. Each in its cluster:',
      '',
      ...shell(...planes.map(({ file }) => `sh dist/${file}.secrets.sh`)),
      ...databasePassword(answers, means),
    ],
  };
  return [
    kind === 'kubernetesSecrets' ? byScript : byOthers(means),
    { title: 'Apply the manifests', lines: ['Each in its cluster:', '', ...shell(...apply)] },
  ];
}

function byOthers({ tool, guide }: Means): Step {
  return {
    title: 'Have the client secrets delivered',
    lines: [
      `${guide('secret-delivery.md')} lists each Secret with its keys; `
        + `\`${tool} verify\` reports missing ones.`,
    ],
  };
}

function databasePassword({ planes, controlPlane }: Answers, { guide }: Means): string[] {
  return planes?.plain?.database.password ?? controlPlane?.databasePassword ? [] : [
    '',
    `The database password, \`${DATABASE_PASSWORD_KEY}\` of \`${SECRETS.unionServices.name}\`, is left to `
      + `you: ${guide('deploy.md')} says how to add it.`,
  ];
}

/** The manifests for kubectl: without empty ones, which it refuses, and those that wait for others. */
function manifestsOf(files: readonly OutputFile[]): string[] {
  return files
    .filter(({ path, text }) => path.endsWith('.k8s.yaml') && text.trim() !== '')
    .map(({ path }) => path)
    .filter((path) => !CARRIERS.includes(path));
}

const CARRIERS = [CHARTS_BESIDE.argocd, CHARTS_BESIDE.flux].map((chart) => `${chart}.k8s.yaml`);

function check(answers: Answers, { tool }: Means): Step {
  const planes = planesOf(answers);
  const charts = [...new Set(planes.map(({ chartName }) => chartName))];
  return isPlain(answers)
    ? { title: 'Check', lines: shell(`${tool} verify dist`) }
    : {
      title: 'Check, with what the charts render',
      lines: [
        'Each chart brings values for your cloud, such as `values.aws.yaml` and `values.gcp.yaml`. Get them '
          + 'and fill in the empty values: the bucket, the database, `CLUSTER_NAME` and `ORG_NAME`.',
        '',
        ...shell(...charts.map((chart) =>
          `helm pull unionai/${chart} --version ${versionOf(answers)} --untar --untardir charts`)),
        '',
        'Those values come first, ours last:',
        '',
        ...shell(
          ...planes.map((plane) =>
            `helm template ${helmArguments(plane, answers)} > rendered-${plane.file}.yaml`),
          `${tool} verify dist ${planes.map(({ file }) => `rendered-${file}.yaml`).join(' ')}`,
        ),
      ],
    };
}

function helmArguments({ releaseName, namespace, file, chartName }: NamedPlane, answers: Answers): string {
  return `${releaseName} unionai/${chartName} --namespace ${namespace} --version ${versionOf(answers)} `
    + `--values charts/${chartName}/values.aws.yaml --values dist/${file}.values.yaml`;
}

/** Values are for one release of the charts; without a version, Helm would install a later one. */
function versionOf({ planes }: Answers): string {
  return versionsOf(chosen(planes, 'charts')[1].version);
}

/** The given version, or all versions of the release, in the notation of shell and Helm. */
function versionsOf(named: string | undefined): string {
  const exact = bareVersion(named ?? '');
  if (exact?.split('.').length === 3) {
    return exact;
  }
  const { versions: { from, before } } =
    (named === undefined ? ChartVersion._current : ChartVersion.of(named))._contract;
  return `'>=${from} <${before}'`;
}

/** Before the first of our objects exists: kubectl would remove the keys of a Secret that it created. */
function takeOver(answers: Answers): Step[] {
  return isPlain(answers) ? [] : [{
    title: 'Only if Union already runs without these values',
    lines: [
      'kubectl removes the keys of a Secret that it created, and an upgrade deletes Secrets that Helm '
        + 'rendered before and no longer does, with the keys that other tools own. These scripts keep them:',
      '',
      ...shell(...planesOf(answers).map(({ file }) => `sh dist/${file}.take-over.sh`)),
    ],
  }];
}

function install(answers: Answers, { guide }: Means): Step {
  const planes = planesOf(answers);
  const [kind] = chosen(answers.gitops, 'helm');
  if (isPlain(answers)) {
    return {
      title: 'Watch the planes start',
      lines: shell(...planes.map(({ namespace }) => `kubectl get pods --namespace ${namespace}`)),
    };
  }
  if (kind !== 'helm') {
    return {
      title: `Let ${kind === 'flux' ? 'Flux' : 'Argo CD'} install the charts, in its own cluster`,
      lines: [
        ...clustersToKnow(planes),
        ...shell(`kubectl apply --filename dist/${kind}.k8s.yaml`),
        '',
        `For the order, and the fields that it ignores, see ${guide('gitops.md')}.`,
      ],
    };
  }
  return {
    title: 'Install the charts',
    lines: shell(
      ...planes.map((plane) =>
        `helm upgrade --install ${helmArguments(plane, answers)} --timeout 15m --wait`),
    ),
  };
}

/** The prerequisites of charts in other clusters. */
function clustersToKnow(planes: readonly NamedPlane[]): string[] {
  const configs = planes.flatMap(({ namespace, destination: { kubeConfig } }) =>
    (kubeConfig === undefined ? [] : `\`${kubeConfig}\` in namespace \`${namespace}\``));
  const named = planes.flatMap(({ installedIn, destination: { kubeConfig } }) =>
    (kubeConfig === undefined ? installedIn ?? [] : []));
  const clusters = [...new Set(named)].map((cluster) => `\`${cluster}\``);
  return [
    ...(configs.length === 0 ? [] : [
      `The cluster of Flux must have the Secrets with kubeconfigs: ${listed(configs)}.`, '',
    ]),
    ...(clusters.length === 0 ? [] : [
      `Argo CD must have the clusters ${listed(clusters)}: \`argocd cluster list\`, \`argocd cluster `
        + 'add`.', '',
    ]),
  ];
}

function login({ domain }: Answers, { tool }: Means): Step {
  return {
    title: 'Log in',
    lines: [
      ...shell(`${tool} doctor https://${domain}`),
      '',
      `If sign-in fails, it reports why. Then open https://${domain}/console. \`dist/clients/\` has `
        + 'the configuration of SDK and CLI.',
    ],
  };
}
