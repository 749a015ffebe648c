import { GATE_PORTS, NGINX_GATE, SIGN_IN_GATE } from '../../contract/own-gates';
import { CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { beside, sameHome } from '../kube/home';
import { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import type { Workload } from '../kube/workload';
import { GateAnswer, GateQuestion, NginxGate } from './nginx-gate';

interface Gate {
  readonly configMap: KubeObject;
  readonly nginx: NginxGate;
}

/**
 * The auth gates of the input: an nginx between an edge and flyteadmin, which turns whatever it is asked into a request for
 * `/me`. Its ConfigMap has the name of the Service that edges ask, or that Service's pods mount it.
 *
 * A gate's configuration says which flyteadmin it asks; without it a guard would ask a Service that says nothing.
 */
export class AuthGates {
  private readonly gates: readonly Gate[];

  public constructor(
    configMaps: readonly KubeObject[],
    private readonly services: Services,
  ) {
    this.gates = configMaps.flatMap((configMap) => gateOf(configMap) ?? []);
  }

  /** @param service its name, or its name and namespace with a dot between */
  public behind(service: string, port: string | undefined, near: KubeObject, question: GateQuestion): GateAnswer | undefined {
    const [name, namespace = near.namespace] = service.split('.');
    const home = beside(near, namespace);
    const object = this.services.named(name, home);
    const mounted = new Set(object === undefined ? [] : this.services.podsOf(object).flatMap(configMapsOf));
    const gate = this.gates.filter(({ configMap }) => sameHome(configMap, home))
      .find(({ configMap }) => configMap.name === name || mounted.has(configMap.name));
    if (gate === undefined) {
      const unseen = object === undefined && sameHome(near, home) && !this.services.areShown(namespace);
      return unseen ? ownGate(name, port, namespace) : undefined;
    }
    const answer = object === undefined ? undefined : gate.nginx.answer(this.services.containerPort(object, port), question);
    if (answer === undefined) {
      const flaw = object === undefined ? `the Service ${name}, which is not there` : `port ${port} of ${name}, where no server of it listens`;
      return { flaw, forwards: () => true, removes: [] };
    }
    return { ...answer, asks: answer.asks && inNamespace(answer.asks, gate.configMap) };
  }
}

/** One of ours, by its name and port, beside whoever asks it and where the input shows nothing of it: values and charts come without what stands beside them. */
function ownGate(name: string, port: string | undefined, namespace: string | undefined): GateAnswer | undefined {
  const isOurs = name === NGINX_GATE ? port === String(GATE_PORTS.unauthorized)
    : name === SIGN_IN_GATE && Object.values(GATE_PORTS).map(String).includes(port ?? '');
  const { name: flyteadmin, httpPort } = FLYTEADMIN_SERVICE;
  return !isOurs ? undefined : {
    asks: `http://${flyteadmin}${namespace === undefined ? '' : `.${namespace}.svc`}:${httpPort}${FLYTEADMIN_PATHS.me}`,
    ...(port === String(GATE_PORTS.signIn) ? { signInUrl: FLYTEADMIN_PATHS.login } : {}),
    assumed: `nothing of the auth gate ${name} is in the input`,
    forwards: (header) => CREDENTIAL_HEADERS.some((credential) => credential.toLowerCase() === header),
    removes: GUARDED_HEADERS.map((header) => header.toLowerCase()),
  };
}

function configMapsOf({ volumes }: Workload): string[] {
  return volumes.flatMap(({ sources }) => sources).filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name);
}

function gateOf(configMap: KubeObject): Gate | undefined {
  // Nearly no ConfigMap holds an nginx configuration: look before reading.
  const text = Object.values(configMap.objectAt('data')).find((value) => typeof value === 'string' && value.includes('server {') && value.includes('location'));
  return typeof text === 'string' ? { configMap, nginx: new NginxGate(text) } : undefined;
}

/** A bare Service name is looked up in the gate's own namespace. */
function inNamespace(url: string, { namespace }: KubeObject): string {
  return namespace === undefined ? url : url.replace(new RegExp(`^(https?://${FLYTEADMIN_SERVICE.name})(?=[:/]|$)`), `$1.${namespace}.svc`);
}
