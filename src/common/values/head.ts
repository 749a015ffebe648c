import {
  LAYOUT_COMMENT, NAMESPACE_COMMENT, TRUSTED_CLIENTS_ANNOTATION, clientsIn,
} from '../../contract/own-annotations';
import { INGRESS_PROVIDER } from '../../contract/union/gateway-routes';
import { ChartName, ValuesContract } from '../../contract/union/values-contract';
import { isAtOrBelow, isObject, JsonObject, valueAt } from '../data/json';
import { withoutMark } from '../yaml/input';
import { ValuesFile } from './values-file';

/** Facts in the comments at the top of a values file: written by the library, or by people. */
export interface ValuesHead {
  readonly chart?: ChartName;
  /** Version of the chart release. */
  readonly release?: string;
  /** The chart release whose layout is assumed for an unknown release. */
  readonly layout?: string;
  /** Namespace of the Helm release. */
  readonly namespace?: string;
  /**
   * Clients that a control plane trusts besides those in its values. Emitted files list all; absent if the
   * comments are lost, or not ours.
   */
  readonly trustedClients?: readonly string[];
}

const SCHEMA =
  /^yaml-language-server:\s*\$schema=\S*\bunion-(controlplane|dataplane)-(\d+\.\d+(?:\.\d+)?)\.schema\.json$/;

/** Reads the comments before the first key. The editor's schema line contains chart and release. */
export function headOf(text: string): ValuesHead {
  const comments = commentsOf(text);
  const schema = comments.map((comment) => SCHEMA.exec(comment)).find((match) => match !== null);
  const said = (name: string) =>
    comments.find((comment) => comment.startsWith(`${name}:`))?.slice(name.length + 1).trim();
  const trusted = said(TRUSTED_CLIENTS_ANNOTATION);
  const isOurs = schema !== undefined || [NAMESPACE_COMMENT, LAYOUT_COMMENT].some(said);
  return {
    ...(schema ? { chart: schema[1] as ChartName, release: schema[2] } : {}),
    ...(said(LAYOUT_COMMENT) ? { layout: said(LAYOUT_COMMENT) } : {}),
    ...(said(NAMESPACE_COMMENT) ? { namespace: said(NAMESPACE_COMMENT) } : {}),
    ...(isOurs || trusted !== undefined ? { trustedClients: clientsIn(trusted ?? '') } : {}),
  };
}

/** More than thousands of data planes' clients need. */
const LONGEST_HEAD = 1_048_576;

/** The comments before the first key, without their signs. */
function commentsOf(text: string): string[] {
  const comments: string[] = [];
  for (const line of withoutMark(text.slice(0, LONGEST_HEAD)).split(/\r?\n/)) {
    const comment = /^\s*#+\s*(.*?)\s*$/.exec(line)?.[1];
    if (comment !== undefined) {
      comments.push(comment);
    } else if (line.trim() !== '' && !/^---/.test(line)) {
      break;
    }
  }
  return comments;
}

/** Keys that only one of the charts has. */
const TELLING: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: [
    'flyte', 'services', 'configMap', 'ingress', 'controlplane', 'ingress-nginx', INGRESS_PROVIDER,
  ],
  dataplane: [
    'clusterresourcesync', 'config', 'executor', 'leaseworker', 'operator', 'proxy', 'flytepropeller', 'host',
    'clusterName', 'orgName',
  ],
};

/** Authentication keys that other charts also have. */
const COMMON = new RegExp(String.raw`^(ingress\.(host|annotations|extraHosts)|host|clusterName`
  + String.raw`|externalSecrets|executor|services\.identity|configMap\.admin`
  + String.raw`|secrets\.admin\.(enable|create))$|odAnnotations$`);

/** What a values file reveals about its chart. */
interface ChartGuess {
  /** Absent if its keys do not show it. */
  readonly chart?: ChartName;
  /** Whether it contains no authentication settings, such as a base file with sizes and images. */
  readonly silent: boolean;
}

/** The chart of a file, by its keys. */
export function chartOf(file: ValuesFile, contracts: readonly ValuesContract[]): ChartGuess {
  const isThere = speaksOf(file);
  const scores = contracts.map(({ chart, keys, dead }) => {
    const own = [...keys, ...dead].filter(({ path }) => isThere(path)).length;
    return { chart, own, score: own + 100 * TELLING[chart].filter(isThere).length };
  });
  const [best, second] = [...scores].sort((a, b) => b.score - a.score);
  const silent = scores.every(({ own }) => own === 0);
  return best.score === second.score ? { silent } : { chart: best.chart, silent };
}

/** Whether a file sets a path, also with a key that contains dots, which Helm treats as one name. */
function speaksOf(file: ValuesFile): (path: string) => boolean {
  const dotted = Object.keys(file.values).filter((key) => key.includes('.'));
  return (path) => file.has(path)
    || dotted.some((key) => isAtOrBelow(path, key) || isAtOrBelow(key, path));
}

/** Paths of authentication and edge settings that only Union's charts have. */
export function ownPathsOf(contracts: readonly ValuesContract[]): readonly string[] {
  const paths = contracts.flatMap(({ keys, dead, closed }) =>
    [...closed, ...[...keys, ...dead].map(({ path }) => path)]);
  return [...new Set([...paths, INGRESS_PROVIDER])].filter((path) => !COMMON.test(path));
}

/** The keys under which a chart passes values to Union's charts as dependencies. Globals belong to both. */
export function dependenciesIn(file: ValuesFile, ownPaths: readonly string[]): string[] {
  const { global: _, ...own } = file.values;
  const isUnions = (values: JsonObject) => isForUnion(ValuesFile.of(file.name, values), ownPaths);
  return isUnions(own)
    ? []
    : Object.entries(own).flatMap(([key, values]) => (isObject(values) && isUnions(values) ? [key] : []));
}

/** Whether a file is for one of Union's charts: it has a key that only they have. */
export function isForUnion(file: ValuesFile, ownPaths: readonly string[]): boolean {
  const said = ownPaths.filter(speaksOf(file));
  return said.some((path) => !isAtOrBelow(path, FLYTE)) || (said.length > 0 && !runsPropeller(file));
}

/** Keys that Union's control plane chart shares with the umbrella chart of open-source Flyte. */
const FLYTE = 'flyte';

/** As open-source Flyte does; Union's control plane chart disables it. */
function runsPropeller({ values }: ValuesFile): boolean {
  const propeller = valueAt(values, `${FLYTE}.flytepropeller`);
  return isObject(propeller) && propeller.enabled !== false;
}
