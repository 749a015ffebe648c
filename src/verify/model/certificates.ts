import { oncePer } from '../../common/data/collections';
import {
  ALTERNATIVE_NAMES, CERT_MANAGER_GROUP, ISSUER_ANNOTATIONS,
} from '../../contract/upstream/cert-manager';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { CertificateName, certificateNames } from '../edge/certificate-names';
import { isClusterName } from '../edge/cluster-name';
import { covers } from '../edge/public-host';
import { sameHome } from '../kube/home';
import { asTexts } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import { isName } from './cluster-names';
import type { Model } from './model';

/** A public host of Union, and the places that name the certificates which may be shown for it. */
export interface ShownHost {
  readonly host: string;
  readonly names: readonly CertificateName[];
}

/** Those of the edges whose controller is known: of others no one tells where they have certificates from. */
export const shownHosts = oncePer((model: Model): ShownHost[] => {
  const input = {
    gateways: model.ofKind(GATEWAY_API_GROUP, 'Gateway'),
    gatewayClasses: model.ofKind(GATEWAY_API_GROUP, 'GatewayClass'),
  };
  return model.unionServers.flatMap(({ edge, host, routes }) => {
    if (!edge.showsProtocol || host === undefined || host.includes('*') || isClusterName(host)) {
      return [];
    }
    const objects = [...new Set(routes.map(({ object }) => object))];
    const names = objects.flatMap((object) => certificateNames(object, input))
      .filter(({ object, hosts }) => object.kind !== 'Gateway' || serves(hosts?.texts ?? [], host));
    return names.length === 0 ? [] : [{ host, names }];
  });
});

/** Whether an edge names a Secret, whatever for. */
export function isNamedByEdge(model: Model, secret: string): boolean {
  return model.objects.some(({ kind, raw }) => ['Ingress', 'IngressRoute', 'Gateway'].includes(kind)
    && JSON.stringify(raw).includes(JSON.stringify(secret)));
}

/** Whether a listener is for a host; one without a name is for all. */
function serves(hostnames: readonly string[], host: string): boolean {
  return hostnames.length === 0 || hostnames.some((name) => covers(name, host));
}

/** What cert-manager is asked to issue a certificate for. */
export interface Issued {
  readonly hosts: readonly string[];
  readonly field: Field;
}

/**
 * For which hosts cert-manager issues a certificate; nothing where it does not, or no one tells.
 *
 * Source: cert-manager, `Certificate` (dnsNames, commonName), and its shim (`controller/certificate-shim`):
 * of an Ingress the hosts of its `tls` entry, of a Gateway the hostnames of the listeners that name the
 * Secret.
 */
export function issuedFor(model: Model, name: CertificateName): Issued | undefined {
  const certificate = model.ofKind(CERT_MANAGER_GROUP, 'Certificate').find((each) =>
    each.textAt('spec', 'secretName') === name.secret && sameHome(each, name.home));
  if (certificate !== undefined) {
    const hosts = asTexts(certificate.at('spec', 'dnsNames'));
    const all = [...hosts, ...asTexts(certificate.at('spec', 'commonName'))];
    return all.length > 0 && all.every(isName)
      ? { hosts: all, field: certificate.field('spec', hosts.length > 0 ? 'dnsNames' : 'commonName') }
      : undefined;
  }
  return name.hosts !== undefined && asksIssuer(name.object) && name.hosts.texts.every(isName)
    ? { hosts: [...name.hosts.texts, ...furtherNames(name.object)], field: name.hosts.field }
    : undefined;
}

/** Whether an Ingress or a Gateway asks cert-manager for its certificates. */
export function asksIssuer({ annotations }: KubeObject): boolean {
  return ISSUER_ANNOTATIONS.some((each) => annotations[each] !== undefined);
}

function furtherNames({ annotations }: KubeObject): readonly string[] {
  return ALTERNATIVE_NAMES.flatMap((each) => annotations[each]?.split(',') ?? []);
}
