import { allDirectives, NginxDirective, readNginx } from '../../read/nginx-config';
import { serviceOfHost } from '../cluster-name';
import { GUARDED_SERVICES } from '../guarded-requests';

const PASSES = new Set(['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass']);

/**
 * How a snippet of ingress-nginx leads around the guard, as a phrase; nothing where it does not.
 *
 * @param inGuard it stands in the location of the auth subrequest itself
 */
export function bypassOf(text: string, inGuard = false): string | undefined {
  const directives = readNginx(text);
  const all = allDirectives(directives);
  const off = all.find(
    ({ name, args }) =>
      (name === 'auth_request' && args[0] === 'off') || (name === 'satisfy' && args[0] === 'any'),
  );
  if (off !== undefined) {
    return shown(off);
  }
  const softened = all.find(
    ({ name, args }) =>
      name === 'error_page'
      && args.some((arg) => /^=2\d\d$/.test(arg))
      && args.some((arg) => /^40[13]$/.test(arg)),
  );
  if (softened !== undefined) {
    return shown(softened);
  }
  const answer = inGuard
    ? all.find(({ name, args }) => (name === 'return' && /^2\d\d$/.test(args[0])) || PASSES.has(name))
    : undefined;
  if (answer !== undefined) {
    return shown(answer);
  }
  const location = all.find((directive) => directive.name === 'location' && leadsToUnion(directive));
  return location && shown(location);
}

/** A location beside those of the controller has no guard but its own; nobody can ask for an internal one. */
function leadsToUnion(location: NginxDirective): boolean {
  const inside = allDirectives(location.block ?? []);
  return !inside.some(({ name }) => name === 'auth_request' || name === 'internal')
    && inside.some(({ name, args }) => PASSES.has(name) && isOfUnion(args[0] ?? ''));
}

/** A variable may stand for anything; the controller's own names for its backends are variables, too. */
function isOfUnion(target: string): boolean {
  const host = /^(?:\w+:\/\/)?([^/:]+)/.exec(target)?.[1] ?? '';
  return (
    host.includes('$')
    || host === 'upstream_balancer'
    || GUARDED_SERVICES.has(serviceOfHost(host)?.service ?? host)
  );
}

function shown({ name, args, block }: NginxDirective): string {
  return `${[name, ...args].join(' ')}${block === undefined ? ';' : ' { … }'}`;
}
