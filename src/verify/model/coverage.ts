import { grouped, unique } from '../../common/data/collections';
import { enumerated, enumeration } from '../../common/data/enumerated';
import { KNOWN_EDGES } from '../../contract/edges/known-edges';
import { TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { INGRESS_PROVIDER, rendersGateway } from '../../contract/union/gateway-routes';
import { UNION_SECRETS } from '../../contract/union/secrets';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { GATEWAY_API_GROUP, UNREAD_ROUTES } from '../../contract/upstream/gateway-api';
import { planeOf } from '../credentials/plane';
import { Guard, unreadOf } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import { isUnevaluated } from '../edge/template';
import type { OpenQuestion } from '../read/open-question';
import { unreadExtras } from '../values/chart-extras';
import { mayHideGuards } from '../values/chart-gateway';
import type { ValueSet } from '../values/value-set';
import { unnamedDataPlanes } from './data-planes';
import { CLAIM_HEADERS, unlistedClaims } from './header-rewrites';
import type { Model } from './model';
import { comparedClients } from './trusted-clients';
import { unseenDelivery } from './unseen-delivery';

/**
 * The parts of the wiring that the input has, and those that it lacks. Rules find nothing in missing parts.
 */
export interface Coverage {
  /** The checked parts, each as a phrase; empty if the input has nothing of Union. */
  readonly judged: readonly string[];
  readonly open: readonly OpenQuestion[];
}

const RENDERED_CONTROL_PLANE = 'the rendered control plane (helm template unionai-controlplane '
  + 'unionai/controlplane --namespace union-cp --values …) or its values files';
const RENDERED_DATA_PLANE = 'the rendered data plane (helm template unionai-dataplane unionai/dataplane '
  + '--namespace union --values …) or its values files';

/** @param unread the unread parts of the input, with reasons */
export function coverageOf(model: Model, unread: readonly OpenQuestion[] = []): Coverage {
  const judged = judgedIn(model);
  const otherwise = unread.length > 0 ? [] : [NOTHING];
  return { judged, open: [...unread, ...(judged.length > 0 ? openIn(model) : otherwise)] };
}

const ASK_THE_DEPLOYMENT = { run: '"cdk8s-union-auth doctor URL", which asks the running deployment' };

const NOTHING: OpenQuestion = {
  missing: 'the input has nothing that concerns Union\'s authentication',
  question: 'anything',
  add: `${RENDERED_CONTROL_PLANE}, and what delivers its secrets`,
};

function judgedIn(model: Model): string[] {
  const clients = (plane: 'control' | 'data') =>
    model.clients.filter(({ config }) => planeOf(config.container.workload) === plane).length;
  const routes = model.unionRoutes.length;
  const onHosts = ` on ${hostsText(model.unionServers)}`;
  const deliveries = unionDeliveries(model);
  return [
    ...model.valueSets.map((set) => {
      const names = enumerated(set.files.map(({ name }) => name));
      return `the values of ${set} (${names}${set.note === undefined ? '' : `: ${set.note}`})`;
    }),
    ...some(model.flyteadmins.length, FLYTEADMIN.name, FLYTEADMIN.name),
    ...some(clients('control'), 'client of the control plane', 'clients of the control plane'),
    ...some(clients('data'), 'client of data planes', 'clients of data planes'),
    ...some(routes, `route${onHosts}`, `routes${onHosts}`),
    ...some(model.credentials.length, 'credential', 'credentials'),
    ...some(deliveries, 'object that delivers secrets', 'objects that deliver secrets'),
  ];
}

/** One question for each of several reasons. */
function forEach(missing: readonly string[], question: Omit<OpenQuestion, 'missing'>): OpenQuestion[] {
  return unique(missing).map((each) => ({ missing: each, ...question }));
}

function some(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}

function hostsText(servers: readonly EdgeServer[]): string {
  const named = unique(servers.map(({ host }) => host ?? 'any host'));
  return named.length > 3 ? `${named.length} hosts` : named.join(', ');
}

/** Secrets and ExternalSecrets with names that upstream dictates, or with a credential. */
function unionDeliveries(model: Model): number {
  const names = unique([
    ...UNION_SECRETS,
    ...model.credentials.flatMap(({ key }) => key?.secret ?? []),
  ]);
  return unique(names.flatMap((name) => model.writers.named(name)).map(({ object }) => object)).length;
}

/** Names of sets of values, for their files. */
function placesOf(sets: readonly ValueSet[]): string {
  return enumerated(sets.map((set) => `${set} (${set.files[0].name})`));
}

function openIn(model: Model): OpenQuestion[] {
  const questions = [
    withoutFlyteadmin, withUnreadRoutes, withoutGatewayRoutes, withoutDataPlane, unseenDelivery,
    withoutAuthentication, withOpaqueGuards, withUnreadPaths, withUnreadParts, withUnnamedDataPlanes,
    withUnseenParts, withUnseenControllers, withUnreadValues, withUnlistedClients,
  ];
  return questions.flatMap((question) => question(model));
}

function withoutFlyteadmin(model: Model): OpenQuestion[] {
  const noRoutes = model.unionServers.length === 0 && withUnreadRoutes(model).length === 0;
  if (model.flyteadmins.length === 0) {
    return [{
      missing: `no ${FLYTEADMIN.name} ${noRoutes ? 'and no route to it ' : ''}in the input`,
      question: `login${noRoutes ? ', routes, guards' : ''}, and which issuer, audiences and `
        + 'clients are accepted',
      add: RENDERED_CONTROL_PLANE,
    }];
  }
  return !noRoutes ? [] : [{
    missing: `no route to ${FLYTEADMIN.name} in the input`,
    question: 'routes and their guards',
    add: setsWithGateway(model).length > 0
      ? GATEWAY_ROUTES
      : 'its Ingresses, or its Gateway API routes, middlewares and policies',
  }];
}

const READ = KNOWN_EDGES.flatMap(({ routes }) => routes);
const UNREAD = UNREAD_ROUTES.filter(([group, kind]) =>
  !READ.some(([readGroup, readKind]) => group === readGroup && kind === readKind));

/** Objects of other edges with the Service of flyteadmin, whose routes and guards are not read. */
function withUnreadRoutes(model: Model): OpenQuestion[] {
  return UNREAD.flatMap(([group, kind, of]) => {
    const leading = model.ofKind(group, kind)
      .filter((object) => TO_FLYTEADMIN.test(JSON.stringify(object.at('spec'))));
    return leading.length === 0 ? [] : [{
      missing: `${kind} ${leading.map(({ name }) => name).join(', ')} leads to ${FLYTEADMIN.name}, but `
        + `verify does not read the routes of ${of}`,
      question: 'those routes and their guards',
      ...ASK_THE_DEPLOYMENT,
      asked: true,
    }];
  });
}

/** As a cluster-internal host, or as the name of a backend. */
const TO_FLYTEADMIN = new RegExp(`"${FLYTEADMIN_SERVICE.name}[".:]`);

const GATEWAY_ROUTES =
  'the rendered control plane with its HTTPRoutes and GRPCRoutes, and the SecurityPolicies that guard them';

/**
 * Values with which the chart renders Gateway routes, alone or in addition to Ingresses; these are not
 * emitted.
 */
function setsWithGateway(model: Model): ValueSet[] {
  return model.valueSets.filter((set) => (mayHideGuards(set) || model.standsAlone(set))
    && set.chart === 'controlplane'
    && rendersGateway(set.release._contract.controlPlane, set.get(INGRESS_PROVIDER)));
}

/** In addition to the guarded Ingresses, the chart has routes that are open. */
function withoutGatewayRoutes(model: Model): OpenQuestion[] {
  const { unionRoutes: routes } = model;
  const sets = setsWithGateway(model);
  const isShown = routes.some(({ object }) => object.group === GATEWAY_API_GROUP);
  return routes.length === 0 || sets.length === 0 || isShown ? [] : [{
    missing: `with the values of ${placesOf(sets)} the chart renders Gateway API routes without a guard`,
    question: 'those routes and their guards',
    add: GATEWAY_ROUTES,
  }];
}

function withoutDataPlane(model: Model): OpenQuestion[] {
  const isThere = model.clients.some(({ config }) => planeOf(config.container.workload) === 'data');
  return isThere || model.valueSets.some(({ chart }) => chart === 'dataplane') ? [] : [{
    missing: 'no data plane in the input',
    question: 'the clients of data planes, and whether the control plane accepts them',
    add: RENDERED_DATA_PLANE,
  }];
}

/** Clients of data planes that the control plane need not list anywhere. */
function withUnlistedClients(model: Model): OpenQuestion[] {
  const ids = unique(comparedClients(model).unlisted.flatMap(({ clientId }) => clientId?.text ?? []));
  return ids.length === 0 ? [] : [{
    missing: 'nothing in the input lists the clients that the control plane accepts besides its own',
    question: `whether it accepts ${ids.length > 3 ? `${ids.length} clients` : enumeration(ids)} `
      + 'of data planes',
    add: 'the values file of the control plane with its comments, or the annotation '
      + `${TRUSTED_CLIENTS_ANNOTATION} with those clients to an object of the control plane`,
  }];
}

function withoutAuthentication({ valueSets }: Model): OpenQuestion[] {
  const sets = valueSets.filter(({ isAuthless }) => isAuthless);
  return sets.length === 0 ? [] : [{
    missing: `the values of ${placesOf(sets)} turn authentication off for the server and its clients`,
    question: 'authentication of that plane',
    add: 'useAuth: true and enable: true if it must be on',
  }];
}

function withOpaqueGuards(model: Model): OpenQuestion[] {
  const guards = unique(model.unionRoutes.map(({ guard }) => guard));
  const reasons = (of: (guard: Guard) => string | undefined) => guards.flatMap((guard) => of(guard) ?? []);
  return [
    ...forEach(reasons(unreadOf), {
      question: 'the guard of those routes', add: 'the manifest of what guards them', asked: true,
    }),
    ...forEach(reasons((guard) => (guard.kind === 'subrequest' ? guard.assumed : undefined)), {
      question: 'whether the auth gate exists, and what it asks',
      add: 'the manifests with its Deployment, ConfigMap and Service',
    }),
  ];
}

/** Unread parts that may change requests and responses, or decide about access. */
function withUnreadParts(model: Model): OpenQuestion[] {
  const reasons =
    model.unionRoutes.filter(({ guard }) => guard.kind !== 'opaque').flatMap(({ unread = [] }) => unread);
  return forEach(reasons, { question: 'how it changes requests', ...ASK_THE_DEPLOYMENT, asked: true });
}

/** Missing objects of routes that change requests, and may be in the cluster. */
function withUnseenParts(model: Model): OpenQuestion[] {
  return forEach(model.unionRoutes.flatMap(({ unseen = [] }) => unseen), {
    question: 'which headers of callers are removed (verify assumes none)', add: 'that ConfigMap',
  });
}

/** Objects of an edge that may remove callers' headers that are not in the lists of guards. */
function withUnseenControllers(model: Model): OpenQuestion[] {
  const routes = unlistedClaims(model)
    .filter(({ at, reaching }) => at === undefined && reaching.length > 0)
    .flatMap(({ guarded }) => guarded.map(({ routes: [{ object }] }) => object));
  return grouped(routes, ({ kind }) => kind).map((objects) => {
    const [{ kind, group }] = objects;
    const names = enumeration(unique(objects.map(({ name }) => name)));
    return {
      missing: group === GATEWAY_API_GROUP
        ? `no ClientTrafficPolicy of the Gateway of ${kind} ${names} is in the input`
        : `the ConfigMap of the controller that serves ${kind} ${names} is not in the input`,
      question: `whether ${CLAIM_HEADERS.map(({ family }) => family).join(', ')} headers from callers reach `
        + 'services under names that no guard lists',
      add: group === GATEWAY_API_GROUP
        ? 'the ClientTrafficPolicies of its namespace'
        : 'the ConfigMap with the Deployment of its controller, or with its labels',
    };
  });
}

/** The user's own objects in values, which only Helm can render. */
function withUnreadValues({ valueSets }: Model): OpenQuestion[] {
  return forEach(valueSets.flatMap((set) => unreadExtras(set).map((path) =>
    `${path} of ${placesOf([set])} is a template, which only Helm evaluates`)), {
    question: 'what the chart renders from it', add: 'the output of helm template', asked: true,
  });
}

/** Values of data planes without a cluster name. */
function withUnnamedDataPlanes(model: Model): OpenQuestion[] {
  const them = (paths: readonly string[]) => (paths.length === 1 ? 'it' : 'them');
  return unnamedDataPlanes(model).map(({ set, paths }) => ({
    missing: `the values of ${placesOf([set])} set no ${paths.join(' and no ')}`,
    question: 'the name by which the data plane registers, and whether the control plane knows it',
    add: `${them(paths)}, or the values file that sets ${them(paths)}`,
  }));
}

/** Routes with an unsupported expression: they are treated as if they matched any path. */
function withUnreadPaths(model: Model): OpenQuestion[] {
  const unread = model.unionServers.flatMap((server) => server.unread).map(({ object, path }) =>
    `the path ${path} of ${object.kind} ${object.name} is `
      + `${isUnevaluated(path) ? 'a template' : 'an expression'} that verify does not evaluate`);
  return forEach(unread, {
    question: 'which requests match it (verify assumes any)',
    add: 'a simpler expression, or several paths',
    asked: true,
  });
}
