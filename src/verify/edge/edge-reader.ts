import type { KubeObject } from '../kube/kube-object';
import type { LeadingKind } from './backends';
import type { ExpressionSyntax } from './expression';
import type { Door, EdgeInput, EdgeRoute, EdgeTraits, RawRoute, RefusedRoute } from './route';

/** Reads the routes of one edge, and says how it behaves. One folder an edge; `edges.ts` lists them. */
export abstract class EdgeReader implements EdgeTraits {
  public abstract readonly name: string;
  public readonly expressionSyntax: ExpressionSyntax = 'RE2';
  public readonly ignoresCase: boolean = false;
  public readonly guardsApart: boolean = false;
  public readonly fallsBackToAnyHost: boolean = false;
  public readonly remembersAnswers: boolean = false;
  public readonly takesSnippets: boolean = false;
  public readonly speaksAsServicesSay: boolean = true;
  public readonly showsProtocol: boolean = true;

  /** Kinds of objects that its routes name in the place of Services. */
  public readonly leadingKinds: readonly LeadingKind[] = [];

  public abstract routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[];

  /** Tells the Ingresses that it serves. */
  public ingressClaim(_input: EdgeInput): (ingress: KubeObject) => boolean {
    return () => false;
  }

  public regexEverywhere(_routes: readonly EdgeRoute[]): boolean {
    return false;
  }

  public doors(_routes: readonly KubeObject[], _input: EdgeInput): Door[] {
    return [];
  }

  /** Its routes below HTTP. */
  public rawRoutes(_input: EdgeInput): RawRoute[] {
    return [];
  }

  /** Routes of which the controller makes nothing, and says so in its log alone. */
  public refusedRoutes(_input: EdgeInput): RefusedRoute[] {
    return [];
  }
}
