import { oncePer } from '../../common/data/collections';
import { GATE_PORTS, NGINX_GATE, SIGN_IN_GATE } from '../../contract/edges/known-edges';
import type { AuthGateDialect } from '../../contract/edges/known-edges';
import { DIALECTS, OWN_GATES } from '../../contract/edges/own-gate-config';
import { GUARD_ANNOTATION } from '../../contract/own-annotations';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import type { HeldKinds } from '../kube/held-kinds';
import { beside, elsewhereText, Home, sameHome } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { asTexts } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Service, Services } from '../kube/service';
import type { VolumeSource } from '../kube/volume';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import { rightClusterName } from './cluster-name';
import { GUARDED_SERVICES } from './guarded-requests';
import { GateAnswer, ownAnswer, OwnGate, ownGateOf } from './own-gate';

interface Gate extends Home {
  readonly configMap: KubeObject;
  /** The place of its nginx configuration. */
  readonly at: Field;
  /** Absent for a gate that is not ours. */
  readonly own?: OwnGate;
}

interface GatesInput extends Pick<HeldKinds, 'holds' | 'shows'> {
  readonly services: Services;
  ofKind(group: string, kind: string): readonly KubeObject[];
}

/** The target of a guard, as far as the input shows it. */
interface Asked {
  readonly name: string;
  readonly home: Home;
  readonly object?: Service;
  /** The ConfigMaps that its pods mount. */
  readonly mounted: ReadonlySet<string>;
  readonly gate?: Gate;
  /** Whether the input has Services of its namespace from a cluster. */
  readonly isShown: boolean;
  /** Whether an object of a kind would be in the input if it existed. */
  readonly holds: (kind: string) => boolean;
}

/**
 * The auth gates of the input: an nginx between an edge and flyteadmin, which turns every request into one
 * for `/me`. Its ConfigMap has the name of the Service that edges call, or that Service's pods mount it.
 *
 * A gate of ours is compared with the library's output, and any edit is a flaw. Other gates with the name of
 * flyteadmin are assumed to call `/me`; their handling of requests is not checked.
 */
export class AuthGates {
  private readonly configMaps: readonly KubeObject[];
  private readonly gates: readonly Gate[];

  private readonly namedBy = oncePer((service: Service) => this.flyteadminNamedBy(service));

  public constructor(private readonly input: GatesInput) {
    this.configMaps = input.ofKind('', 'ConfigMap');
    this.gates = this.configMaps.flatMap((configMap) => gateOf(configMap) ?? []);
  }

  /** @param headers of the client that the edge forwards, in lower case; by default all */
  public behind(
    service: string, port: string | undefined, near: KubeObject, headers?: readonly string[],
  ): GateAnswer | undefined {
    const asked = this.lookUp(service, near);
    const { name, object, gate } = asked;
    const flyteadmin = object && gate?.own === undefined ? this.namedBy(object) : undefined;
    if (object !== undefined && flyteadmin !== undefined) {
      return strangersAnswer(object, port, flyteadmin);
    }
    const missing = this.missingPart(asked);
    if (missing !== undefined) {
      return { ...UNFOLLOWED, ...missing };
    }
    if (gate === undefined) {
      // Next to an existing one, another name is a misspelling, or an earlier name.
      const isShownBeside = name !== gateAskedBy(near) && this.gates.some(({ own, configMap }) =>
        own !== undefined && sameHome(configMap, asked.home) && sameHome(near, configMap));
      return this.mayBeUnseen(asked, near) && !isShownBeside
        ? unseenGate(name, port, asked.home.namespace)
        : undefined;
    }
    const answer =
      answerOf(gate, object === undefined ? port : this.input.services.containerPort(object, port));
    // Without it the gate does not recognize browsers.
    const seesBrowsers = headers === undefined || headers.includes('accept');
    return answer === undefined
      ? unheard(gate, port, object)
      : {
        ...answer,
        ...(object === undefined ? { assumed: `the Service ${name} is not ${this.placeText(asked)}` } : {}),
        signInUrl: seesBrowsers ? answer.signInUrl : undefined,
        flawAt: answer.flawAt ?? (rightClusterName(service) === undefined ? placeIn(gate, near) : undefined),
      };
  }

