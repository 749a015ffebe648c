import { Check, noPlaceholder, portNumber } from '../../common/props/checks';
import { Shape, flag, optional, text } from '../../common/props/prop-types';

/** A server of yours that decides: it implements `AuthorizerService.Authorize` of Union's gRPC API. */
export interface ExternalAuthorizationProps {
  /**
   * The server as a gRPC target: `dns:///authz.example.com:443`. Or `unix:///` and the path of a socket.
   */
  readonly host: string;

  /**
   * Whether it is asked without TLS. For a server on the same, trusted network. Requests carry the tokens of
   * callers.
   *
   * @default false
   */
  readonly insecure?: boolean;

  /**
   * Whether everything is allowed while it cannot be asked. Anyone who can block its answers then has every
   * right.
   *
   * @default false: everything is refused
   */
  readonly failOpen?: boolean;

  /**
   * Whether every caller counts as an external identity, identified by its subject alone
   * (`global.USE_EXTERNAL_IDENTITY`).
   *
   * @default - only where the provider's tokens do not say whether an application or a person calls
   */
  readonly externalIdentity?: boolean;
}

const HOST_AND_PORT = /^dns:\/\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const SOCKET = /^unix:\/\/\/[^\s]+$/;

/** Source: gRPC, `doc/naming.md`. */
const grpcTarget: Check = (host) => {
  const placeholder = noPlaceholder(host);
  if (placeholder !== undefined) {
    return placeholder;
  }
  if (/^https?:\/\//i.test(host)) {
    return 'is a URL, and gRPC takes a target; write dns:///host:port';
  }
  const port = HOST_AND_PORT.exec(host)?.[2]?.slice(1);
  if (port !== undefined && portNumber(Number(port)) !== undefined) {
    return 'has an invalid port; write dns:///host:port, with a number from 1 to 65535';
  }
  return HOST_AND_PORT.test(host) || SOCKET.test(host)
    ? undefined
    : 'is not a gRPC target; write dns:///host:port, or unix:/// and the path of a socket';
};

export const EXTERNAL_AUTHORIZATION: Shape<ExternalAuthorizationProps> = {
  host: text(grpcTarget),
  insecure: optional(flag),
  failOpen: optional(flag),
  externalIdentity: optional(flag),
};
