import { chartOf, isForUnion } from '../../common/values/chart-of-file';
import { headOf, ValuesHead } from '../../common/values/head';
import { UnreadableValuesError, ValuesFile } from '../../common/values/values-file';
import type { InputProblem, ManifestText } from '../../common/yaml/input';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { Judge, judgeOf } from '../../contract/union/releases/judge';
import { ChartName } from '../../contract/union/values-contract';
import { OwnedFile, planesOf } from './planes';
import { contractOf, ValueSet } from './value-set';

/** A text that somebody says holds values, and what they say of it; the rest the text tells by itself. */
export interface ValuesText extends ManifestText {
  readonly chart?: ChartName;
  readonly release?: ChartRelease;
  /** In what the version that is meant differs from that release. */
  readonly note?: string;
  readonly namespace?: string;
  /** Texts that share one are for one plane, whatever they say. */
  readonly plane?: string;
}

/** The values of each plane. Each file is read as Helm reads it; which chart it is for tell the caller, its modeline, its keys, or the files beside it. */
export function readValues(texts: readonly ValuesText[]): ValueSet[] {
  const problems: InputProblem[] = [];
  const read = texts.flatMap((text) => {
    try {
      return [{ text, file: ValuesFile.read(text), head: headOf(text.text) }];
    } catch (error) {
      if (!(error instanceof UnreadableValuesError)) {
        throw error;
      }
      problems.push(...error.problems);
      return [];
    }
  });
  const guesses = read.map(({ text, file, head }) => {
    const { release, note } = text.release === undefined ? judgeOfHead(head) : text;
    return { text, file, head, release, note, guess: chartOf(file, contractsOf(release)), said: text.chart ?? head.chart };
  });
  const told = (plane?: string) => new Set(guesses.filter(({ text }) => plane === undefined || text.plane === plane)
    .flatMap(({ said, guess }) => said ?? guess.chart ?? []));
  const owned = guesses.flatMap(({ text: { namespace, plane }, file, release, note, guess, said, head }): OwnedFile[] => {
    const beside = [...told(plane)];
    const only = beside.length === 1 && guess.silent ? beside[0] : undefined;
    const chart = said ?? guess.chart ?? only;
    if (chart === undefined) {
      problems.push({ file: file.name, reason: !guess.silent ? EITHER : beside.length > 1 ? SILENT_BESIDE_BOTH : SILENT });
      return [];
    }
    const { trustedClients } = head;
    return [{ file, chart, release, note, namespace: namespace ?? head.namespace, trustedClients, plane, silent: guess.silent }];
  });
  if (problems.length > 0) {
    throw new UnreadableValuesError(problems);
  }
  const planes = planesOf(owned);
  return planes.map((files) => {
    const [{ chart, file }] = files;
    const isOneOfMany = planes.filter(([other]) => other.chart === chart).length > 1;
    const release = firstOf(files.map((each) => each.release));
    return new ValueSet({
      chart,
      release: release ?? ChartRelease._current,
      note: release === undefined ? 'nothing names the release, so it is taken for the current one' : firstOf(files.map(({ note }) => note)),
      // Planes that do not say where they are must not be taken for one.
      namespace: firstOf(files.map(({ namespace }) => namespace)) ?? (isOneOfMany ? `namespace of ${file.name}` : undefined),
      trustedClients: files.flatMap(({ trustedClients }) => trustedClients),
    }, files.map((each) => each.file));
  });
}

function firstOf<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}

const SAY = 'say which with --plane control or --plane data';
const EITHER = `may be for either chart; ${SAY}`;
const SILENT = 'says nothing about authentication; it is no values file of Union\'s charts, or say which chart it is for with --plane';
const SILENT_BESIDE_BOTH = `says nothing about authentication, so it may be for either chart; ${SAY}`;

/** Whether a text without a Kubernetes object is a values file of Union's charts. */
export function areValues(text: ManifestText): boolean {
  if (headOf(text.text).chart !== undefined) {
    return true;
  }
  if (!HINT.test(text.text)) {
    return false;
  }
  try {
    return isForUnion(ValuesFile.read(text), ChartRelease._all.flatMap(contractsOf));
  } catch (error) {
    if (error instanceof UnreadableValuesError) {
      return false;
    }
    throw error;
  }
}

/** Whether a text that is no YAML was meant to be a values file of Union's charts. */
export function wereValues(text: string): boolean {
  return headOf(text).chart !== undefined || OWN_KEY.test(text);
}

/** A key that nobody else's files have. */
const OWN_KEY = /^[ \t]*["']?(?:UNION_(?:HOST|ORG)|(?:INTERNAL|AUTH|CLI)_CLIENT_ID|AUTH_TOKEN_URL|OIDC_[A-Z_]+|adminServer|unionAuth|trustedIdentityClaims|apiKeyOverrides)["']?[ \t]*:/m;

/** Some key of authentication has one of these words in its path: other texts need no second reading. */
const HINT = /adminServer|adminOauth|configMap|INTERNAL_CLIENT|AUTH_|OIDC_|CLI_CLIENT_ID|_HOST|protected|adminClient|nionAuth|union|secrets|KUBERNETES_SECRET_NAME|apiKeyOverrides|additionalVolume|config/;

function contractsOf(release: ChartRelease = ChartRelease._current) {
  return (['controlplane', 'dataplane'] as const).map((chart) => contractOf(release, chart));
}

/** A release that nobody knows says nothing. */
function judgeOfHead({ release }: ValuesHead): Partial<Judge> {
  try {
    return release === undefined ? {} : judgeOf(release);
  } catch {
    return {};
  }
}
