import { grouped, oncePer, unique } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { isNear } from '../../common/props/suggestion';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import {
  ALTERNATIVE_NAMES, CERT_MANAGER_GROUP, ISSUER_ANNOTATIONS,
} from '../../contract/upstream/secret-operators';
import { unknownWriters } from '../credentials/secret-operators';
import { SecretWriter, placeOfKeys } from '../credentials/secret-writers';
import { CertificateName, certificateNames, covers } from '../edge/certificate-names';
import { isClusterName } from '../edge/cluster-name';
import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { controllerFor, snippetRefusals } from '../edge/ingress-nginx/nginx-controller';
import { guardText, routesByGuard } from '../edge/route';
import { Violation, rule } from '../engine/rule';
import { homeKey, homeText, sameHome } from '../kube/home';
import { asTexts } from '../kube/json-access';
import { KubeObject, objectText } from '../kube/kube-object';
import { TLS_KEYS, TLS_TYPE } from '../kube/secret';
import { isName } from '../model/cluster-names';
import { misplacedWriters } from '../model/lead';
import type { Model } from '../model/model';
import { isNamedByEdge } from '../model/union-secrets';
import type { Field } from '../read/field';

/** A public host of Union, and the places that name its possible certificates. */
interface ShownHost {
  readonly host: string;
  readonly names: readonly CertificateName[];
}

