import type { Failure } from '../ask/failure';
import type { HttpAnswer } from '../ask/http';
import type { ClusterFacts } from '../cluster/read-cluster';
import type { SignInFacts } from './at-provider';
import type { AuthMetadataFacts } from './auth-metadata';
import type { CertificateFacts } from './certificate';
import type { GuardFacts, RouteSample } from './guards';
import type { LoginFacts } from './login';
import type { NativeFacts } from './native';
import type { ProviderFacts } from './provider';
import type { ClientUnderTest, PersonFacts, TokenFacts } from './token';

/** The facts so far, in order of the requests. Plain data. */
export interface Facts {
  /** Such as `https://union.example.com`. */
  readonly origin: string;
  readonly host: string;
  readonly now: Date;
  readonly release: string;
  readonly addresses?: readonly string[] | Failure;
  /** The proxy of the host, without credentials. */
  readonly proxy?: string;
  readonly certificate?: CertificateFacts | Failure;
  readonly health?: HttpAnswer | Failure;
  readonly signIn?: SignInFacts;
  readonly metadata?: AuthMetadataFacts;
  readonly provider?: ProviderFacts;
  readonly native?: NativeFacts;
  readonly guards?: GuardFacts;
  readonly routes?: readonly RouteSample[];
  readonly client?: Pick<ClientUnderTest, 'source' | 'endpoint'>;
  readonly token?: TokenFacts;
  /** The two tokens of a person's login, if the user gave them. */
  readonly person?: PersonFacts;
  /** A person's sign-in, if one took part. */
  readonly login?: LoginFacts;
  readonly cluster?: ClusterFacts;
  /** Whether the time was up before all requests. */
  readonly late?: boolean;
}
