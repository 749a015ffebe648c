import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { KubeObject, sameNamespace } from '../kube/kube-object';

/** An auth gate: an nginx that turns whatever an edge asks into a request for `/me`. */
interface AuthGate {
  readonly configMap: KubeObject;
  /** `http://<host>:<port>/me` */
  readonly asks: string;
  /** Ports on which it sends anonymous browsers to sign in. */
  readonly signInPorts: readonly string[];
}

const CONFIG = 'nginx.conf';
const UPSTREAM = /upstream\s+[\w-]+\s*\{\s*server\s+([^;\s]+)\s*;/;
const SERVER = /\n {2}server \{\n([\s\S]*?)\n {2}\}/g;

/**
 * The auth gates of the input, as this library emits them: a ConfigMap with the name of the Service that edges ask.
 *
 * A gate's configuration says which flyteadmin it asks; without it a guard would ask a Service that says nothing.
 */
export class AuthGates {
  private readonly gates: readonly AuthGate[];

  public constructor(configMaps: readonly KubeObject[]) {
    this.gates = configMaps.flatMap((configMap) => gateOf(configMap) ?? []);
  }

  /** What a guard that asks a Service learns in turn: the URL of `/me`, and where browsers are sent to sign in. */
  public behind(service: string, port: string | undefined, near: KubeObject): { asks: string; signInUrl?: string } | undefined {
    const [name, namespace = near.namespace] = service.split('.');
    const gate = this.gates.find(({ configMap }) => configMap.name === name && sameNamespace(configMap, { namespace }));
    return gate && {
      asks: gate.asks,
      ...(port !== undefined && gate.signInPorts.includes(port) ? { signInUrl: FLYTEADMIN_PATHS.login } : {}),
    };
  }
}

function gateOf(configMap: KubeObject): AuthGate | undefined {
  const text = configMap.textAt('data', CONFIG) ?? '';
  const upstream = UPSTREAM.exec(text)?.[1];
  if (upstream === undefined || !text.includes(`rewrite ^ ${FLYTEADMIN_PATHS.me}? `)) {
    return undefined;
  }
  const signsIn = [...text.matchAll(SERVER)].map(([, body]) => body).filter((body) => /error_page 401 = @/.test(body));
  return {
    configMap,
    asks: `http://${upstream.includes('.') ? upstream : upstream.replace(/^[^:]*/, (host) => inNamespace(host, configMap))}${FLYTEADMIN_PATHS.me}`,
    signInPorts: signsIn.flatMap((body) => /listen (?:[^;:]*:)?(\d+);/.exec(body)?.[1] ?? []),
  };
}

/** A bare Service name is looked up in the gate's own namespace. */
function inNamespace(host: string, { namespace }: KubeObject): string {
  return host === FLYTEADMIN_SERVICE.name && namespace !== undefined ? `${host}.${namespace}.svc` : host;
}
