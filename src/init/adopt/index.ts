/**
 * Existing files as answers: reads values files, manifests, dumps and the objects that install the charts,
 * and finds the answers of `init` in them.
 */
import { answerAt } from '..';
import { JsonObject } from '../../common/data/json';
import type { ManifestText } from '../../common/yaml/input';
import { carryOver } from './carry';
import { findDataPlanes, findPipelines } from './clusters';
import { Difference, differencesOf } from './differences';
import { findEdge, findNetworkPolicy } from './edge';
import { Finds, Taken } from './finds';
import { findGitops } from './gitops';
import { findAuthorization, findIdentity, providerSeen } from './identity';
import { findCharts, findPlain } from './planes';
import { Search, UNSEEN, factsOf, settle, whole } from './search';
import { findSecrets } from './secrets';
import { readStanding, Standing } from './standing';

export { Difference } from './differences';
export { Taken } from './finds';

/** The result of the search in the input. */
export interface Adopted {
  /** The found answers, overridden by the given ones; others are missing. */
  readonly answers: JsonObject;
  readonly taken: readonly Taken[];
  /** Answers that the input does not show, or not clearly. */
  readonly unseen: readonly string[];
  /** Defaults for missing answers, for use without questions. */
  readonly otherwise: JsonObject;
  /**
   * Called once every answer exists: adds the other values, and computes the differences between output and
   * input.
   */
  finish(answers: JsonObject): Finished;
}

export interface Finished {
  readonly answers: JsonObject;
  /** The number of other values that are carried over. */
  readonly carried: number;
  readonly differences: readonly Difference[];
}

/**
 * @param texts the existing YAML
 * @param scripts existing shell scripts and environment files
 * @param told given answers, which override the found ones
 * @throws UnreadableInputError when a text is not YAML.
 * @throws UnreadableValuesError when Helm cannot read a values file.
 */
export function adopt(
  texts: readonly ManifestText[], scripts: readonly ManifestText[], told: JsonObject = {},
): Adopted {
  const version = answerAt(told, 'planes.charts.version');
  const standing = readStanding(texts, scripts, typeof version === 'string' ? version : undefined);
  const finds = new Finds(standing.places);
  findAll(standing, finds);
  const domains = [finds.at('domain'), ...(finds.at('additionalDomains') ?? []) as unknown[]]
    .filter((domain) => typeof domain === 'string');
  const search = new Search(factsOf(standing.input.objects, standing.valueSets), told);
  settle(search, finds, providerSeen(standing, domains), standing);
  const { secrets, ...rest } = whole(finds.answers, told);
  return {
    answers: secrets === UNSEEN.secrets ? rest : { ...rest, secrets },
    taken: finds.taken,
    unseen: [
      ...standing.input.unread.flatMap(({ asked, missing }) => (asked === true ? [missing] : [])),
      // Given answers were not searched.
      ...finds.unseen.filter((what) => answerAt(told, what.slice(0, what.indexOf(':'))) === undefined),
    ],
    otherwise: secrets === UNSEEN.secrets ? UNSEEN : {},
    finish(answers) {
      const { answers: all, leftOut, count } = carryOver(answers, standing.valueSets);
      return { answers: all, carried: count, differences: differencesOf(all, standing, leftOut) };
    },
  };
}

function findAll(standing: Standing, finds: Finds): void {
  findIdentity(standing, finds);
  if (standing.isPlain) {
    findPlain(standing, finds);
  }
  findDataPlanes(standing, finds);
  if (!standing.isPlain) {
    findCharts(standing, finds);
  }
  findSecrets(standing, finds);
  findPipelines(standing, finds);
  findAuthorization(standing, finds);
  findEdge(standing, finds);
  findNetworkPolicy(standing, finds);
  findGitops(standing, finds);
}
