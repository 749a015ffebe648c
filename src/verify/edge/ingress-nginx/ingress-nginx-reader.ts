import type { PathKind } from '../../../common/props/checks';
import { NGINX, NGINX_ANNOTATION_PREFIX, NGINX_CONFIG } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { serviceOfHost } from '../cluster-name';
import { EdgeReader } from '../edge-reader';
import { readExpression } from '../expression';
import { askingThrough, gateBehindUrl } from '../gate-guard';
import { hasAnnotations, ingressRoutes } from '../ingress';
import { className, isForGce } from '../ingress-class';
import {
  EdgeInput, EdgeRoute, Guard, hostOfUrl, opaque, portOfUrl, Rewriting, RouteBackend,
} from '../route';
import { named, unknownGuard } from '../unread-parts';
import { annotatedGuard, headersOf, replacesRefusal } from './annotated-guard';
import { f5GuardOf } from './f5-controller';
import { isIgnored } from './ignored-annotations';
import {
  hostsOf, ingressHeaderChanges, IngressNeighbours, serverSnippetsOf, unseenHeaderLists,
} from './ingress-header-changes';
import { controllerFor, dropsSnippets, NginxController } from './nginx-controller';
import { authRequestIn, ingressAnswer, unreadSnippets } from './snippets';

const PATH_KINDS: ReadonlyMap<string, PathKind> = new Map([['Exact', 'exact'], ['Prefix', 'tree']]);

/** ingress-nginx: Ingresses, guarded by annotations or by the controller's ConfigMap. */
export class IngressNginxReader extends EdgeReader {
  public readonly name = 'ingress-nginx';
  public override readonly expressionSyntax = 'PCRE';
  public override readonly ignoresCase = true;
  public override readonly remembersAnswers = true;
  public override readonly takesSnippets = true;
  public override readonly speaksAsServicesSay = false;

  /** By its annotations, or by a controller in the input. */
  public override ingressClaim(input: EdgeInput): (ingress: KubeObject) => boolean {
    const classes = new Set([
      ...input.ofKind('networking.k8s.io', 'Ingress')
        .filter((ingress) => hasAnnotations(ingress, NGINX_ANNOTATION_PREFIX)).map(className),
      ...input.nginxControllers.map(({ ingressClass }) => ingressClass),
    ]);
    const isForOthers = (ingress: KubeObject) =>
      !hasAnnotations(ingress, NGINX_ANNOTATION_PREFIX) && isForGce(ingress, input.services);
    return (ingress) => {
      const name = className(ingress);
      return (name === '' || /nginx/i.test(name) || classes.has(name)) && !isForOthers(ingress);
    };
  }

  public override routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[] {
    const beside = (ingress: KubeObject): IngressNeighbours =>
      ({ controller: controllerOf(ingress, input), ingresses, input });
    return ingressRoutes(ingresses, {
      edge: this,
      matchOf: (pathType, ingress) => {
        if (usesRegex(ingress)) {
          return 'regex';
        }
        // ImplementationSpecific compares characters.
        return PATH_KINDS.get(pathType ?? '') ?? 'start';
      },
      guardOf: (ingress) =>
        withErrorPages(
          guardOfOthers(ingress, input) ?? f5GuardOf(ingress, classesOf(input), controllerOf(ingress, input))
            ?? annotatedGuard(ingress, input.authGates)
            ?? writtenGuard(ingress, beside(ingress))
            ?? globalGuard(ingress, input)
            ?? { kind: 'none' },
          controllerOf(ingress, input),
        ),
      unreadOf: (ingress) => unreadSnippets(ingress, controllerOf(ingress, input)),
      unseenOf: (ingress) => unseenHeaderLists(ingress, beside(ingress)),
      changesOf: (ingress, host) => ingressHeaderChanges(ingress, host, beside(ingress)),
      answerOf: ingressAnswer,
      rewriteOf: ingressRewrite,
      mirrorsOf,
    });
  }

  /**
   * One Ingress with regular expressions, or a rewrite, makes all locations of its host regular expressions.
   */
  public override regexEverywhere(routes: readonly EdgeRoute[]): boolean {
    return routes.some(({ object, path }) =>
      usesRegex(object) || (object.annotations[NGINX.rewriteTarget] ?? path) !== path);
  }
}

