import { urlOf } from '../common/props/checks';
import type { Sequence } from '../verify/drawing/sequence';
import type { Finding } from '../verify/engine/finding';
import { Verdict, verdictsOn } from '../verify/engine/rule';
import { objectText } from '../verify/kube/kube-object';
import type { Coverage } from '../verify/model/coverage';
import { parseManifests } from '../verify/parse';
import { headlineOf } from '../verify/texts/headline';
import { Report, verifyParsed } from '../verify/verify';
import type { ClusterContent } from './cluster/read-cluster';
import { examine, ExaminationOptions } from './examination';
import { legsOf, pathSequence, pathText } from './path';
import type { Facts } from './probes/facts';
import { LIVE_RULES } from './rules';
import type { LiveRule, LiveViolation } from './rules/live-rule';

/**
 * Checks a deployment and reports its faults. The report has the format of `verify`; its objects are hosts.
 *
 * @param cluster the objects of the cluster, which `verify` checks too
 */
export async function diagnose(options: ExaminationOptions, cluster?: ClusterContent): Promise<Report> {
  return (await diagnosis(options, cluster)).report;
}

/** A report, and the sign-in steps with their results. */
export interface Diagnosis {
  readonly report: Report;
  readonly path: { readonly text: string; readonly picture: Sequence };
}

/** The same, with the sign-in steps to draw. */
export async function diagnosis(options: ExaminationOptions, cluster?: ClusterContent): Promise<Diagnosis> {
  const { facts, stoppedBy } = await examine(options);
  const outside = reportOf(
    { ...facts, ...(cluster === undefined ? {} : { cluster: cluster.facts }) }, stoppedBy,
  );
  const { findings } = outside;
  const legs = legsOf(facts, findings);
  const path = { text: pathText(legs, findings), picture: pathSequence(facts, legs, findings) };
  if (cluster === undefined) {
    return { report: outside, path };
  }
  const inside = verifyParsed(parseManifests(cluster.manifests, cluster.values));
  return { report: together(outside, inside, cluster), path };
}

/** Merges two reports, and adds what could not be read from the cluster. */
function together(outside: Report, inside: Report, { unread }: ClusterContent): Report {
  const open = unread.map(({ what, reason }) => ({
    missing: `${what} could not be read (${reason})`,
    question: 'the content of the namespace',
    add: 'permission to list them',
  }));
  return {
    ...inside,
    findings: [...outside.findings, ...inside.findings],
    passed: [...outside.passed, ...inside.passed],
    notApplicable: [...outside.notApplicable, ...inside.notApplicable],
    crashed: [...outside.crashed, ...inside.crashed],
    coverage: {
      judged: [...outside.coverage.judged, ...inside.coverage.judged],
      open: [...outside.coverage.open, ...open, ...inside.coverage.open],
    },
    files: outside.files + inside.files,
    objects: outside.objects + inside.objects,
  };
}

/** The findings that no other finding explains. */
export function reportOf(facts: Facts, stoppedBy: LiveRule | undefined): Report {
  const { verdicts, crashed } = verdictsOn(LIVE_RULES, (each) => each.judge(facts));
  const fired = (rule: LiveRule) => violationsOf(verdicts.get(rule)).length > 0;
  const judged = [...verdicts].map(([rule, verdict]) =>
    ({ rule, verdict, cause: causeOf(rule, fired, stoppedBy) }));
  return {
    findings: judged.filter(({ cause }) => cause === undefined)
      .flatMap(({ rule, verdict }) => violationsOf(verdict).map((violation) => findingOf(rule, violation))),
    suppressed: [],
    passed: judged
      .filter(({ verdict }) => 'violations' in verdict && verdict.violations.length === 0)
      .map(({ rule }) => rule.id),
    notApplicable: judged.flatMap(({ rule, verdict, cause }) => {
      const reason = whySilent(verdict, cause);
      return reason === undefined ? [] : [{ rule: rule.id, reason }];
    }),
    crashed,
    coverage: coverageOf(facts, stoppedBy),
    notices: [],
    unreadable: [],
    files: 1,
    objects: 1,
  };
}

/** Why a rule has no verdict; undefined if it passed or reports. */
function whySilent(verdict: Verdict<LiveViolation>, cause: LiveRule | undefined): string | undefined {
  if ('notApplicable' in verdict) {
    return cause === undefined ? verdict.notApplicable : `Not checked: ${cause.id} comes first.`;
  }
  return cause !== undefined && verdict.violations.length > 0 ? `${cause.id} explains it.` : undefined;
}

function violationsOf(verdict: Verdict<LiveViolation> | undefined): readonly LiveViolation[] {
  return verdict !== undefined && 'violations' in verdict ? verdict.violations : [];
}

/** The finding of which a rule's finding may be a consequence. */
function causeOf(
  rule: LiveRule, fired: (rule: LiveRule) => boolean, stoppedBy: LiveRule | undefined,
): LiveRule | undefined {
  const comesLater =
    stoppedBy !== undefined && !rule.ofCluster && LIVE_RULES.indexOf(rule) > LIVE_RULES.indexOf(stoppedBy);
  return rule.explainedBy.find(fired) ?? (comesLater ? stoppedBy : undefined);
}

function findingOf(
  rule: LiveRule, { at, object, field, expected, found, headline, values }: LiveViolation,
): Finding {
  const { id, severity, symptom, remediation } = rule;
  const host = urlOf(at)?.host ?? at;
  const known =
    { host, at, field, expected, found, object: object === undefined ? host : objectText(object) };
  return {
    rule: id,
    severity,
    message: headlineOf(rule, { headline, values }, known),
    object: object ?? { apiVersion: 'live', kind: 'Host', name: host },
    file: at,
    line: 1,
    field,
    expected,
    found,
    symptom,
    remediation,
  };
}

/** What was checked, and what to add for further checks. */
function coverageOf(
  { origin, proxy, token, client, login, release, routes }: Facts, stoppedBy: LiveRule | undefined,
): Coverage {
  return {
    judged: [
      `${origin} from outside${proxy === undefined ? '' : `, by the proxy ${proxy}`}`,
      ...(routes === undefined ? [] : [`${routes.length} routes of release ${release}`]),
      ...(token === undefined ? [] : [`a token of ${token.clientId}`]),
      ...login?.done ?? [],
    ],
    open: [
      ...(stoppedBy === undefined ? [] : [{
        missing: `${stoppedBy.id} blocks everything behind it`,
        question: 'the later steps',
        run: 'doctor again once it is fixed',
      }]),
      ...(client !== undefined ? [] : [{
        missing: 'no client given',
        question: 'tokens, and whether flyteadmin accepts them',
        add: '--client-id, --config or --api-key-env',
      }]),
    ],
  };
}
