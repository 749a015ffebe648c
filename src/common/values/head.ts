import {
  LAYOUT_COMMENT, NAMESPACE_COMMENT, TRUSTED_CLIENTS_ANNOTATION, clientsIn,
} from '../../contract/own-annotations';
import { INGRESS_PROVIDER } from '../../contract/union/gateway-routes';
import { ChartName, ValuesContract } from '../../contract/union/values-contract';
import { isAtOrBelow, isObject, JsonObject, valueAt } from '../data/json';
import { withoutMark } from '../yaml/input';
import { ValuesFile } from './values-file';

/** What the comments at the top of a values file say of it. Emitted files say it, and people may. */
export interface ValuesHead {
  readonly chart?: ChartName;
  /** Version of the chart release. */
  readonly release?: string;
  /** The chart release whose layout that release is taken to have, where it is not known. */
  readonly layout?: string;
  /** Namespace of the Helm release. */
  readonly namespace?: string;
  /**
   * Clients that a control plane trusts beside those that its values name. Emitted files tell of all; absent
   * where the comments are other people's, or lost, which says nothing.
   */
  readonly trustedClients?: readonly string[];
}

const SCHEMA =
  /^yaml-language-server:\s*\$schema=\S*\bunion-(controlplane|dataplane)-(\d+\.\d+(?:\.\d+)?)\.schema\.json$/;

/**
 * Reads the comments before the first key. The line that points editors to the schema tells chart and
 * release.
 */
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

/** More than the clients of thousands of data planes take. */
const LONGEST_HEAD = 1_048_576;

/** The comments before the first key, without their sign. */
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

/** Keys of authentication that charts of other people have as well. */
const COMMON = new RegExp(String.raw`^(ingress\.(host|annotations|extraHosts)|host|clusterName`
  + String.raw`|externalSecrets|executor|services\.identity|configMap\.admin`
  + String.raw`|secrets\.admin\.(enable|create))$|odAnnotations$`);

/** What a values file says about the chart that it is for. */
interface ChartGuess {
  /** Absent where its keys do not tell. */
  readonly chart?: ChartName;
  /** Whether it says nothing about authentication, as a base file of sizes and images does. */
  readonly silent: boolean;
}

/** Which chart a file is for, by its keys. */
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

/**
 * Whether a file says something at a path, or a key with dots at its top means to: one name to Helm, which
 * tells all the same what was meant.
 */
function speaksOf(file: ValuesFile): (path: string) => boolean {
  const dotted = Object.keys(file.values).filter((key) => key.includes('.'));
  return (path) => file.has(path)
    || dotted.some((key) => isAtOrBelow(path, key) || isAtOrBelow(key, path));
}

/** The keys of authentication and of its edge that Union's charts have, and charts of other people do not. */
export function ownPathsOf(contracts: readonly ValuesContract[]): readonly string[] {
  const paths = contracts.flatMap(({ keys, dead, closed }) =>
    [...closed, ...[...keys, ...dead].map(({ path }) => path)]);
  return [...new Set([...paths, INGRESS_PROVIDER])].filter((path) => !COMMON.test(path));
}

/** The keys under which a chart passes values on to Union's. Globals are beside them and belong to both. */
export function dependenciesIn(file: ValuesFile, ownPaths: readonly string[]): string[] {
  const { global: _, ...own } = file.values;
  const isUnions = (values: JsonObject) => isForUnion(ValuesFile.of(file.name, values), ownPaths);
  return isUnions(own)
    ? []
    : Object.entries(own).flatMap(([key, values]) => (isObject(values) && isUnions(values) ? [key] : []));
}

/** Whether a file is for one of Union's charts: it sets a key that only they have. */
export function isForUnion(file: ValuesFile, ownPaths: readonly string[]): boolean {
  const said = ownPaths.filter(speaksOf(file));
  return said.some((path) => !isAtOrBelow(path, FLYTE)) || (said.length > 0 && !runsPropeller(file));
}

/** What Union's control plane chart and the umbrella chart of open-source Flyte have alike. */
const FLYTE = 'flyte';

/** As open-source Flyte does; Union's control plane chart turns it off. */
function runsPropeller({ values }: ValuesFile): boolean {
  const propeller = valueAt(values, `${FLYTE}.flytepropeller`);
  return isObject(propeller) && propeller.enabled !== false;
}
