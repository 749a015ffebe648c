import { configMap, deployment, DeploymentProps, Json, object } from './_manifests';

/** Services of the two planes with their configuration, so that a fixture shows only the settings that its case is about. */

export const ISSUER = 'https://idp.example.com/oauth2/default';
export const TOKEN_URL = `${ISSUER}/v1/token`;
/** Issuers of which the verifier knows whose they are. */
export const ENTRA = 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0';
export const OKTA = 'https://acme.okta.com/oauth2/default';

/** The `auth` section of a flyteadmin that trusts an external authorization server. */
export function externalAuth(issuer: string, appAuth: { externalAuthServer?: Json; flyteClient?: Json } = {}, rest: Json = {}): Json {
  return {
    appAuth: {
      authServerType: 'External',
      externalAuthServer: { baseUrl: issuer, ...appAuth.externalAuthServer },
      ...(appAuth.flyteClient === undefined ? {} : { thirdPartyConfig: { flyteClient: appAuth.flyteClient } }),
    },
    userAuth: { openId: { baseUrl: issuer, clientId: 'web' } },
    ...rest,
  };
}

export interface FlyteadminOptions {
  readonly namespace?: string | null;
  readonly useAuth?: boolean;
  /** Whether it speaks TLS. */
  readonly secure?: boolean;
}

/** flyteadmin: its ConfigMap and its Deployment. */
export function flyteadmin(auth: Json, { namespace = 'union-cp', useAuth = true, secure }: FlyteadminOptions = {}): Json[] {
  const name = 'flyte-admin-base-config';
  return [
    configMap(name, { 'server.yaml': { server: { security: { useAuth, secure } }, auth } }, namespace),
    deployment('flyteadmin', { configMaps: { [name]: '/etc/flyte/config' }, namespace }),
  ];
}

/** A service of the control plane. */
export function service(name: string, config: Json, props: DeploymentProps = {}): Json[] {
  const namespace = props.namespace === undefined ? 'union-cp' : props.namespace;
  return [
    configMap(name, { 'config.yaml': config }, namespace),
    deployment(name, { configMaps: { [name]: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' }, ...props, namespace }),
  ];
}

/** A Service and its workload as kustomize names them: labels stay, and so do ConfigMaps here. */
export function renamed(name: string, objects: Json[], affix = (text: string) => `acme-${text}`): Json[] {
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = { name: affix(name), namespace: 'union-cp' };
  return [
    object('v1', 'Service', metadata.name, { spec: { selector: labels, ports: [{ port: 81 }] } }),
    ...objects.map((each) => (each.kind !== 'Deployment' ? each : {
      ...each, metadata, spec: { template: { metadata: { labels }, ...(each.spec as { template: object }).template } },
    })),
  ];
}

/** A service of a data plane. */
export function dataPlaneService(name: string, config: Json, namespace: string | null = 'union'): Json[] {
  return service(name, config, { namespace, secrets: { 'union-secret-auth': '/etc/union/secret' } });
}

/** What of a pod lets a part of its configuration come from a ConfigMap that the input does not hold. */
export function partlyShown(configMapName: string): Json {
  return { volumes: [{ name: configMapName, projected: { sources: [configMapName, 'more'].map((name) => ({ configMap: { name } })) } }] };
}
