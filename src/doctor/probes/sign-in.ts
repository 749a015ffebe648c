import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import type { Asker } from '../ask/asker';
import { answered, Failure } from '../ask/failure';
import { BROWSER, HttpAnswer } from '../ask/http';
import { askAuthorize, AtProvider } from './at-provider';
import { redirectOf } from './reading';

/** What an anonymous browser meets on its way to the provider. */
export interface SignInFacts {
  readonly me: HttpAnswer | Failure;
  readonly login: HttpAnswer | Failure;
  readonly callback: HttpAnswer | Failure;
  /** Where `/login` sends people: the provider's authorize endpoint. */
  readonly authorize?: URL;
  /** What the provider says to a browser that follows. */
  readonly atProvider?: AtProvider;
}

export async function askSignIn(asker: Asker): Promise<SignInFacts> {
  const { me, login, callback } = FLYTEADMIN_PATHS;
  const [ofMe, ofLogin, ofCallback] = await Promise.all([
    asker.get(me), asker.get(login, BROWSER), asker.get(callback, BROWSER),
  ]);
  const target = answered(ofLogin) ? redirectOf(ofLogin) : undefined;
  const leavesHost =
    target !== undefined && (target.origin !== asker.origin || target.searchParams.has('client_id'));
  return {
    me: ofMe,
    login: ofLogin,
    callback: ofCallback,
    ...(leavesHost ? { authorize: target } : {}),
    ...(leavesHost && target.protocol === 'https:'
      ? { atProvider: await askAuthorize(asker, 'web', target) }
      : {}),
  };
}