  private lookUp(service: string, near: KubeObject): Asked {
    const [name, namespace = near.namespace] = service.split('.');
    const home = beside(near, namespace);
    const { services } = this.input;
    const object = services.named(name, home);
    const mounted = mountedBy(object === undefined ? [] : services.podsOf(object));
    return {
      name,
      home,
      object,
      mounted,
      gate: nearIn(this.gates, home)
        .find(({ configMap }) => configMap.name === name || mounted.has(configMap.name)),
      isShown: this.input.holds('', 'Service', { ...home, live: true }),
      holds: (kind) => this.input.holds('', kind, { ...home, live: near.live }),
    };
  }

  /** Whether there may be a gate whose configuration is not in the input. */
  private mayBeUnseen({ name, home, object, isShown, holds }: Asked, near: KubeObject): boolean {
    if (object !== undefined) {
      return !holds('ConfigMap');
    }
    // Routes of users may be given without any part of the gate, and those with a guard of this library also
    // without anything of the gate's namespace.
    return sameHome(near, home) ? !isShown : near.annotations[GUARD_ANNOTATION] !== undefined
      && !this.input.shows('', 'Service', home)
      && this.input.services.all.every((service) =>
        ![name, FLYTEADMIN_SERVICE.name].includes(service.name) || sameHome(service, home));
  }

  /** The missing object of a gate, if the input would have it. */
  private missingPart(
    { name, home, object, mounted, gate, holds }: Asked,
  ): Required<Pick<GateAnswer, 'flaw' | 'flawAt'>> | undefined {
    const config = OWN_GATES.has(name) && !isMounted(gate, mounted) && holds('ConfigMap')
      ? this.missingConfigOf(object)
      : undefined;
    if (config !== undefined) {
      return { flaw: `the auth gate ${name} without its nginx configuration`, flawAt: config };
    }
    return gate !== undefined && object === undefined && holds('Service') ? {
      flaw: `the Service ${name}, which is not ${this.placeText({ name, home })}`,
      flawAt: gate.configMap.field(),
    } : undefined;
  }

  /** Where a missing Service exists instead, after "is not". */
  private placeText({ name, home }: Pick<Asked, 'name' | 'home'>): string {
    const others = this.input.services.all.filter((each) => each.name === name);
    return `${others.length === 0 ? 'in the input' : 'there'}${elsewhereText(others, home)}`;
  }

  /** The place where the pods of a Service refer to a missing or empty ConfigMap. */
  private missingConfigOf(service: Service | undefined): Field | undefined {
    const there = service === undefined ? [] : nearIn(this.configMaps, service);
    const named = (service === undefined ? [] : this.input.services.podsOf(service)).flatMap(configMapsOf)
      .map((source) => ({ source, configMap: there.find(({ name }) => name === source.name) }));
    return named.find(({ configMap }) => configMap === undefined)?.source.field
      ?? named.flatMap(({ configMap }) => configMap ?? []).find(isBlank)?.field('data');
  }

  private flyteadminNamedBy(service: Service): string | undefined {
    const pods = this.input.services.podsOf(service);
    // The remains of a gate of ours belong to it.
    if ([service, ...pods].some(({ name }) => OWN_GATES.has(name) || GUARDED_SERVICES.has(name))) {
      return undefined;
    }
    const mounted = mountedBy(pods);
    const files = nearIn(this.configMaps, service)
      .filter(({ name }) => mounted.has(name))
      .flatMap((configMap) => asTexts(Object.values(configMap.objectAt('data'))));
    const settings = pods.flatMap(({ containers }) => containers).flatMap(({ commandLine, env }) =>
      [...commandLine, ...env.flatMap(({ value }) => value ?? [])]);
    const found = [...settings, ...files].flatMap((text) => NAMES_FLYTEADMIN.exec(text) ?? [])[0];
    return found && inNamespace(found, service);
  }
}

function gateAskedBy({ group }: KubeObject): string {
  return group === '' || group === 'networking.k8s.io' ? NGINX_GATE : SIGN_IN_GATE;
}

function unheard({ own, configMap }: Gate, port: string | undefined, service?: Service): GateAnswer {
  return {
    ...UNFOLLOWED,
    flaw: `port ${port} of ${service?.name ?? configMap.name}, where no server of it listens`,
    // Edges call a gate of ours at one of its ports: the Service leads elsewhere.
    flawAt: port !== undefined && own !== undefined && portsOf(own.dialect).includes(port)
      ? service?.field('ports')
      : undefined,
  };
}

