import { grouped, groupsByKey, unique } from '../../common/data/collections';
import type { Finding } from '../engine/finding';
import { givenCluster } from '../kube/home';
import { identityText } from '../kube/kube-object';
import {
  CREDENTIAL_TIES, homeId, Tie, WiredControl, WiredCredential, WiredHome, WiredRoute, WiredServer, Wiring,
} from '../model/wiring';
import { FieldOwner, placeOf } from '../read/field';
import type { RuleDescription } from '../texts/rule-description';
import type { Severity } from '../texts/severity';
import type { Report } from '../verify';
import { shownFindings } from './shown-finding';

export interface FlowTie {
  /** By their place in the report. */
  readonly findings: readonly number[];
  /** The number of suppressed findings about it. */
  readonly accepted: number;
  readonly shown: Tie['shown'];
  readonly lack?: string;
}

/** Services that get one client's secret the same way. */
export interface FlowRow extends Omit<WiredCredential, 'home' | 'service' | 'setting' | 'ties'> {
  readonly services: readonly string[];
  readonly settings: readonly string[];
  readonly ties: Readonly<Record<keyof WiredCredential['ties'], FlowTie>>;
}

/** As whom its services call. */
export function callerOf({ purpose, clientId = '(no client ID)' }: FlowRow): string {
  return `${purpose === 'web client secret' ? 'for' : 'as'} ${clientId}`;
}

export interface FlowHome extends WiredHome {
  readonly rows: readonly FlowRow[];
  /** Findings about it that belong to no connection. */
  readonly findings: readonly number[];
}

/** Paths of a host with the same guard, or without one. */
export interface FlowLane extends Pick<WiredRoute, 'guard' | 'asked' | 'signsIn' | 'bare'> {
  readonly paths: readonly string[];
  readonly services: readonly string[];
  readonly objects: readonly string[];
  readonly tie: FlowTie;
}

export interface FlowServer extends Omit<WiredServer, 'routes'> {
  readonly lanes: readonly FlowLane[];
}

export interface FlowControl extends Omit<WiredControl, 'ties'> {
  readonly ties: Readonly<Record<keyof WiredControl['ties'], FlowTie>>;
  /** Findings about authorization. */
  readonly authorization: readonly number[];
}

/** A finding as shown, or several shown as one. */
export interface Fault {
  /** From 1, in the order of the report. */
  readonly number: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: readonly number[];
  /** Whether the drawing shows it. */
  readonly placed: boolean;
}

/** Finds the faults of findings. */
export function faultFinder({ faults }: Pick<Flow, 'faults'>): (findings: readonly number[]) => Fault[] {
  const byFinding = new Map(faults.flatMap((fault) =>
    fault.findings.map((index) => [index, fault] as const)));
  return (findings) => unique(findings.flatMap((index) => byFinding.get(index) ?? []));
}

/** The wiring with findings, similar parts merged. Plain data, for workers. */
export interface Flow {
  readonly homes: readonly FlowHome[];
  readonly servers: readonly FlowServer[];
  readonly controls: readonly FlowControl[];
  readonly faults: readonly Fault[];
}

/** The wiring with its findings, by their numbers. */
export function flowOf(wiring: Wiring, report: Report, rules: readonly RuleDescription[]): Flow {
  const found = new Attribution(wiring, report);
  const rows = wiring.credentials.map((each) => ({ ...each, ties: found.told(each.ties) }));
  const homes = wiring.homes.map((home): FlowHome => ({
    ...home,
    rows: foldedRows(rows.filter(({ home: id }) => id === home.id), report),
    findings: found.inHome(home.id),
  }));
  const servers = wiring.servers.map(({ routes, ...server }): FlowServer => ({
    ...server, lanes: lanesOf(routes, found, report),
  }));
  const ofAuthorization = new Set(rules.filter(({ area }) => area === 'authorization').map(({ id }) => id));
  const authorizing = report.findings.flatMap(({ rule }, index) => ofAuthorization.has(rule) ? [index] : []);
  const controls = wiring.controls.map((control): FlowControl => ({
    ...control,
    ties: found.told(control.ties),
    authorization: authorizing.filter(
      (index) => wiring.controls.length === 1 || homeOf(report.findings[index]) === control.home,
    ),
  }));
  return { homes, servers, controls, faults: faultsOf(report, rules, found) };
}

function homeOf({ object: { cluster, namespace } }: Pick<Finding, 'object'>): string {
  return homeId({ cluster, namespace });
}

