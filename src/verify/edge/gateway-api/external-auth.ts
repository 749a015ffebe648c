import { asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { AuthGates } from '../auth-gates';
import { askingThrough } from '../gate-guard';
import { headerNames } from '../header-changes';
import type { Guard } from '../route';
import type { ReferenceGrants } from './reference-grants';
import { flawOfDirect, serviceName } from './security-policy';

/**
 * The ExternalAuth filter of the Gateway API: it asks with the method of the caller, and puts a path before
 * that of the request (GEP-1494).
 */
export function externalAuthGuard(
  spec: Readonly<Record<string, unknown>>, field: Field, route: KubeObject,
  { gates, grants }: { readonly gates: AuthGates; readonly grants: ReferenceGrants },
): Guard {
  if (asText(spec.protocol) === 'GRPC') {
    return { kind: 'other', field };
  }
  const backend = asObject(spec.backendRef);
  const { port } = backend;
  const http = asObject(spec.http);
  const service = serviceName(backend);
  const path = asText(http.path) ?? '/';
  const forwarded = ['authorization', ...headerNames(http.allowedHeaders)];
  const gate = gates.behind(service, asText(port), route, forwarded);
  return askingThrough(gate, {
    kind: 'subrequest',
    url: `http://${service}${port === undefined ? '' : `:${asText(port)}`}${path}`,
    flaw: grants.refusal(route, backend) ?? (gate === undefined ? flawOfDirect(undefined, path) : undefined),
    field,
    signIn: gate?.signInUrl === undefined ? undefined : { url: gate.signInUrl, field },
    backendHeaders: headerNames(http.allowedResponseHeaders),
    forwardedHeaders: forwarded,
  });
}