/** Hosts of edges with a known controller; for the others the source of certificates is unknown. */
const shownHosts = oncePer((model: Model): ShownHost[] => {
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

/** Whether a listener serves a host; a listener without a hostname serves all. */
function serves(hostnames: readonly string[], host: string): boolean {
  return hostnames.length === 0 || hostnames.some((name) => covers(name, host));
}

/** The hosts of a certificate that cert-manager issues. */
interface Issued {
  readonly hosts: readonly string[];
  readonly field: Field;
}

/**
 * For which hosts cert-manager issues a certificate; nothing where it does not, or no one says.
 *
 * Source: cert-manager, `Certificate` (dnsNames, commonName), and its shim (`controller/certificate-shim`):
 * of an Ingress the hosts of its `tls` entry, of a Gateway the hostnames of the listeners that name the
 * Secret.
 */
function issuedFor(model: Model, name: CertificateName): Issued | undefined {
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

/** Whether an Ingress or a Gateway requests its certificates from cert-manager. */
function asksIssuer({ annotations }: KubeObject): boolean {
  return ISSUER_ANNOTATIONS.some((each) => annotations[each] !== undefined);
}

function furtherNames({ annotations }: KubeObject): readonly string[] {
  return ALTERNATIVE_NAMES.flatMap((each) => annotations[each]?.split(',') ?? []);
}

/** How the controller of an edge treats annotations, snippets and certificates. */

export const authAnnotationIgnored = rule('auth-annotation-ignored', {
  of: ({ routeObjects }) =>
    routeObjects.filter((object) => object.kind === 'Ingress' && hasGuardAnnotations(object)),
  each: (ingress, { ingressClasses }) => ignoredAnnotations(ingress, ingressClasses)
    .map(({ name, ...fault }) => ({ at: ingress.annotationField(name), ...fault })),
});

export const authFailsOpen = rule('auth-fails-open', {
  of: (model) => model.unionServers.flatMap((server) => routesByGuard(model.ownRoutes(server)))
    .flatMap(({ guard }) => (guard.kind === 'subrequest' || guard.kind === 'other' ? [guard] : [])),
  each: (guard) => guard.failsOpen && {
    at: guard.failsOpen,
    expected: `${guardText(guard)} that refuses every request until it answers`,
    found: 'a guard that fails open',
    headline: guard.failsOpen.object.kind === 'Ingress' ? 'satisfy' : 'failOpen',
  },
});

export const snippetRejected = rule('snippet-rejected', {
  /** Ingresses of a control plane with snippets, whose controller is in the input. */
  of(model) {
    const routes = model.unionRoutes.filter(({ edge }) => edge.takesSnippets);
    return [...new Set(routes.map(({ object }) => object))].flatMap((ingress) => {
      const snippets = SNIPPET_ANNOTATIONS.filter((name) => ingress.annotations[name]?.trim());
      const controller = snippets.length > 0
        && controllerFor(ingress, model.nginxControllers, model.ingressClasses);
      return controller ? [{ ingress, snippets, controller }] : [];
    });
  },
  *all(subjects) {
    for (const controller of new Set(subjects.map((subject) => subject.controller))) {
      const served = subjects.filter((subject) => subject.controller === controller);
      const names = unique(served.flatMap(({ snippets }) => snippets))
        .map((name) => name.slice(name.indexOf('/') + 1));
      const users =
        served.length === 1 ? `the Ingress ${served[0].ingress.name}` : `${served.length} Ingresses`;
      for (const { key, value, found } of snippetRefusals(controller)) {
        yield {
          at: controller.configMap.field('data', key),
          expected: `${key}: ${value}, for ${names.join(' and ')} of ${users}`,
          found,
          values: { names: names.join(' and '), users },
        };
      }
    }
  },
});

export const certificateUnfit = rule('certificate-unfit', {
  of: (model) => shownHosts(model).filter(({ names }) =>
    names.some((name) => issuedFor(model, name) !== undefined || isWritten(model, name))),
  *all(subjects, model) {
    const names = grouped(subjects.flatMap((subject) => subject.names), ({ secret, home }) =>
      `${secret} ${homeKey(home)}`);
    yield* names.flatMap(([first]) => ofSecret(model, first));
    yield* subjects.flatMap((subject) => ofHost(model, subject));
  },
});

/** Whether the input has a writer of the Secret in any namespace, or of one with a similar name. */
function isWritten(model: Model, name: CertificateName): boolean {
  return model.writers.named(name.secret).length > 0 || misspelt(model, name).length > 0;
}

const secretNames = oncePer(({ secrets, externalSecrets }: Model) =>
  unique([...secrets.map(({ name }) => name), ...externalSecrets.map(({ target }) => target)]));

/** Secrets with a similar name whose certificate no edge uses. */
function misspelt(model: Model, { secret, home }: Pick<CertificateName, 'secret' | 'home'>): string[] {
  return secretNames(model)
    .filter((name) => name !== secret && isNear(secret, name) && !isNamedByEdge(model, name)
      && model.writers.of(name, home).some(({ keys }) => TLS_KEYS.every((key) => keys.includes(key))));
}

function ofSecret(model: Model, name: CertificateName): Violation[] {
  const { secret, home, object } = name;
  if (asksIssuer(object) || unknownWriters(model.objects, [secret]).length > 0) {
    return [];
  }
  const writers = model.writers.of(secret, home);
  if (writers.length === 0) {
    return elsewhere(model, name);
  }
  const lacking = TLS_KEYS.filter((key) =>
    ['key-missing', 'placeholder'].includes(model.writers.delivery(secret, key, home).state));
  return lacking.length > 0 ? withoutKeys(lacking, writers, name) : ofType(writers, name);
}

/** A Secret without any key is filled later. */
function withoutKeys(
  lacking: readonly string[], writers: readonly SecretWriter[], { secret, object }: CertificateName,
): Violation[] {
  const keys = [...new Set(writers.flatMap((writer) => writer.keys))];
  const empty = lacking.filter((key) => keys.includes(key));
  return keys.length === 0 ? [] : [{
    at: placeOfKeys(writers[0]),
    expected: `${listed(lacking)} in Secret ${secret}, which ${object} names`,
    found: empty.length > 0 ? `no value for ${listed(empty)}` : `keys ${listed(keys)}`,
    headline: 'keys',
    values: { secret, keys: listed(lacking), user: objectText(object) },
  }];
}

function ofType(writers: readonly SecretWriter[], { typed, object }: CertificateName): Violation[] {
  return !typed ? [] : writers.flatMap((writer): Violation[] => {
    const made = typeOf(writer);
    return made === undefined || made.type === TLS_TYPE ? [] : [{
      at: made.field,
      expected: `${TLS_TYPE}, which Envoy Gateway demands for ${object}`,
      found: made.type ?? 'no type, which is Opaque',
      headline: 'type',
    }];
  });
}

/** The type of the Secret that a writer creates; undefined if unknown. */
function typeOf(writer: SecretWriter): { type: string | undefined; field: Field } | undefined {
  switch (writer.kind) {
    case 'manifest': return { type: writer.secret.type, field: writer.object.field('type') };
    case 'external-secret': return ['Owner', 'Orphan'].includes(writer.externalSecret.creationPolicy)
      ? { type: writer.externalSecret.type, field: writer.externalSecret.field('target', 'template', 'type') }
      : undefined;
    default: return undefined;
  }
}

function elsewhere(model: Model, { secret, home, field }: CertificateName): Violation[] {
  const misplaced = misplacedWriters(model, secret, home);
  const [meant] = misplaced.length > 0 ? [] : misspelt(model, { secret, home });
  return [
    ...misplaced.map(({ object }) => ({
      at: object.field('metadata', 'namespace'),
      expected: `Secret ${secret} in ${homeText(home)}, where ${field.object} looks for it`,
      found: `Secret ${secret} in namespace ${object.namespace}`,
      headline: 'place',
      values: { user: objectText(field.object), namespace: homeText(home) },
    })),
    ...(meant === undefined ? [] : [{
      at: field,
      expected: `${meant}, which has a certificate`,
      found: `${secret}, which nothing writes`,
      headline: 'name',
      values: { secret, meant },
    }]),
  ];
}

/** No certificate for a host is issued for it. */
function ofHost(model: Model, { host, names }: ShownHost): Violation[] {
  const issued = names.map((name) => issuedFor(model, name));
  const [first] = issued;
  return first === undefined || issued.some((each) => each?.hosts.some((name) => covers(name, host)) ?? true)
    ? []
    : [{
      at: first.field,
      expected: `${host}, for which the edge shows this certificate`,
      found: first.hosts.length > 0 ? listed(first.hosts) : 'no host',
      headline: 'host',
      values: { host },
      comparedWith: [host, ...first.hosts],
    }];
}
