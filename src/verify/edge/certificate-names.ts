import type { JsonObject } from '../../common/data/json';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { Home, homeOfReference } from '../kube/home';
import { asObject, asObjects, asText, asTexts } from '../kube/json-access';
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
  readonly typed?: boolean;
}

/** The Gateways and GatewayClasses of routes. */
interface GatewayInput {
  readonly gateways: readonly KubeObject[];
  readonly gatewayClasses: readonly KubeObject[];
}

/** The certificates of an object's hosts. */
export function certificateNames(object: KubeObject, input: GatewayInput): CertificateName[] {
  switch (object.kind) {
    case 'Ingress': return object.objectsAt('spec', 'tls').flatMap(({ secretName, hosts }, index) => {
      const place = object.field('spec', 'tls', index);
      const told = { texts: asTexts(hosts), field: place.child('hosts') };
      return named(secretName, { object, field: place.child('secretName'), home: object, hosts: told });
    });
    case 'IngressRoute': return named(object.at('spec', 'tls', 'secretName'), {
      object, field: object.field('spec', 'tls', 'secretName'), home: object,
    });
    default: {
      const typed = otherController(object, input.gateways, input.gatewayClasses) === undefined;
      return parentsOf(object, input.gateways).flatMap(({ gateway, section }) =>
        gateway.objectsAt('spec', 'listeners').flatMap((listener, index) =>
          ((section ?? asText(listener.name)) === asText(listener.name)
            ? ofListener(listener, gateway.field('spec', 'listeners', index), gateway, typed)
            : [])));
    }
  }
}

function ofListener(
  { hostname, tls }: JsonObject, place: Field, gateway: KubeObject, typed: boolean,
): CertificateName[] {
  return asObjects(asObject(tls).certificateRefs).flatMap((reference, position) =>
    ((asText(reference.kind) ?? 'Secret') === 'Secret' ? named(reference.name, {
      object: gateway,
      field: place.child('tls', 'certificateRefs', position, 'name'),
      home: homeOfReference(reference, gateway),
      hosts: { texts: asTexts(hostname), field: place.child('hostname') },
      typed,
    }) : []));
}

function named(name: unknown, rest: Omit<CertificateName, 'secret'>): CertificateName[] {
  const secret = asText(name);
  return secret ? [{ ...rest, secret }] : [];
}
