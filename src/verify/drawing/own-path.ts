import { callerOf, Fault, Flow, FlowControl, FlowRow } from '../report/flow';
import { count } from '../report/printable';
import type { CellKind } from './shapes';
import { escaped } from './svg';

/** One station on the path of a finding. */
export interface Station {
  readonly kind: CellKind;
  readonly caption: string;
  readonly name: string;
}

/** The stations around the fault, and the one that the broken tie leads to. */
export interface OwnPath {
  readonly stations: readonly Station[];
  /** The station with the fault; the one before leads to it. */
  readonly hurt: number;
}

const SHOWN = 4;

/** The path of one finding; undefined if the flow has no place for it. */
export function ownPathOf({ homes, servers, controls, faults }: Flow, index: number): OwnPath | undefined {
  const isAbout = ({ findings }: { readonly findings: readonly number[] }) => findings.includes(index);
  for (const row of homes.flatMap(({ rows }) => rows)) {
    const at = REACHED_BY.findIndex((ties) => ties.some((tie) => isAbout(row.ties[tie])));
    if (at >= 0) {
      return around(rowStations(row, controls[0]), at);
    }
  }
  for (const { host, edge, lanes, controls: behind } of servers) {
    const lane = lanes.find(({ tie }) => isAbout(tie));
    if (lane !== undefined) {
      const control = controls.find(({ id }) => behind.includes(id)) ?? controls[0];
      return around([
        { kind: 'person', caption: 'people', name: 'anyone' },
        { kind: 'host', caption: edge, name: host ?? 'any host' },
        { kind: 'routes', caption: `${count(lane.paths.length, 'path')} of`, name: lane.objects.join(', ') },
        lane.guard === 'none'
          ? { kind: 'missing', caption: 'no guard', name: 'asks nothing' }
          : { kind: 'guard', caption: 'guard', name: lane.asked ?? 'another kind of guard' },
        controlStation(control),
      ], 3);
    }
  }
  const control = controls.find(
    ({ ties, authorization }) => Object.values(ties).some(isAbout) || authorization.includes(index),
  );
  return control === undefined ? undefined : controlPath(control, index, faults);
}

/** The ties that lead to each station of a credential. */
const REACHED_BY: readonly (readonly (keyof FlowRow['ties'])[])[] = [
  [], ['fetch'], ['write'], ['mount', 'own'], ['call'],
];

function rowStations(row: FlowRow, control: FlowControl | undefined): Station[] {
  const { entries, store = 'store', writers, secret, key, place, services, purpose } = row;
  return [
    { kind: 'store', caption: store, name: entries.join(', ') || 'not in the input' },
    { kind: 'writer', caption: writers[0]?.kind ?? 'writer', name: writers[0]?.name ?? 'not in the input' },
    secret === undefined
      ? { kind: 'missing', caption: 'Secret', name: 'none' }
      : { kind: 'secret', caption: 'Secret', name: `${secret}: ${key}` },
    { kind: 'workload', caption: place, name: services.join(', ') },
    purpose === 'database password'
      ? { kind: 'unseen', caption: 'database', name: 'with the password' }
      : { ...controlStation(control), caption: callerOf(row) },
  ];
}

function controlStation(control: FlowControl | undefined): Station {
  return { kind: 'flyteadmin', caption: 'control plane', name: control?.name ?? 'not in the input' };
}

function controlPath(control: FlowControl, index: number, faults: readonly Fault[]): OwnPath {
  const { issuer, tokenIssuer, ties, authorization } = control;
  const provider = (name: string | undefined): Station => ({
    kind: 'issuer', caption: 'identity provider', name: name ?? 'not named',
  });
  const isOf = ({ findings }: { readonly findings: readonly number[] }) => findings.includes(index);
  const rights: Station = { kind: 'workload', caption: 'who may do what', name: 'authorizer' };
  const decided = authorization.includes(index) ? rights : undefined;
  const asked = isOf(ties.tokens) ? provider(tokenIssuer) : decided;
  const reached = isOf(ties.signIn) ? provider(issuer) : asked;
  const settings: Station = { kind: 'unseen', caption: 'settings', name: faults.find(isOf)?.rule ?? '' };
  const own = controlStation(control);
  return { stations: reached === undefined ? [settings, own] : [own, reached], hurt: 1 };
}

function around(stations: readonly Station[], hurt: number): OwnPath {
  const from = Math.max(0, Math.min(hurt - 2, stations.length - SHOWN));
  return { stations: stations.slice(from, from + SHOWN), hurt: hurt - from };
}

/** As a list of a page: in large letters, stacked on narrow screens. */
export function ownPathMarkup({ stations, hurt }: OwnPath, severity: string): string {
  const items = stations.map(({ kind, caption, name }, i) => {
    const arrow = i === 0 ? '' : `<span class="way${i === hurt ? ' cut' : ''}" aria-hidden="true"></span>`;
    const hidden = i === hurt ? '<span class="unseen-text">broken here: </span>' : '';
    return (
      `<li class="${kind}${i === hurt ? ' hurt' : ''}">${arrow}<span class="station">${hidden}` +
      `<span class="soft">${escaped(caption)}</span> <span class="name">${escaped(name)}</span></span></li>`
    );
  });
  const looks = `own-path of-${escaped(severity)}`;
  return `<ol class="${looks}" aria-label="Where it is broken">${items.join('')}</ol>`;
}
