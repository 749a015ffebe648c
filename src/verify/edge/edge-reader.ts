import type { KubeObject } from '../kube/kube-object';
import type { LeadingKind } from './backends';
import type { ExpressionSyntax } from './expression';
import type { Door, EdgeInput, EdgeRoute, EdgeTraits, RawRoute, RefusedRoute } from './route';

/**
 * Reads the routes of one edge, and describes its behaviour. Each edge has a folder; `edges.ts` lists them.
 */
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

  /** Kinds of objects that its routes can use in place of Services. */
  public readonly leadingKinds: readonly LeadingKind[] = [];

  public abstract routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[];

  /** Recognizes the Ingresses that it serves. */
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

  /** Routes that the controller ignores, and reports only in its log. */
  public refusedRoutes(_input: EdgeInput): RefusedRoute[] {
    return [];
  }
}
