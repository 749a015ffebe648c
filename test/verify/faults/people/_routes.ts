import { DOMAIN, Json, Planes } from '../_planes';

/** Routes that people add to an edge. */

export const PROTECTED = 'controlplane-protected';
export const GRPC = 'controlplane-protected-grpc';
export const CONSOLE = 'controlplane-console-protected';
export const UNREAD_EDGE = 'what guards it does not show: it stands under "Not checked"';

interface Aim {
  readonly host?: string;
  readonly path?: string;
  readonly className?: string;
}

/** An Ingress to a service; a class of none where it is empty. */
export function ingressTo(name: string, port: number, { host = DOMAIN, path = '/', className = 'controlplane' }: Aim = {}): Json {
  const paths = [{ path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } }];
  const rules = [{ host, http: { paths } }];
  return { spec: className === '' ? { rules } : { ingressClassName: className, rules } };
}

export const copyOf = (planes: Planes, kind: string, name: string): Json => JSON.parse(JSON.stringify(planes.get(kind, name)));
