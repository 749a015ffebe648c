import { SUPPRESSION_PREFIX } from '../../contract/own-annotations';
import { AUTHORIZER } from '../../contract/union/authorizer';
import { OPERATOR } from '../../contract/union/data-plane-workloads';
import { CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import { FLYTEADMIN, SCHEDULER } from '../../contract/union/services/flyteadmin';
import { NGINX_ANNOTATION_PREFIX } from '../../contract/upstream/ingress-nginx';
import { Look, Looks } from './look';

/** Commands that ask the cluster and print no value of a Secret. */

/** A namespace, by the variable that holds it. */
type Namespace = '$CP' | '$DP' | '$NS';

/** Lines of the config files of a plane. */
export function settings(namespace: Namespace, pattern: string, shows: string): Look {
  return { run: `kubectl -n ${namespace} get configmap -o yaml | grep -n -E '${pattern}'`, shows };
}

/** Lines of flyteadmin's own config. */
export function flyteadminSettings(pattern: string, shows: string): Look {
  return {
    run: `kubectl -n $CP get configmap ${FLYTEADMIN.configMap} -o yaml | grep -n -E '${pattern}'`,
    shows,
  };
}

/** The keys of a Secret and their sizes in bytes; without a name, of every Secret of the namespace. */
export function secretKeys(namespace: Namespace, name: string | undefined, shows: string): Look {
  return { run: `kubectl -n ${namespace} describe secret${name === undefined ? '' : ` ${name}`}`, shows };
}

export function clientSecretKey(namespace: Namespace, name: string): Look {
  return secretKeys(namespace, name, `${CLIENT_SECRET_KEY} must be among the keys, with more than 0 bytes.`);
}

/** How many lines of a key's value match; the value itself is not shown. */
export function secretMatches(namespace: Namespace, name: string, pattern: string, shows: string): Look {
  return {
    run: `kubectl -n ${namespace} get secret ${name} -o jsonpath='{.data.${CLIENT_SECRET_KEY}}' | base64 -d `
      + `| grep -c -E ${pattern}`,
    shows,
  };
}

/** The secret goes through a pipe; only an error is printed, since success is a token. */
export function secretAtProvider(namespace: Namespace, name: string, shows: string): Look {
  return {
    run: `kubectl -n ${namespace} get secret ${name} -o jsonpath='{.data.${CLIENT_SECRET_KEY}}' | base64 -d `
      + '| curl -s "$TOKEN_URL" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d scope=all '
      + '--data-urlencode client_secret@- | grep -o \'"error.*\'',
    shows,
  };
}

/** Whether ExternalSecrets are synced: `Ready` may be True for a missing Secret. */
export function externalSecretStatus(shows: string): Look {
  const ready = '.status.conditions[?(@.type=="Ready")]';
  return columns('get externalsecret -A', {
    NAMESPACE: '.metadata.namespace',
    NAME: '.metadata.name',
    POLICY: '.spec.target.creationPolicy',
    REASON: `${ready}.reason`,
    MESSAGE: `${ready}.message`,
  }, shows);
}

/** Why pods of a namespace do not start. */
export function warnings(namespace: Namespace, shows: string): Look {
  return {
    run: `kubectl -n ${namespace} get events --field-selector type=Warning --sort-by .lastTimestamp`,
    shows,
  };
}

/** Matching lines of a Deployment's log. */
export function logs(namespace: Namespace, deployment: string, pattern: string, shows: string): Look {
  return {
    run: `kubectl -n ${namespace} logs deploy/${deployment} --all-containers --tail=500 | grep -i -E `
      + `'${pattern}'`,
    shows,
  };
}

export const flyteadminLogs = (pattern: string, shows: string): Look =>
  logs('$CP', FLYTEADMIN.name, pattern, shows);
export const schedulerLogs = (pattern: string, shows: string): Look =>
  logs('$CP', SCHEDULER.name, pattern, shows);
export const operatorLogs = (pattern: string, shows: string): Look =>
  logs('$DP', OPERATOR.name, pattern, shows);

/** The Secrets that the Deployments of a namespace mount, with their paths. */
export function mounts(namespace: Namespace, shows: string): Look {
  return columns(`-n ${namespace} get deploy`, {
    NAME: '.metadata.name',
    SECRETS: '.spec.template.spec.volumes[*].secret.secretName',
    MOUNTS: '.spec.template.spec.containers[*].volumeMounts[*].mountPath',
  }, shows);
}

/** An annotation of ingress-nginx on each Ingress of the control plane, with its hosts. */
export function ingressAnnotation(name: string, shows: string): Look {
  const path = `${NGINX_ANNOTATION_PREFIX}${name}`.replace(/\./g, '\\.');
  return columns('-n $CP get ingress', {
    NAME: '.metadata.name',
    CLASS: '.spec.ingressClassName',
    HOSTS: '.spec.rules[*].host',
    VALUE: `.metadata.annotations.${path}`,
  }, shows);
}

/** The paths of each Ingress of the control plane, with their Services. */
export function ingressPaths(shows: string): Look {
  return { run: 'kubectl -n $CP describe ingress', shows };
}

export function helmValues(pattern: string, shows: string): Look {
  return { run: `helm -n $NS get values $RELEASE -o yaml | grep -n -E '${pattern}'`, shows };
}

/** The authentication values of a Helm release. */
export const helmAuthValues = (shows: string): Look => helmValues('auth|AUTH|OIDC|oauth|CLIENT', shows);

/** Whether a value reaches the services that read it. */
export const SETTING_ARRIVES: Looks = [
  helmAuthValues('What was installed; look whether the setting arrives in a config file:'),
  settings('$NS', 'auth|clientId|baseUrl', 'The settings as the services read them.'),
];

/** The authorizer's settings under a key, with a number of lines. */
export function authorizerSettings(key: string, lines: number, shows: string): Look {
  return kubectl(`-n $CP get configmap ${AUTHORIZER} -o yaml | grep -n -A${lines} ${key}`, shows);
}

/** Who wrote each Secret of a namespace: Helm, kubectl, External Secrets. */
export function secretWriters(shows: string): Look {
  return columns(
    '-n $NS get secret', { NAME: '.metadata.name', WRITERS: '.metadata.managedFields[*].manager' }, shows,
  );
}

/** The ignore annotations of a cluster. */
export function suppressions(shows: string): Look {
  return {
    run: `kubectl get deploy,configmap,ingress,externalsecret -A -o yaml | grep -n '${SUPPRESSION_PREFIX}'`,
    shows,
  };
}

export function kubectl(args: string, shows: string): Look {
  return { run: `kubectl ${args}`, shows };
}

/** One line for each object: its fields by JSON path, each with a heading. */
export function columns(
  args: string, paths: Readonly<Record<string, string>>, shows: string,
): Look {
  const spec = Object.entries(paths).map(([heading, path]) => `${heading}:${path}`).join(',');
  return kubectl(`${args} -o custom-columns='${spec}'`, shows);
}