interface NamedTie {
  readonly kind: string;
  readonly tie: Tie;
  /** For a route without a guard: whether it should have one. */
  readonly open?: 'bare' | 'meant';
}

/** Assigns findings to connections: by their places, otherwise by their object, otherwise by its home. */
class Attribution {
  private readonly ofTie = new Map<Tie, number[]>();
  private readonly acceptedOf = new Map<Tie, number>();
  private readonly placed = new Set<number>();
  private readonly ofHome = new Map<string, number[]>();

  public constructor(wiring: Wiring, report: Report) {
    const all: NamedTie[] = [
      ...[...wiring.credentials, ...wiring.controls].flatMap(({ ties }) =>
        Object.entries(ties).map(([kind, tie]) => ({ kind, tie }))),
      ...wiring.servers.flatMap(({ routes }) => routes.map(({ tie, guard, bare }): NamedTie => (
        { kind: 'guard', tie, ...(guard === 'none' ? { open: bare ? 'bare' : 'meant' } : {}) }))),
    ];
    const find = tieFinder(report.findings.length + report.suppressed.length === 0 ? [] : all);
    const homes = new Set(wiring.homes.map(({ id }) => id));
    report.findings.forEach((finding, index) => {
      const ties = find(finding);
      ties.forEach(({ tie }) => append(this.ofTie, tie, index));
      const home = homeOf(finding);
      if (ties.length === 0 && homes.has(home)) {
        append(this.ofHome, home, index);
      }
      if (ties.length > 0 || homes.has(home)) {
        this.placed.add(index);
      }
    });
    report.suppressed.forEach((finding) =>
      find(finding).forEach(({ tie }) => this.acceptedOf.set(tie, (this.acceptedOf.get(tie) ?? 0) + 1)),
    );
  }

  /** Whether the drawing shows it. */
  public isPlaced(index: number): boolean {
    return this.placed.has(index);
  }

  public inHome(id: string): readonly number[] {
    return this.ofHome.get(id) ?? [];
  }

  public of(tie: Tie): FlowTie {
    const { shown, lack } = tie;
    return {
      findings: this.ofTie.get(tie) ?? [],
      accepted: this.acceptedOf.get(tie) ?? 0,
      shown,
      ...(lack === undefined ? {} : { lack }),
    };
  }

  public told<K extends string>(ties: Ties<K, Tie>): Ties<K, FlowTie> {
    return eachTie(ties, (tie) => this.of(tie));
  }
}

function append<K>(map: Map<K, number[]>, key: K, index: number): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [index]);
  } else if (known[known.length - 1] !== index) {
    known.push(index);
  }
}

/** Finds the connections of a finding. */
function tieFinder(all: readonly NamedTie[]): (finding: Finding) => NamedTie[] {
  const keyOf = ({ file, object }: Pick<Finding, 'file' | 'object'>) => {
    const { apiVersion, kind, namespace, name, cluster } = object;
    return `${file}\n${identityText({ apiVersion, kind, namespace, name, cluster: givenCluster(cluster) })}`;
  };
  const keyIn = (object: FieldOwner) => keyOf({ file: object.source.file, object });
  const places = groupsByKey(all.flatMap((named) => named.tie.fields.map(placeOf).map((at) =>
    ({ key: keyIn(at.object), field: at.toString(), named }))), ({ key }) => key);
  const owners = groupsByKey(all.flatMap((named) => (named.tie.objects ?? []).map((object) =>
    ({ key: keyIn(object), named }))), ({ key }) => key);
  const atPlace = (place: Pick<Finding, 'file' | 'object' | 'field'>) =>
    nearest(places.get(keyOf(place)) ?? [], place.field);
  const ofOwner = (place: Pick<Finding, 'file' | 'object'>) =>
    (owners.get(keyOf(place)) ?? []).map(({ named }) => named);
  return (finding) => {
    const { also = [], about = [], consequences = [] } = finding;
    const placed = [finding, ...also, ...about, ...consequences].flatMap(atPlace);
    const told = placed.length > 0 ? placed : [finding, ...also].flatMap(ofOwner);
    // If one object has guarded and open routes, the finding concerns the guarded ones.
    const isBare = told.some(({ open }) => open === 'bare');
    return unique(told).filter(({ open }) => !isBare || open !== 'meant');
  };
}

