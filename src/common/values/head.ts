import {
  clientsIn, LAYOUT_COMMENT, NAMESPACE_COMMENT, TRUSTED_CLIENTS_ANNOTATION,
} from '../../contract/own-annotations';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { ChartName, ValuesContract } from '../../contract/union/values-contract';
import { withoutMark } from '../yaml/byte-order-mark';

/** What the comments at the top of a values file say of it. Emitted files say it, and people may. */
export interface ValuesHead {
  readonly chart?: ChartName;
  /** Version of the chart release. */
  readonly release?: string;
  /** The chart release whose layout that release is taken to have, where it is not known. */
  readonly layout?: string;
  /** Namespace of the Helm release. */
  readonly namespace?: string;
  /** Clients that a control plane trusts beside those that its values name. */
  readonly trustedClients: readonly string[];
}

/** The name of the schema's file, by which a values file tells what it is for. */
export function schemaName({ chart }: ValuesContract, release: ChartVersion): string {
  return `union-${chart}-${release}.schema.json`;
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
  return {
    ...(schema ? { chart: schema[1] as ChartName, release: schema[2] } : {}),
    ...(said(LAYOUT_COMMENT) ? { layout: said(LAYOUT_COMMENT) } : {}),
    ...(said(NAMESPACE_COMMENT) ? { namespace: said(NAMESPACE_COMMENT) } : {}),
    trustedClients: clientsIn(said(TRUSTED_CLIENTS_ANNOTATION) ?? ''),
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
