import type { KubeObject } from '../kube/kube-object';
import { EdgeReader } from './edge-reader';
import { ingressRoutes } from './ingress';
import type { EdgeInput, EdgeRoute } from './route';
import { unknownGuard } from './unread-parts';

/**
 * Ingresses of a controller that nobody here knows: neither their guards, if any, nor the protocol that it
 * speaks to backends shows.
 */
export class OtherIngressReader extends EdgeReader {
  public readonly name = 'other';
  public override readonly showsProtocol = false;

  public override ingressClaim(): (ingress: KubeObject) => boolean {
    return () => true;
  }

  public override routes(_input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[] {
    return ingressRoutes(ingresses, {
      edge: this,
      matchOf: (pathType) => (pathType === 'Exact' ? 'exact' : 'tree'),
      guardOf: unknownGuard,
    });
  }
}