/** The connections at a place, otherwise the innermost around it, otherwise the calls of a section. */
function nearest(
  all: readonly { readonly field: string; readonly named: NamedTie }[], field: string,
): NamedTie[] {
  const around = all.filter((each) => each.field === field || isBelow(field, each.field));
  const deepest = Math.max(...around.map((each) => each.field.length));
  const innermost = around.filter((each) => each.field.length === deepest);
  const inside = innermost.length > 0 || !field.includes(': ') ? [] : all.filter((each) =>
    !OF_DELIVERY.has(each.named.kind) && isBelow(each.field, field));
  return [...innermost, ...inside].map(({ named }) => named);
}

const OF_DELIVERY: ReadonlySet<string> = new Set(['fetch', 'write', 'mount']);

function isBelow(field: string, other: string): boolean {
  return other === '' || (field.startsWith(other) && /^[.[:]/.test(field.slice(other.length)));
}

function rulesOf({ findings }: FlowTie, report: Report): string[] {
  return unique(findings.map((index) => report.findings[index].rule)).sort();
}

/** A fault of a call does not separate services: it is shown at their arrow. */
const PARTING = CREDENTIAL_TIES.filter((name) => name !== 'call');

type WiredRow = Omit<WiredCredential, 'ties'> & Pick<FlowRow, 'ties'>;

function foldedRows(rows: readonly WiredRow[], report: Report): FlowRow[] {
  const alike = ({ purpose, clientId, place, secret, key, writers, entries, ties }: WiredRow) =>
    JSON.stringify([purpose, clientId, place, secret, key, writers, entries, PARTING.map((name) => {
      const { shown, lack, accepted } = ties[name];
      return [shown, lack, accepted > 0, rulesOf(ties[name], report)];
    })]);
  return grouped(rows, alike).map((group) => {
    const [{ home: _, service: __, setting: ___, ...first }] = group;
    return {
      ...first,
      services: unique(group.map(({ service }) => service)),
      settings: unique(group.map(({ setting }) => setting)),
      hosts: unique(group.flatMap(({ hosts }) => hosts)),
      ties: joinedTies(group.map(({ ties }) => ties)),
    };
  });
}

/** Merges the connections of several. */
export function joinedTies<K extends string>(all: readonly Ties<K, FlowTie>[]): Ties<K, FlowTie> {
  return eachTie(all[0], (_, name) => joined(all.map((ties) => ties[name])));
}

type Ties<K extends string, T> = Readonly<Record<K, T>>;

function eachTie<K extends string, T>(
  ties: Ties<K, T>, make: (tie: T, name: K) => FlowTie,
): Ties<K, FlowTie> {
  const entries = Object.entries(ties) as [K, T][];
  return Object.fromEntries(entries.map(([name, tie]) => [name, make(tie, name)])) as Ties<K, FlowTie>;
}

function joined(ties: readonly FlowTie[]): FlowTie {
  return {
    ...ties[0],
    findings: unique(ties.flatMap(({ findings }) => findings)),
    accepted: ties.reduce((sum, { accepted }) => sum + accepted, 0),
  };
}

/** By their guard and its faults; faulty ones first, then guarded ones. */
function lanesOf(routes: readonly WiredRoute[], found: Attribution, report: Report): FlowLane[] {
  const told = routes.map((route) => ({ ...route, tie: found.of(route.tie) }));
  const alike = ({ guard, asked, bare, tie }: (typeof told)[number]) =>
    JSON.stringify([guard, asked, bare, tie.accepted > 0, rulesOf(tie, report)]);
  const rank = ({ tie, guard }: FlowLane) => [tie.findings.length > 0, guard !== 'none', true].indexOf(true);
  return grouped(told, alike)
    .map((group): FlowLane => ({
      guard: group[0].guard,
      ...(group[0].asked === undefined ? {} : { asked: group[0].asked }),
      signsIn: group.some(({ signsIn }) => signsIn),
      bare: group[0].bare,
      paths: unique(group.map(({ path }) => path)),
      services: unique(group.flatMap(({ services }) => services)),
      objects: unique(group.map(({ object }) => object)),
      tie: joined(group.map(({ tie }) => tie)),
    }))
    .sort((a, b) => rank(a) - rank(b));
}

function faultsOf(report: Report, rules: readonly RuleDescription[], found: Attribution): Fault[] {
  return shownFindings(report, rules).map(({ rule, severity, of }, index) => ({
    number: index + 1, rule, severity, findings: of, placed: of.some((each) => found.isPlaced(each)),
  }));
}

