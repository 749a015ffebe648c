import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { Home, beside } from '../kube/home';
import { asList, asObject, asText, asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { isClusterName } from './cluster-name';
import { otherController, parentsOf } from './gateway-api/gateway-controller';
import { EdgeServer, leadsToFlyteadmin } from './server';

/** The host on which browsers sign in at a server: no wildcard, not one of the cluster's own. */
export function signInHost(server: EdgeServer): string | undefined {
  const { host } = server;
  if (host === undefined || host.includes('*') || isClusterName(host)) {
    return undefined;
  }
  const signsIn = [FLYTEADMIN_PATHS.login, FLYTEADMIN_PATHS.callback].some((path) => {
    const route = server.match(path);
    return route !== undefined && leadsToFlyteadmin(route);
  });
  return signsIn ? host : undefined;
}

/** Whether a name of a certificate or an Ingress covers a host: a wildcard matches one label. */
export function covers(name: string, host: string): boolean {
  const [own, asked] = [name, host].map((text) => text.trim().toLowerCase());
  return own === asked || (own.startsWith('*.') && own.slice(1) === asked.replace(/^[^.]*/, ''));
}

/** As browsers match domains (RFC 6265, section 5.1.3): the host itself or a name below the domain. */
export function domainMatches(host: string, domain: string): boolean {
  const bare = domain.replace(/^\./, '').toLowerCase();
  return host === bare || host.endsWith(`.${bare}`);
}

/** A reference of an edge to the Secret of a certificate. */
export interface CertificateName {
  readonly object: KubeObject;
  readonly field: Field;
  readonly secret: string;
  /** The home of the Secret. */
  readonly home: Home;
  /** The hosts of the certificate, with their place; absent if it has none. */
  readonly hosts?: { readonly texts: readonly string[]; readonly field: Field };
  /**
   * Whether a Secret with a type other than kubernetes.io/tls is refused. Source: envoyproxy/gateway,
   * `internal/gatewayapi/validate.go`; ingress-nginx (`controller/store/backend_ssl.go`) and Traefik
   * (`provider/kubernetes`, getCertificateBlocks) check only the keys.
   */
  readonly typed: boolean;
}

/** The Gateways and GatewayClasses of routes. */
interface GatewayInput {
  readonly gateways: readonly KubeObject[];
  readonly gatewayClasses: readonly KubeObject[];
}

/** The certificates of an object's hosts. */
export function certificateNames(object: KubeObject, input: GatewayInput): CertificateName[] {
  switch (object.kind) {
    case 'Ingress': return object.listAt('spec', 'tls').flatMap((_, index) => ofIngress(object, index));
    case 'IngressRoute': return ofIngressRoute(object);
    default: {
      const typed = otherController(object, input.gateways, input.gatewayClasses) === undefined;
      return parentsOf(object, input.gateways).flatMap(({ gateway, section }) =>
        gateway.listAt('spec', 'listeners').flatMap((listener, index) =>
          (section ?? asText(asObject(listener).name)) === asText(asObject(listener).name)
            ? ofListener(gateway, index, typed)
            : []));
    }
  }
}

function ofIngress(object: KubeObject, index: number): CertificateName[] {
  const { secretName, hosts } = asObject(object.at('spec', 'tls', index));
  const place = object.field('spec', 'tls', index);
  return named(asText(secretName), {
    object,
    field: place.child('secretName'),
    home: object,
    hosts: { texts: asTexts(hosts), field: place.child('hosts') },
    typed: false,
  });
}

function ofIngressRoute(object: KubeObject): CertificateName[] {
  return named(object.textAt('spec', 'tls', 'secretName'), {
    object, field: object.field('spec', 'tls', 'secretName'), home: object, typed: false,
  });
}

function ofListener(gateway: KubeObject, index: number, typed: boolean): CertificateName[] {
  const { hostname, tls } = asObject(gateway.listAt('spec', 'listeners')[index]);
  const place = gateway.field('spec', 'listeners', index);
  return asList(asObject(tls).certificateRefs).map(asObject).flatMap((reference, position) =>
    ((asText(reference.kind) ?? 'Secret') === 'Secret' ? named(asText(reference.name), {
      object: gateway,
      field: place.child('tls', 'certificateRefs', position, 'name'),
      home: beside(gateway, asText(reference.namespace) ?? gateway.namespace),
      hosts: { texts: asTexts([hostname]), field: place.child('hostname') },
      typed,
    }) : []));
}

function named(secret: string | undefined, rest: Omit<CertificateName, 'secret'>): CertificateName[] {
  return secret ? [{ ...rest, secret }] : [];
}
