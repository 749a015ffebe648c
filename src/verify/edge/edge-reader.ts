// Tests: test/verify/edge/ingress.test.ts
import type { KubeObject } from '../kube/kube-object';
import type { LeadingKind } from './backends';
import { EdgeInput, EdgeRoute, EdgeTraits, RawRoute, RefusedRoute } from './route';

/**
 * Reads the routes of one edge, and describes its behaviour. Each edge has a folder; `edges.ts` lists them.
 */
export abstract class EdgeReader extends EdgeTraits {
  /** Kinds of objects that its routes can use in place of Services. */
  public readonly leadingKinds: readonly LeadingKind[] = [];

  public abstract routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[];

  /** Recognizes the Ingresses that it serves. */
  public ingressClaim(_input: EdgeInput): (ingress: KubeObject) => boolean {
    return () => false;
  }

  /** Its routes below HTTP. */
  public rawRoutes(_input: EdgeInput): RawRoute[] {
    return [];
  }

  /** Routes that the controller ignores, and reports only in its log. */
  public refusedRoutes(_input: EdgeInput): RefusedRoute[] {
    return [];
  }
}