function isMounted(gate: Gate | undefined, mounted: ReadonlySet<string>): boolean {
  return gate !== undefined && (mounted.size === 0 || mounted.has(gate.configMap.name));
}

/** The place to fix a gate of ours; a guard that calls one in another namespace must call another one. */
function placeIn({ at, configMap, own }: Gate, near: KubeObject): Field | undefined {
  return own !== undefined && sameHome(near, configMap) ? at : undefined;
}

const NAMES_FLYTEADMIN = new RegExp(String.raw`(?<![\w.-])${FLYTEADMIN_SERVICE.name}(\.[\w-]+)*(?![\w-])`);

function isBlank(configMap: KubeObject): boolean {
  return Object.keys(configMap.objectAt('data')).length === 0;
}

/** A proxy of someone else: it is assumed to call `/me` with what it gets. */
function strangersAnswer(service: Service, port: string | undefined, flyteadmin: string): GateAnswer {
  const answer = ownAnswer({ service: service.name }, port, `${flyteadmin}:${FLYTEADMIN_SERVICE.httpPort}`);
  return port !== undefined && service.port(port) === undefined
    ? { ...answer, flaw: `port ${port} of ${service.name}, which that Service does not have` }
    : { ...answer, foreign: strangeText(`Service ${service.name}`) };
}

function strangeText(gate: string): string {
  return `what ${gate} makes of requests is not read: it is not an auth gate of this library`;
}

/** For unknown targets: they may forward everything, and remove nothing. */
const UNFOLLOWED: Pick<GateAnswer, 'forwards' | 'removes'> = { forwards: () => true, removes: [] };

/** How a gate of the input handles requests; undefined if it does not listen. */
function answerOf({ configMap, at, own }: Gate, port: string | undefined): GateAnswer | undefined {
  if (own === undefined) {
    return { ...UNFOLLOWED, foreign: strangeText(`the nginx of ConfigMap ${configMap.name}`) };
  }
  const { dialect, flyteadmin, edit } = own;
  return port !== undefined && !portsOf(dialect).includes(port)
    ? undefined
    : {
      ...ownAnswer(dialect, port, inNamespace(flyteadmin, configMap)),
      ...(edit === undefined ? {} : { flaw: edit, flawAt: at }),
    };
}

/** A gate of ours by name and port: values and charts are often given without it. */
function unseenGate(
  name: string, port: string | undefined, namespace: string | undefined,
): GateAnswer | undefined {
  const dialect = DIALECTS.filter(({ service }) => service === name).at(-1);
  const { name: flyteadmin, httpPort } = FLYTEADMIN_SERVICE;
  const host = [flyteadmin, ...(namespace === undefined ? [] : [namespace, 'svc'])].join('.');
  return dialect === undefined || port === undefined || !portsOf(dialect).includes(port) ? undefined : {
    ...ownAnswer(dialect, port, `${host}:${httpPort}`),
    assumed: `nothing of the auth gate ${name} is in the input`,
  };
}

function portsOf({ signIn }: AuthGateDialect): readonly string[] {
  return (signIn === undefined ? [GATE_PORTS.unauthorized] : Object.values(GATE_PORTS)).map(String);
}

function configMapsOf({ volumes }: Workload): VolumeSource[] {
  return volumes.flatMap(({ sources }) => sources).filter(({ kind }) => kind === 'ConfigMap');
}

function mountedBy(pods: readonly Workload[]): ReadonlySet<string> {
  return new Set(pods.flatMap(configMapsOf).map(({ name }) => name));
}

/** Cached, as every route with the gate needs the comparison. */
const gateOf = oncePer((configMap: KubeObject): Gate | undefined => {
  // Fast path: nearly no ConfigMap has an nginx configuration.
  const [key, config] = Object.entries(configMap.objectAt('data')).find((entry): entry is [string, string] =>
    typeof entry[1] === 'string' && entry[1].includes('server {') && entry[1].includes('location')) ?? [];
  const { cluster, namespace, name } = configMap;
  return key && config
    ? { cluster, namespace, configMap, at: configMap.field('data', key), own: ownGateOf(name, config) }
    : undefined;
});

/** A bare Service name is resolved in the gate's own namespace. */
function inNamespace(host: string, { namespace }: Pick<Home, 'namespace'>): string {
  return namespace === undefined
    ? host
    : host.replace(new RegExp(`^(${FLYTEADMIN_SERVICE.name})(?=[:/]|$)`), `$1.${namespace}.svc`);
}
