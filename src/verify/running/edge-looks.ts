import {
  AUTH_METADATA_SERVICES, FLYTEADMIN_PATHS, OIDC_METADATA_PATH,
} from '../../contract/union/flyteadmin';
import { Look } from './look';

/** Commands that send requests to the edge from outside, as its callers do. */

const STATUS = '-s -o /dev/null -w \'%{http_code} %{redirect_url}\\n\'';

/** A method behind the guard, for `anonymousGrpc`. */
export const GRPC_METHOD = 'flyteidl.service.AdminService/ListProjects';

/** A method that must be open: SDK and CLI call it first. */
export const PUBLIC_CLIENT_METHOD = `${AUTH_METADATA_SERVICES[0]}/GetPublicClientConfig`;

/** The status and redirect of a URL without any credential. */
export function anonymousAt(url: string, shows: string): Look {
  return { run: `curl ${STATUS} "${url}"`, shows };
}

/** The same for a path of the deployment. */
export function anonymous(path: string, shows: string): Look {
  return anonymousAt(`https://$DOMAIN${path}`, shows);
}

export const UNGUARDED_API: Look = anonymous(
  '/api/v1/projects',
  '200, or 501: the request reached a service without a guard. 401, or a redirect to /login, is right.',
);

/** Whether flyteadmin's `/me` answers, which every guard queries. */
export function me(shows: string): Look {
  return anonymous(FLYTEADMIN_PATHS.me, shows);
}

/** The HTTP status for a gRPC caller without a token; without a body, no service acts on it. */
export function anonymousGrpc(method: string, shows: string): Look {
  return {
    run: `curl --http2 -X POST ${STATUS} -H 'content-type: application/grpc' -H 'te: trailers' `
      + `"https://$DOMAIN/${method}"`,
    shows,
  };
}

/** The redirect of `/login`: client ID, redirect URI and scopes are in the URL. */
export function loginRedirect(shows: string): Look {
  return {
    run: `curl -s -o /dev/null -w '%{redirect_url}\\n' "https://$DOMAIN${FLYTEADMIN_PATHS.login}"`,
    shows,
  };
}

/** flyteadmin's settings for SDK and CLI: client ID, redirect URI, scopes, audience, header. */
export function publicClient(shows: string): Look {
  return { run: 'curl -s "https://$DOMAIN/config/v1/flyte_client"', shows };
}

export function providerMetadata(shows: string): Look {
  return { run: `curl -s "$ISSUER/${OIDC_METADATA_PATH}"`, shows };
}

/** The certificate that the edge presents. */
export function certificate(shows: string): Look {
  return {
    run: 'openssl s_client -connect "$DOMAIN:443" -servername "$DOMAIN" -alpn h2 </dev/null 2>&1 | grep -E '
      + '\'subject=|issuer=|Verif|ALPN\'',
    shows,
  };
}
