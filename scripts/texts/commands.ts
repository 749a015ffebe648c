import { SUPPRESSION_PREFIX } from '../../src/contract/own-annotations';
import { AUTHORIZER } from '../../src/contract/union/authorizer';
import { OPERATOR } from '../../src/contract/union/data-plane-workloads';
import { FLYTEADMIN_PATHS, OIDC_METADATA_PATH } from '../../src/contract/union/flyteadmin';
import { CLIENT_SECRET_KEY } from '../../src/contract/union/secrets';
import { FLYTEADMIN, SCHEDULER } from '../../src/contract/union/services/flyteadmin';
import { NGINX_ANNOTATION_PREFIX } from '../../src/contract/upstream/ingress-nginx';

/** One line for each object: its fields by JSON path, each with a heading. */
function columns(args: string, paths: Readonly<Record<string, string>>): string {
  return `kubectl ${args} -o custom-columns='${Object.entries(paths).map(([heading, path]) => `${heading}:${path}`).join(',')}'`;
}

const logs = (namespace: string, deployment: string, pattern: string) =>
  `kubectl -n ${namespace} logs deploy/${deployment} --all-containers --tail=500 | grep -i -E '${pattern}'`;

/** The client secret goes through a pipe, never to the screen. */
const secretValue = (namespace: string, name: string) =>
  `kubectl -n ${namespace} get secret ${name} -o jsonpath='{.data.${CLIENT_SECRET_KEY}}' | base64 -d`;

const STATUS = '-s -o /dev/null -w \'%{http_code} %{redirect_url}\\n\'';
const anonymousAt = (url: string) => `curl ${STATUS} "${url}"`;
const anonymous = (path: string) => anonymousAt(`https://$DOMAIN${path}`);

const helmValues = (pattern: string) => `helm -n $NS get values $RELEASE -o yaml | grep -n -E '${pattern}'`;

const READY = '.status.conditions[?(@.type=="Ready")]';

/**
 * The commands that a look can call by name. None prints the value of a Secret: `describe` counts the bytes
 * of each key. Namespaces are `$CP`, `$DP` or `$NS`.
 */
