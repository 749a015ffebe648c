import { JsonObject } from '../../common/data/json';
import { Secret } from '../ask/secret';
import { claimsOf } from './reading';

/** The two tokens of one login, as the user hands them in. */
export interface PersonTokens {
  /** What they were read from, for findings. */
  readonly source: string;
  readonly idToken: Secret;
  readonly accessToken: Secret;
}

/** What two tokens of one login say of a person. They are read here and sent nowhere. */
export interface PersonFacts {
  readonly source: string;
  /** Nothing where a token is not readable. */
  readonly idClaims?: JsonObject;
  readonly accessClaims?: JsonObject;
}

export function readPerson({ source, idToken, accessToken }: PersonTokens): PersonFacts {
  return { source, idClaims: claimsOf(idToken.reveal()), accessClaims: claimsOf(accessToken.reveal()) };
}
