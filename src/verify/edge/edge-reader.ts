// Tests: test/verify/edge/ingress.test.ts
import { asList } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { backendOf, LeadingKind } from './backends';
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

  /** @param list the key of the routes, whose members have a list of backends */
  protected rawRoutesIn(objects: readonly KubeObject[], list: string, backends: string): RawRoute[] {
    return objects.flatMap((object) => object.objectsAt('spec', list).map((route, index) => ({
      object,
      field: object.field('spec', list, index),
      backends: asList(route[backends]).map((reference) => backendOf(reference)),
    })));
  }

  /** Routes that the controller ignores, and reports only in its log. */
  public refusedRoutes(_input: EdgeInput): RefusedRoute[] {
    return [];
  }
}
