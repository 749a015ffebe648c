import { distance } from '../../../common/props/suggestion';
import { INGRESS_NGINX, KNOWN_EDGES } from '../../../contract/edges/known-edges';
import { FOREIGN_CLASSES, FOREIGN_CONTROLLERS } from '../../../contract/upstream/ingress-controllers';
import { AUTH_ANNOTATIONS, NGINX, NGINX_ANNOTATION_PREFIX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { classController, className } from '../ingress-class';
import { isF5Guard, mayBeGuardedByF5 } from './f5-controller';

/** An annotation that looks like a guard but is not. */
export interface IgnoredAnnotation {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

export function hasGuardAnnotations(ingress: KubeObject): boolean {
  return Object.keys(ingress.annotations)
    .some((name) => isAuthAnnotation(name) || meantBy(name) !== undefined || isF5Guard(name));
}

/** The guard annotations of an Ingress that its controller ignores, drops or reads as "no guard". */
export function ignoredAnnotations(
  ingress: KubeObject, ingressClasses: readonly KubeObject[],
): IgnoredAnnotation[] {
  const { annotations } = ingress;
  const url = annotations[NGINX.authUrl];
  const foreign = foreignController(ingress, ingressClasses);
  if (foreign !== undefined) {
    return url?.trim() && !mayBeGuardedByF5(ingress, ingressClasses)
      ? [{ name: NGINX.authUrl, expected: 'an Ingress of a class that ingress-nginx serves', found: foreign }]
      : [];
  }
  const misspelt = Object.keys(annotations).filter((name) => {
    if (isAuthAnnotation(name)) {
      return !AUTH_ANNOTATIONS.includes(name);
    }
    const meant = meantBy(name);
    return meant !== undefined && annotations[meant] !== annotations[name];
  });
  return [
    ...misspelt.map((name) => ({
      name,
      expected: meantBy(name) ?? 'the name of an annotation that ingress-nginx reads',
      found: `${name}, which ingress-nginx ignores`,
    })),
    ...(url === undefined ? f5Guards(ingress, ingressClasses) : invalidValues(annotations, url)),
  ];
}

function isAuthAnnotation(name: string): boolean {
  return name.startsWith(`${NGINX_ANNOTATION_PREFIX}auth`);
}

/** Prefixes of other and older controllers, which have annotations of the same names. */
const OTHER_PREFIXES = ['ingress.kubernetes.io/', 'nginx.kubernetes.io/', 'nginx.org/'];

/** The guard annotation that a name with another, or a misspelt, prefix means. */
function meantBy(name: string): string | undefined {
  const [prefix, own = ''] = name.split(/(?<=\/)/);
  const meant = `${NGINX_ANNOTATION_PREFIX}${own}`;
  const isOfGuard = prefix !== NGINX_ANNOTATION_PREFIX && AUTH_ANNOTATIONS.includes(meant);
  const isNear = () => OTHER_PREFIXES.includes(prefix) || distance(prefix, NGINX_ANNOTATION_PREFIX) <= 2;
  return isOfGuard && isNear() ? meant : undefined;
}

function f5Guards(ingress: KubeObject, ingressClasses: readonly KubeObject[]): IgnoredAnnotation[] {
  const names = mayBeGuardedByF5(ingress, ingressClasses) ? [] : Object.keys(ingress.annotations);
  return names.filter(isF5Guard).map((name) => ({
    name,
    expected: `the guard of ingress-nginx, ${NGINX.authUrl}`,
    found: `${name}, which only the F5 NGINX Ingress Controller reads`,
  }));
}

/** Values for which the controller drops the guard or location. Source: annotations/authreq/main.go. */
function invalidValues(annotations: Readonly<Record<string, string>>, url: string): IgnoredAnnotation[] {
  const checked = url.trim() === '' ? VALUES.slice(0, 1) : VALUES;
  return checked.flatMap(([name, expected, isValid]) => {
    const value = annotations[name];
    return value === undefined || isValid(value.trim())
      ? []
      : [{ name, expected, found: value.trim() === '' ? 'an empty value' : value }];
  });
}

/** Annotations with the phrase for their values; first that of the URL, without which others are not read. */
const VALUES: readonly (readonly [name: string, expected: string, isValid: (value: string) => boolean])[] = [
  [NGINX.authUrl, 'an absolute URL', (value) => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(value)],
  [NGINX.authCacheDuration, 'status codes followed by a duration, such as "200 202 1m"', isCacheDuration],
  [NGINX.authAlwaysSetCookie, '"true" or "false"', (value) => /^(1|t|true|0|f|false|)$/i.test(value)],
  [NGINX.authRequestRedirect, 'a URL without variables', (value) => !/[\s$"'{};\\<>]/.test(value)],
];

/** As the controller checks it: durations without status codes. An empty list means the default. */
function isCacheDuration(value: string): boolean {
  return value.split(',').map((entry) => entry.trim()).filter(Boolean).every((entry) => {
    const words = entry.split(' ');
    const lastCode = words.map((word) => /^\d{3}$/.test(word)).lastIndexOf(true);
    return lastCode < words.findIndex((word) => /^\d+(ms|[smhdwMy])$/.test(word));
  });
}

const OTHERS = KNOWN_EDGES.filter((edge) => edge !== INGRESS_NGINX);
const CONTROLLERS: readonly string[] = [
  ...FOREIGN_CONTROLLERS, ...OTHERS.flatMap(({ ingressControllers = [] }) => ingressControllers),
];
const CLASSES: readonly string[] = [
  ...FOREIGN_CLASSES, ...OTHERS.flatMap(({ ingressClasses = [] }) => ingressClasses),
];

/** Whether the controller of an Ingress ignores annotations of ingress-nginx. */
export function isIgnored(ingress: KubeObject, ingressClasses: readonly KubeObject[]): boolean {
  return foreignController(ingress, ingressClasses) !== undefined
    && !mayBeGuardedByF5(ingress, ingressClasses);
}

/** Why a controller other than ingress-nginx serves an Ingress; undefined if ingress-nginx may. */
function foreignController(ingress: KubeObject, ingressClasses: readonly KubeObject[]): string | undefined {
  const name = className(ingress);
  const controller = classController(ingress, ingressClasses);
  if (controller !== undefined) {
    return CONTROLLERS.includes(controller) ? `class ${name}, served by ${controller}` : undefined;
  }
  return CLASSES.includes(name) ? `class ${name}, which another controller serves` : undefined;
}
