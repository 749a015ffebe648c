import { oncePer, unique } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { isClusterName, rightClusterName, serviceCalled, serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl, pathOfUrl, portAsked, SubrequestGuard, urlAsked } from '../edge/route';
import type { EdgeRoute } from '../edge/route';
import { beside, elsewhereText, Home } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { isHostVariable } from './asked-flyteadmin';
import { leadOf } from './lead';
import type { Model } from './model';

/** The target of a guard other than its flyteadmin's `/me`, as a phrase. */
export function askedInstead(route: EdgeRoute, guard: SubrequestGuard, model: Model): string | undefined {
  const url = urlAsked(guard);
  const instead = guard.flaw ?? (pathOfUrl(url) === FLYTEADMIN_PATHS.me ? undefined : url);
  if (instead !== undefined) {
    return missingService(guard, model) ?? instead;
  }
  const host = hostOfUrl(url) ?? '';
  const right = [host, hostOfUrl(guard.url) ?? ''].flatMap((each) => rightClusterName(each) ?? [])[0]
    ?? (isClusterName(host) ? undefined : nameSlipOf(host.toLowerCase(), knownHosts(model)));
  if (right !== undefined) {
    return `${guard.url}, which is nearly ${right}`;
  }
  if (isHostVariable(host) || !isClusterName(host)) {
    return undefined;
  }
  const asked = serviceOfHost(host) ?? { service: host, namespace: guard.field.object.namespace };
  return (
    serviceFault(asked.service, beside(route.object, asked.namespace), { url, model })
    ?? namespaceFault(asked, route, model)
  );
}

/** The Service of a guard, if the input has the Services of its namespace but not this one. */
function missingService({ url, field: { object } }: SubrequestGuard, model: Model): string | undefined {
  const host = hostOfUrl(url) ?? '';
  const { service, home } = serviceCalled(host, object);
  const { here, meant } = leadOf(service, home, model.services.all);
  const isShown = model.services.named(FLYTEADMIN_SERVICE.name, home) !== undefined;
  return !isClusterName(host) || here !== undefined || !isShown
    ? undefined
    : `the Service ${service}, which is not there${elsewhereText(
      model.services.all.filter(({ name }) => name === service), home)}`
      + `${meant === undefined ? '' : ` and which is nearly ${meant.name}`}`;
}

/** The hosts of routes and of flyteadmin. */
const knownHosts = oncePer(({ routes, flyteadmins }: Model): string[] => [
  ...new Set([
    ...routes.map(({ host }) => host),
    ...flyteadmins.flatMap(({ authorizedUris }) => authorizedUris?.texts ?? []).map(hostOfUrl),
  ].flatMap((host) => host?.toLowerCase() ?? [])),
]);

function serviceFault(
  name: string, home: Home, { url, model }: { readonly url: string; readonly model: Model },
): string | undefined {
  const service = model.services.named(name, home);
  const pods = service === undefined ? [] : model.services.podsOf(service);
  const here = nearIn(model.flyteadmins, home);
  const isBehind = here.some(({ config }) => pods.includes(config.container.workload));
  if (name !== FLYTEADMIN_SERVICE.name && !isBehind) {
    return url;
  }
  if (here.length > 0 && pods.length > 0 && !isBehind) {
    return `${url}, a Service that leads to other pods than those of flyteadmin`;
  }
  const secure = /^https:/i.test(url);
  const speaksTls = here.some((flyteadmin) => flyteadmin.speaksTls);
  const port = portAsked(url);
  const found = service?.port(port);
  if (service === undefined
    ? port === String(FLYTEADMIN_SERVICE.grpcPort)
    : found?.name === 'grpc' || found?.port === String(FLYTEADMIN_SERVICE.grpcPort)) {
    return `${url}, the port of flyteadmin for gRPC`;
  }
  if (secure && !speaksTls && model.flyteadmins.length > 0) {
    return `${url}, and flyteadmin speaks no TLS there`;
  }
  return service !== undefined && found === undefined
    ? `${url}, a port that the Service ${name} does not have`
    : undefined;
}

/** A guard may call the flyteadmin of another control plane, whose answer has no meaning here. */
function namespaceFault(
  { namespace }: Pick<Home, 'namespace'>, route: EdgeRoute, model: Model,
): string | undefined {
  const own = unique(route.backends.flatMap((backend) => backend.namespace ?? route.object.namespace ?? []));
  const guarded = own.flatMap((home) => nearIn(model.flyteadmins, beside(route.object, home))
    .filter((flyteadmin) => flyteadmin.authEnabled && flyteadmin.namespace === home));
  return namespace === undefined
    || guarded.length === 0
    || guarded.some((flyteadmin) => flyteadmin.namespace === namespace)
    ? undefined
    : `the flyteadmin of namespace ${namespace}, while that of these routes is in ${guarded[0].namespace}`;
}
