import type { KubeObject } from '../kube/kube-object';
import type { ExpressionSyntax } from './expression';
import type { EdgeInput, EdgeRoute, EdgeTraits } from './route';

/** Reads the routes of one edge, and says how it behaves. One subclass a file; `edges.ts` lists them. */
export abstract class EdgeReader implements EdgeTraits {
  public abstract readonly name: string;
  public readonly expressionSyntax: ExpressionSyntax = 'RE2';
  public readonly ignoresCase: boolean = false;
  public readonly guardsApart: boolean = false;
  public readonly fallsBackToAnyHost: boolean = false;
  public readonly remembersAnswers: boolean = false;
  public readonly takesSnippets: boolean = false;

  /** The routes of its own kinds of objects, and of the Ingresses that it serves. */
  public abstract routes(input: EdgeInput, ingresses: readonly KubeObject[]): EdgeRoute[];

  /** Tells the Ingresses that it serves. */
  public ingressClaim(_input: EdgeInput): (ingress: KubeObject) => boolean {
    return () => false;
  }

  public regexEverywhere(_routes: readonly EdgeRoute[]): boolean {
    return false;
  }
}
