/** A command to inspect a running deployment. Plain data. */
export interface Look {
  /** A line of POSIX shell that only reads; the variables are in `VARIABLES`. */
  readonly run: string;
  /** The wrong and the right output, as a sentence. */
  readonly shows: string;
}

/** The commands of a rule or a symptom: at least one. */
export type Looks = readonly [Look, ...Look[]];

/** The variables of the commands: an example value, and the meaning. */
export const VARIABLES = {
  DOMAIN: { example: 'union.example.com', meaning: 'the public host' },
  CP: { example: 'union-cp', meaning: 'the namespace of the control plane' },
  DP: { example: 'union', meaning: 'the namespace of the data plane' },
  NS: { example: 'union-cp', meaning: 'either of them: where the object is' },
  ISSUER: {
    example: 'https://acme.okta.example.com/oauth2/default',
    meaning: 'the issuer, as flyteadmin has it',
  },
  TOKEN_URL: {
    example: 'https://acme.okta.example.com/oauth2/default/v1/token',
    meaning: 'the token endpoint, as clients have it',
  },
  ACCESS_TOKEN: { example: 'header.payload.signature', meaning: 'an access token of the person in question' },
  CLIENT_ID: { example: '0oa-service-3333', meaning: 'the client ID of the service in question' },
  CLI_CLIENT_ID: { example: '0oa-native-2222', meaning: 'the client ID of SDK and CLI' },
  DEVICE_ENDPOINT: {
    example: 'https://acme.okta.example.com/oauth2/default/v1/device/authorize',
    meaning: 'the device authorization endpoint, as the provider announces it',
  },
  RELEASE: { example: 'unionai-controlplane', meaning: 'the Helm release in $NS' },
} as const satisfies Record<string, { readonly example: string; readonly meaning: string }>;

type VariableName = keyof typeof VARIABLES;

/** The variables that a command uses, in the order of `VARIABLES`. */
export function variablesOf(looks: readonly Look[]): VariableName[] {
  return (Object.keys(VARIABLES) as VariableName[]).filter((name) =>
    looks.some(({ run }) => new RegExp(`\\$\\{?${name}\\b`).test(run)),
  );
}

/** Verified core kinds, API groups, and policies of meshes and network plugins. */
const CORE = ['configmaps', 'secrets', 'services', 'serviceaccounts'];
const POLICIES = ['network', 'authorization'];
const GROUPS = [
  'apps', 'batch', 'networking.k8s.io', 'rbac.authorization.k8s.io', 'external-secrets.io', 'cert-manager.io',
  'envoyproxy.io', 'istio.io', 'traefik.io', 'containo.us',
];

/** All kinds in the cluster; managed fields contain the owners of keys of Secrets. */
export const CLUSTER_DUMP = 'kubectl get "$(kubectl api-resources --verbs=list -o name '
  + `| grep -E '^(${CORE.join('|')})$|(${POLICIES.join('|')})policies\\.|\\.(${GROUPS.join('|')})$' `
  + '| paste -sd, -)" '
  + '-A -o yaml --show-managed-fields';