/** The guard that someone wrote into snippets of an Ingress, or of others on its hosts. */
function writtenGuard(ingress: KubeObject, { controller, ingresses }: IngressNeighbours): Guard | undefined {
  const servers = hostsOf(ingress).flatMap((host) => serverSnippetsOf(ingress, host, ingresses));
  const places: [KubeObject, string][] = dropsSnippets(controller) ? [] : [
    [ingress, NGINX.configurationSnippet],
    ...servers.map((server): [KubeObject, string] => [server, NGINX.serverSnippet]),
  ];
  const [found] = places.flatMap(([object, name]) => {
    const target = authRequestIn(object.annotations[name] ?? '');
    return target === undefined ? [] : [{ field: object.annotationField(name), target }];
  });
  return found && opaque(
    found.field, `auth_request ${found.target} in a snippet of Ingress ${ingress.name} may ask anything`,
  );
}

function usesRegex(ingress: KubeObject): boolean {
  return ingress.annotations[NGINX.useRegex] === 'true';
}

function classesOf(input: EdgeInput): readonly KubeObject[] {
  return input.ofKind('networking.k8s.io', 'IngressClass');
}

/** Annotations outlive a migration: for classes of other controllers they have no meaning. */
function guardOfOthers(ingress: KubeObject, input: EdgeInput): Guard | undefined {
  return isIgnored(ingress, classesOf(input)) ? unknownGuard(ingress) : undefined;
}

function controllerOf(ingress: KubeObject, input: EdgeInput): NginxController | undefined {
  const { nginxControllers: controllers } = input;
  return controllers.length === 0 ? undefined : controllerFor(ingress, controllers, classesOf(input));
}

/** Custom error pages of the controller may replace the guard's answer. */
function withErrorPages(guard: Guard, controller: NginxController | undefined): Guard {
  if (guard.kind !== 'subrequest' || !replacesRefusal(controller?.settings[NGINX_CONFIG.customHttpErrors])) {
    return guard;
  }
  const { refusalReplaced = controller!.configMap.field('data', NGINX_CONFIG.customHttpErrors) } = guard;
  return { ...guard, refusalReplaced };
}

/** The guard that the controller's ConfigMap sets for every Ingress without an exception. */
function globalGuard(ingress: KubeObject, input: EdgeInput): Guard | undefined {
  const controller =
    ingress.annotations[NGINX.enableGlobalAuth] === 'false' ? undefined : controllerOf(ingress, input);
  const url = controller?.settings[NGINX_CONFIG.globalAuthUrl];
  if (controller === undefined || !url) {
    return undefined;
  }
  const field = (key: string) => controller.configMap.field('data', key);
  const signIn = controller.settings[NGINX_CONFIG.globalAuthSignin];
  return askingThrough(gateBehindUrl(input.authGates, url, controller.configMap), {
    kind: 'subrequest',
    url,
    field: field(NGINX_CONFIG.globalAuthUrl),
    signIn: signIn ? { url: signIn, field: field(NGINX_CONFIG.globalAuthSignin) } : undefined,
    backendHeaders: headersOf(controller.settings[NGINX_CONFIG.globalAuthResponseHeaders]),
  });
}

/** `rewrite-target` of ingress-nginx: `$1` is the first group of the path. */
export function ingressRewrite(ingress: KubeObject, path: string): Rewriting {
  const target = ingress.annotations[NGINX.rewriteTarget];
  if (!target) {
    return { unread: [] };
  }
  const expression = readExpression(`^${path}`, 'PCRE', true);
  if (expression === undefined) {
    const which = `rewrite-target of ${named(ingress)} for the path ${path}`;
    return { unread: [`${which}, an expression that is not read`] };
  }
  return {
    rewritten: (requested) => {
      const found = expression.find(requested);
      return found === undefined
        ? requested
        : target.replace(/\$(\d)/g, (_, index: string) => found.groups[Number(index)] ?? '');
    },
    unread: [],
  };
}

/** The targets of request copies. */
function mirrorsOf({ annotations }: KubeObject): RouteBackend[] {
  const url = annotations[NGINX.mirrorTarget] ?? '';
  const target = serviceOfHost(hostOfUrl(url.replace(/\$request_uri$/, '')) ?? '');
  return target === undefined ? [] : [{ ...target, port: portOfUrl(url) }];
}
