import { grouped, oncePer } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { isNear } from '../../common/props/suggestion';
import { NGINX_CONFIG, SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import { unknownWriters } from '../credentials/secret-operators';
import { placeOfKeys, SecretWriter } from '../credentials/secret-writers';
import type { CertificateName } from '../edge/certificate-names';
import { classController, classField, className } from '../edge/ingress-class';
import { hasGuardAnnotations, ignoredAnnotations } from '../edge/ingress-nginx/ignored-annotations';
import { controllerFor, NginxController, snippetRefusals } from '../edge/ingress-nginx/nginx-controller';
import { covers } from '../edge/public-host';
import { EdgeRoute, guardText, routesByGuard } from '../edge/route';
import { sampleOf } from '../edge/sample-request';
import { EdgeServer } from '../edge/server';
import { isUnevaluated } from '../edge/template';
import { rule, Violation } from '../engine/rule';
import { homeKey, homeText } from '../kube/home';
import { asObject, asText } from '../kube/json-access';
import { KubeObject, objectText } from '../kube/kube-object';
import { TLS_KEYS, TLS_TYPE } from '../kube/secret';
import { asksIssuer, isNamedByEdge, issuedFor, ShownHost, shownHosts } from '../model/certificates';
import { misplacedWriters } from '../model/misplaced';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { syntaxFault } from '../read/nginx-config';

/** What the controller of an edge makes of annotations, snippets and certificates. */

export const authAnnotationIgnored = rule('auth-annotation-ignored', {
  of: ({ unionRoutes }) => [...new Set(unionRoutes.map(({ object }) => object))]
    .filter((object) => object.kind === 'Ingress' && hasGuardAnnotations(object)),
  otherwise: 'No Ingress of a control plane in the input has auth annotations.',
  each: (ingress, { ingressClasses }) => ignoredAnnotations(ingress, ingressClasses)
    .map(({ name, ...fault }) => ({ at: ingress.annotationField(name), ...fault })),
});

export const authFailsOpen = rule('auth-fails-open', {
  of: ({ unionServers }) => unionServers.flatMap(({ routes }) => routesByGuard(routes))
    .flatMap(({ guard }) => (guard.kind === 'subrequest' || guard.kind === 'other' ? [guard] : [])),
  otherwise: 'No route of a control plane in the input has a guard.',
  each: (guard) => guard.failsOpen && {
    at: guard.failsOpen,
    expected: `${guardText(guard)} that keeps everybody out until it answers`,
    found: 'a guard that fails open',
    headline: guard.failsOpen.object.kind === 'Ingress' ? 'satisfy' : 'failOpen',
  },
});

/** The routes that Ingresses make of a host, by class: those of most Ingresses first. */
interface Host {
  readonly host: string | undefined;
  readonly classes: readonly (readonly EdgeRoute[])[];
}

/** The controller of the class where the input shows it, else the class. */
function servedBy({ object }: EdgeRoute, { ingressClasses }: Model): string {
  return classController(object, ingressClasses) ?? className(object);
}

function objectsOf(routes: readonly EdgeRoute[]): KubeObject[] {
  return [...new Set(routes.map(({ object }) => object))];
}

/** The routes of which others lead nowhere near the same Service. */
function missingFrom(others: readonly EdgeRoute[], routes: readonly EdgeRoute[]): EdgeRoute[] {
  const server = new EdgeServer(others[0].edge, others[0].host, others);
  return routes.filter(({ path, backends }) => {
    const taken = server.match(sampleOf(path.replace(/\/?\*$/, ''))) ?? server.match(path);
    return !taken?.backends.some(({ service }) => backends.some((own) => own.service === service));
  });
}

/** Where a load balancer before both classes leads to them, as a cluster shows it. */
function addressesOf(object: KubeObject): string[] {
  return object.listAt('status', 'loadBalancer', 'ingress').map(asObject)
    .flatMap(({ ip, hostname }) => asText(ip) ?? asText(hostname) ?? []);
}

function shareAddress(some: readonly KubeObject[], others: readonly KubeObject[]): boolean {
  const addresses = new Set(some.flatMap(addressesOf));
  return others.some((object) => addressesOf(object).some((address) => addresses.has(address)));
}

export const ingressClassSplit = rule('ingress-class-split', {
  /** Of a class that has no name nobody tells which it is. */
  of(model): Host[] {
    const routes = model.unionRoutes.filter(({ object }) =>
      object.kind === 'Ingress' && className(object) !== '');
    return grouped(routes, ({ host, object: { cluster } }) => JSON.stringify([host, cluster]))
      .map((own) => ({
        host: own[0].host,
        classes: grouped(own, (route) => servedBy(route, model))
          .sort((a, b) => objectsOf(b).length - objectsOf(a).length),
      }));
  },
  otherwise: 'No Ingress of a control plane in the input names a class.',
  *each({ host, classes: [most, ...rest] }) {
    const split = rest.filter((routes) =>
      missingFrom(most, routes).length > 0
      && missingFrom(routes, most).length > 0
      && !shareAddress(objectsOf(most), objectsOf(routes)));
    for (const object of split.flatMap(objectsOf)) {
      yield {
        at: classField(object),
        expected: `${className(most[0].object)}, as of most Ingresses for ${host ?? 'every host'}`,
        found: className(object),
        values: { host: host ?? '*', usual: className(most[0].object) },
      };
    }
  },
});

interface Subject {
  readonly ingress: KubeObject;
  readonly snippets: readonly string[];
  readonly controller: NginxController;
}

export const snippetRejected = rule('snippet-rejected', {
  /** Ingresses of a control plane with snippets, whose controller is in the input. */
  of(model): Subject[] {
    const ingresses = new Set(
      model.unionServers
        .filter(({ edge }) => edge.takesSnippets)
        .flatMap(({ routes }) => routes.map(({ object }) => object)),
    );
    return [...ingresses].flatMap((ingress) => {
      const snippets = SNIPPET_ANNOTATIONS.filter((name) => ingress.annotations[name]?.trim());
      const controller =
        snippets.length > 0
          ? controllerFor(ingress, model.nginxControllers, model.ingressClasses)
          : undefined;
      return controller === undefined ? [] : [{ ingress, snippets, controller }];
    });
  },
  otherwise:
    'No Ingress of a control plane in the input has a snippet and the ConfigMap of its ingress-nginx '
      + 'controller beside it.',
  *all(subjects) {
    for (const controller of new Set(subjects.map((subject) => subject.controller))) {
      const served = subjects.filter((subject) => subject.controller === controller);
      const names = [...new Set(served.flatMap(({ snippets }) => snippets))].map((name) =>
        name.slice(name.indexOf('/') + 1),
      );
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

interface Snippet {
  readonly at: Field;
  readonly text: string;
}

export const nginxConfigBroken = rule('nginx-config-broken', {
  /** Snippets of the Ingresses of control planes, and of the controllers in the input. */
  of(model): Snippet[] {
    const ingresses = new Set(model.unionServers
      .filter(({ edge }) => edge.takesSnippets)
      .flatMap(({ routes }) => routes.map(({ object }) => object)));
    const snippets = [
      ...[...ingresses].flatMap((ingress) => SNIPPET_ANNOTATIONS.map((name) =>
        ({ at: ingress.annotationField(name), text: ingress.annotations[name] }))),
      ...model.nginxControllers.flatMap(({ configMap, settings }) => NGINX_CONFIG.snippets.map((name) =>
        ({ at: configMap.field('data', name), text: settings[name] }))),
    ];
    return snippets.filter((snippet): snippet is Snippet => !!snippet.text && !isUnevaluated(snippet.text));
  },
  otherwise:
    'No Ingress of a control plane, and no ingress-nginx controller, in the input has a snippet.',
  *all(subjects) {
    // A chart repeats its snippets on each Ingress.
    const told = new Set<string>();
    for (const { at, text } of subjects) {
      const fault = told.has(text) ? undefined : syntaxFault(text);
      told.add(text);
      if (fault !== undefined) {
        yield { at, expected: 'directives that nginx can read', found: fault };
      }
    }
  },
});

export const certificateUnfit = rule('certificate-unfit', {
  of: (model) => shownHosts(model).filter(({ names }) =>
    names.some((name) => issuedFor(model, name) !== undefined || isWritten(model, name))),
  otherwise: 'No edge in the input names the Secret of a certificate that something in the input writes.',
  *all(subjects, model) {
    const names = grouped(subjects.flatMap((subject) => subject.names), ({ secret, home }) =>
      `${secret} ${homeKey(home)}`);
    yield* names.flatMap(([first]) => ofSecret(model, first));
    yield* subjects.flatMap((subject) => ofHost(model, subject));
  },
});

/** Whether somebody writes the Secret, wherever, or one that may be meant. */
function isWritten(model: Model, name: CertificateName): boolean {
  return model.writers.named(name.secret).length > 0 || misspelt(model, name).length > 0;
}

const secretNames = oncePer(({ secrets, externalSecrets }: Model) => [
  ...new Set([...secrets.map(({ name }) => name), ...externalSecrets.map(({ target }) => target)]),
]);

/** Secrets of almost that name which hold a certificate that no edge takes. */
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

/** A Secret without any key waits for somebody to fill it. */
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

/** The type of the Secret that a writer makes; nothing where another one makes it, or nobody tells. */
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
      expected: `${meant}, which holds a certificate`,
      found: `${secret}, which nobody writes`,
      headline: 'name',
      values: { secret, meant },
    }]),
  ];
}

/** None of the certificates that may be shown for a host is issued for it. */
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
    }];
}
