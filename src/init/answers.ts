import { JsonObject } from '../common/data/json';
import { OF_CHART } from './questions/edges';

/** One of several, by its name: `{ okta: { orgUrl: … } }`. */
export type Choice<Name extends string = string> = { readonly [name in Name]?: JsonObject };

/** An application that does one duty. */
export interface ServiceAnswers extends JsonObject {
  readonly clientId: string;
}

/** The cluster that a plane's chart goes to: one of the three. */
export interface DestinationAnswers {
  readonly cluster?: string;
  readonly server?: string;
  readonly kubeConfig?: string;
}

export interface PlaneAnswers {
  readonly namespace?: string;
  readonly releaseName?: string;
  readonly destination?: DestinationAnswers;
  readonly extraValues?: JsonObject;
}

export interface DataPlaneAnswers extends PlaneAnswers {
  readonly clusterName?: string;
  readonly operator?: ServiceAnswers;
  readonly eager?: ServiceAnswers;
  readonly eagerApiKey?: 'fromOperator' | 'provisioned';
}

export interface ClientAnswers extends ServiceAnswers {
  readonly name: string;
}

/** The answers, once their form is right: what `ANSWERS` describes. */
export interface Answers extends JsonObject {
  readonly domain: string;
  readonly additionalDomains?: string[];
  readonly organization?: string;
  readonly provider: Choice;
  readonly applications?: {
    readonly webClientId: string;
    readonly nativeClientId: string;
    readonly serviceClientId: string;
    readonly serviceSubject?: string;
  };
  readonly preferRefreshTokens?: boolean;
  readonly secrets: Choice<'externalSecrets' | 'kubernetesSecrets' | 'provisioned'>;
  readonly planes?: Choice<'charts' | 'plain'>;
  readonly controlPlane?: PlaneAnswers & {
    readonly authorization?: Choice<'noop' | 'union' | 'external'>;
    readonly migratingFrom?: string;
  };
  readonly dataPlanes?: DataPlaneAnswers[];
  readonly clients?: ClientAnswers[];
  readonly edge?: Choice;
  readonly tls?: JsonObject[];
  readonly tlsEndsElsewhere?: boolean;
  readonly gitops?: Choice<'helm' | 'argocd' | 'flux'>;
}

/** What was chosen, and what belongs to it. */
export function chosen<Name extends string>(
  choice: Choice<Name> | undefined, otherwise: NoInfer<Name>,
): [Name, JsonObject] {
  const [[name, details]] = Object.entries<JsonObject | null | undefined>(choice ?? { [otherwise]: {} });
  return [name as Name, details ?? {}];
}

/** Which edge there is. */
export function edgeOf({ edge }: Answers): [string, JsonObject] {
  return chosen(edge, 'ingressNginx');
}

/** Whether the edge is one that Union's chart brings. */
export function hasEdgeOfChart(answers: Answers): boolean {
  return !isPlain(answers) && OF_CHART.includes(edgeOf(answers)[0]);
}

export function isPlain({ planes }: Answers): boolean {
  return chosen(planes, 'charts')[0] === 'plain';
}
