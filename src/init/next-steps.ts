import { Answers, chosen, isPlain } from './answers';
import { registersFirst, registrationFileOf } from './identity-program';
import { NamedPlane, planesOf } from './planes-program';

const DOCS = 'node_modules/cdk8s-union-auth/docs';

/** A step of the README: what to do, and with what. */
interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * What to do with what was made, in the order in which it works, as Markdown.
 *
 * @param again the command that makes it again
 */
export function nextSteps(answers: Answers, again: string): string[] {
  const steps = registersFirst(answers)
    ? [registration(answers), fillIn(again)]
    : [
      namespaces(answers),
      registration(answers),
      secrets(answers),
      check(answers),
      ...install(answers),
      login(answers),
    ];
  return steps.flatMap(({ title, lines }, i) => [`### ${i + 1}. ${title}`, '', ...lines, '']);
}

function shell(...commands: string[]): string[] {
  return ['```sh', ...commands, '```'];
}

function namespaces(answers: Answers): Step {
  const names = [...new Set(planesOf(answers).map(({ namespace }) => namespace))];
  const store = answers.secrets.externalSecrets?.store as { kind: string; name: string } | undefined;
  return {
    title: 'Namespaces, each in its cluster',
    lines: [
      ...shell(...names.map((name) => `kubectl create namespace ${name}`)),
      ...(store?.kind === 'SecretStore'
        ? ['', `A SecretStore named \`${store.name}\` must be in each of them.`]
        : []),
      ...(store?.kind === 'ClusterSecretStore'
        ? ['', `A ClusterSecretStore named \`${store.name}\` must be in each cluster.`]
        : []),
    ],
  };
}

function registration(answers: Answers): Step {
  const file = registrationFileOf(answers);
  return {
    title: 'Register the applications with the identity provider',
    lines: [
      '`dist/oauth-applications.md` is the list, with a box for each '
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

function fillIn(again: string): Step {
  return {
    title: 'Put the client IDs in',
    lines: [
      'The provider has chosen the client IDs. Write them into `applications` (web, native, service; '
        + '`serviceSubject` where the checklist asks for a subject), then make the rest:',
      '',
      ...shell(again),
    ],
  };
}

function secrets(answers: Answers): Step {
  const [kind] = chosen(answers.secrets, 'provisioned');
  const planes = planesOf(answers);
  switch (kind) {
    case 'externalSecrets': return {
      title: 'Deliver the client secrets',
      lines: [
        'Put the secrets into the store under the names that you gave, without a line break at the end. '
          + 'Then, each in its cluster:',
        '',
        ...shell(
          ...planes.map(({ chart }) => `kubectl apply --filename dist/${chart}.k8s.yaml`),
          ...planes.map(({ namespace }) =>
            `kubectl wait externalsecret --all --for=condition=Ready --namespace ${namespace} --timeout=2m`),
        ),
      ],
    };
    case 'kubernetesSecrets': return {
      title: 'Deliver the client secrets',
      lines: [
        'The head of each script says which variables it reads. Each in its cluster:',
        '',
        ...shell(...planes.map(({ file }) => `sh dist/${file}.secrets.sh`)),
        ...(isPlain(answers)
          ? ['', ...shell(...planes.map(({ chart }) => `kubectl apply --filename dist/${chart}.k8s.yaml`))]
          : []),
      ],
    };
    default: return {
      title: 'Have the client secrets delivered',
      lines: [
        `Whoever delivers them finds each Secret with its keys in \`${DOCS}/secret-delivery.md\`; \`npx `
          + 'cdk8s-union-auth verify` names those that are missing.',
      ],
    };
  }
}

function check(answers: Answers): Step {
  return isPlain(answers)
    ? { title: 'Check', lines: shell('npx cdk8s-union-auth verify dist') }
    : {
      title: 'Check, with what the charts render',
      lines: [
        ...shell(
          ...planesOf(answers).map((plane) =>
            `helm template ${helmArguments(plane)} > rendered-${plane.file}.yaml`),
          'npx cdk8s-union-auth verify dist '
            + `${planesOf(answers).map(({ file }) => `rendered-${file}.yaml`).join(' ')}`,
        ),
        '',
        'Values files of Union\'s own (`--values values.aws.yaml`) come first, ours last.',
      ],
    };
}

function helmArguments({ helmRelease, namespace, file, chartName }: NamedPlane): string {
  return `${helmRelease} unionai/${chartName} --namespace ${namespace} --values dist/${file}.values.yaml`;
}

function install(answers: Answers): Step[] {
  const planes = planesOf(answers);
  const [kind] = chosen(answers.gitops, 'helm');
  if (isPlain(answers)) {
    return [
      {
        title: 'Watch the planes come up',
        lines: shell(...planes.map(({ namespace }) => `kubectl get pods --namespace ${namespace}`)),
      },
    ];
  }
  const takeOver: Step = {
    title: 'Only where Union runs already without these values',
    lines: [
      'Helm removes on an upgrade what it rendered before and now does not, with the keys that others keep '
        + 'there. These keep them:',
      '',
      ...shell(...planes.map(({ file }) => `sh dist/${file}.take-over.sh`)),
    ],
  };
  if (kind !== 'helm') {
    return [takeOver, {
      title: `Let ${kind === 'flux' ? 'Flux' : 'Argo CD'} install the charts`,
      lines: [
        ...shell(`kubectl apply --filename dist/${kind}.k8s.yaml`),
        '',
        `Order, and what it leaves alone: \`${DOCS}/gitops.md\`.`,
      ],
    }];
  }
  return [takeOver, {
    title: 'Install the charts',
    lines: shell(
      ...planes.map((plane) => `helm upgrade --install ${helmArguments(plane)} --timeout 15m --wait`),
    ),
  }];
}

function login({ domain }: Answers): Step {
  return {
    title: 'Log in',
    lines: [
      ...shell(`npx cdk8s-union-auth doctor https://${domain}`),
      '',
      `It names why nobody can, if nobody can. Then open https://${domain}/console. \`dist/clients/\` has `
        + 'the configuration of SDK and CLI.',
    ],
  };
}