export const COMMANDS: Readonly<Record<string, (...args: string[]) => string>> = {
  /** Lines of the config files of a plane. */
  settings: (namespace: string, pattern: string) => `kubectl -n ${namespace} get configmap -o yaml | grep -n -E '${pattern}'`,

  /** Lines of flyteadmin's own config. */
  flyteadminSettings: (pattern: string) => `kubectl -n $CP get configmap ${FLYTEADMIN.configMap} -o yaml | grep -n -E '${pattern}'`,

  /** A key of the authorizer's settings, with a number of lines. */
  authorizerSettings: (lines: string, key: string) => `kubectl -n $CP get configmap ${AUTHORIZER} -o yaml | grep -n -A${lines} ${key}`,

  /** The keys of a Secret, with their sizes in bytes. */
  secretKeys: (namespace: string, name: string) => `kubectl -n ${namespace} describe secret ${name}`,

  /** The same for every Secret of the namespace. */
  allSecretKeys: (namespace: string) => `kubectl -n ${namespace} describe secret`,

  /** How many lines of a client secret match. */
  secretMatches: (namespace: string, name: string, pattern: string) => `${secretValue(namespace, name)} | grep -c -E ${pattern}`,

  /** Whether the provider accepts a client secret. Only an error is printed, since success is a token. */
  secretAtProvider: (namespace: string, name: string) => `${secretValue(namespace, name)} `
    + '| curl -s "$TOKEN_URL" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d scope=all '
    + '--data-urlencode client_secret@- | grep -o \'"error.*\'',

  /** Who wrote each Secret of a namespace: Helm, kubectl, External Secrets. */
  secretWriters: () => columns('-n $NS get secret', { NAME: '.metadata.name', WRITERS: '.metadata.managedFields[*].manager' }),

  /** Whether ExternalSecrets are synced. `Ready` may be True for a missing Secret. */
  externalSecretStatus: () => columns('get externalsecret -A', {
    NAMESPACE: '.metadata.namespace',
    NAME: '.metadata.name',
    POLICY: '.spec.target.creationPolicy',
    REASON: `${READY}.reason`,
    MESSAGE: `${READY}.message`,
  }),

  /** The Secrets that the Deployments of a namespace mount, with their paths. */
  mounts: (namespace: string) => columns(`-n ${namespace} get deploy`, {
    NAME: '.metadata.name',
    SECRETS: '.spec.template.spec.volumes[*].secret.secretName',
    MOUNTS: '.spec.template.spec.containers[*].volumeMounts[*].mountPath',
  }),

  /** Why pods of a namespace do not start. */
  warnings: (namespace: string) => `kubectl -n ${namespace} get events --field-selector type=Warning --sort-by .lastTimestamp`,

  /** Matching lines of a Deployment's log. */
  logs,
  flyteadminLogs: (pattern: string) => logs('$CP', FLYTEADMIN.name, pattern),
  schedulerLogs: (pattern: string) => logs('$CP', SCHEDULER.name, pattern),
  operatorLogs: (pattern: string) => logs('$DP', OPERATOR.name, pattern),

  /** An annotation of ingress-nginx on each Ingress of the control plane, with its hosts. */
  ingressAnnotation: (name: string) => columns('-n $CP get ingress', {
    NAME: '.metadata.name',
    CLASS: '.spec.ingressClassName',
    HOSTS: '.spec.rules[*].host',
    VALUE: `.metadata.annotations.${`${NGINX_ANNOTATION_PREFIX}${name}`.replace(/\./g, '\\.')}`,
  }),

  /** The paths of each Ingress of the control plane, with their Services. */
  ingressPaths: () => 'kubectl -n $CP describe ingress',

  /** Matching lines of the values of a Helm release. */
  helmValues,

  /** The authentication values of a Helm release. */
  helmAuthValues: () => helmValues('auth|AUTH|OIDC|oauth|CLIENT'),

  /** The ignore annotations of a cluster. */
  suppressions: () => `kubectl get deploy,configmap,ingress,externalsecret -A -o yaml | grep -n '${SUPPRESSION_PREFIX}'`,

  /** The status and redirect of a URL without any credential. */
  anonymousAt,

  /** The same for a path of the deployment. */
  anonymous,

  /** The same for flyteadmin's `/me`, which every guard queries. */
  me: () => anonymous(FLYTEADMIN_PATHS.me),

  /**
   * The HTTP status for a gRPC caller without a token. The call has no body, so that no service acts on it.
   */
  anonymousGrpc: (method: string) => `curl --http2 -X POST ${STATUS} -H 'content-type: application/grpc' -H 'te: trailers' `
    + `"https://$DOMAIN/${method}"`,

  /** The redirect of `/login`: the URL shows client ID, redirect URI and scopes. */
  loginRedirect: () => `curl -s -o /dev/null -w '%{redirect_url}\\n' "https://$DOMAIN${FLYTEADMIN_PATHS.login}"`,

  /** flyteadmin's settings for SDK and CLI: client ID, redirect URI, scopes, audience, header. */
  publicClient: () => 'curl -s "https://$DOMAIN/config/v1/flyte_client"',

  /** The provider's metadata. */
  providerMetadata: () => `curl -s "$ISSUER/${OIDC_METADATA_PATH}"`,

  /** The first and the last day of the certificate that the edge presents. */
  certificateDates: () => 'openssl s_client -connect "$DOMAIN:443" -servername "$DOMAIN" </dev/null 2>/dev/null '
    + '| openssl x509 -noout -dates',

  /** The certificate that the edge presents. */
  certificate: () => 'openssl s_client -connect "$DOMAIN:443" -servername "$DOMAIN" -alpn h2 </dev/null 2>&1 | grep -E '
    + '\'subject=|issuer=|Verif|ALPN\'',
};
