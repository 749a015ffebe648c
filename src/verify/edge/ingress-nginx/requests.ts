import { NGINX } from '../../../contract/upstream/ingress-nginx';
import type { KubeObject } from '../../kube/kube-object';
import { serviceOfHost } from '../cluster-name';
import { readExpression } from '../expression';
import { hostOfUrl, portOfUrl, RouteBackend, Rewriting } from '../route';

/** `rewrite-target` of ingress-nginx: `$1` stands for the first group of the path. */
export function ingressRewrite(ingress: KubeObject, path: string): Rewriting {
  const target = ingress.annotations[NGINX.rewriteTarget];
  if (!target) {
    return { unread: [] };
  }
  const expression = readExpression(`^${path}`, 'PCRE', true);
  return expression === undefined
    ? {
      unread: [
        `rewrite-target of ${ingress.kind} ${ingress.name} for the path ${path}, an expression that is not `
            + 'read',
      ],
    }
    : {
      rewritten: (requested) => {
        const found = expression.find(requested);
        return found === undefined
          ? requested
          : target.replace(/\$(\d)/g, (_, index: string) => found.groups[Number(index)] ?? '');
      },
      unread: [],
    };
}

/** Where copies of requests go. */
export function mirrorsOf({ annotations }: KubeObject): RouteBackend[] {
  const url = annotations[NGINX.mirrorTarget];
  const target =
    url === undefined ? undefined : serviceOfHost(hostOfUrl(url.replace(/\$request_uri$/, '')) ?? '');
  return target === undefined ? [] : [{ ...target, port: portOfUrl(url ?? '') }];
}
