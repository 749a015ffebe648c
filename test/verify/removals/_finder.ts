import { Rule } from '../../../src/verify/engine/rule';
import { isCertain } from '../../../src/verify/engine/what-counts';
import { KubeObject } from '../../../src/verify/kube/kube-object';
import { Model } from '../../../src/verify/model/model';
import { RULES } from '../../../src/verify/registry';
import { Report, verifyParsed } from '../../../src/verify/verify';

export function read(raw: Record<string, unknown>, index: number): KubeObject {
  return new KubeObject(raw, { file: 'planes.yaml', document: index, path: [] });
}

/** What all rules say of objects; none of them may fail itself. */
export function judged(objects: readonly KubeObject[]): Report {
  const report = verifyParsed({
    texts: [], objects, valueSets: [], notices: [], withoutObjects: [], installs: [], installing: new Set(), unread: [], unreadable: [],
  });
  expect(report.crashed).toEqual([]);
  return report;
}

/**
 * Tells whether any rule finds something, without asking those that are left once one does. The one that found something last is asked
 * first: what is taken away next is mostly near.
 */
export function finder(): (objects: readonly KubeObject[]) => boolean {
  const rules = [...RULES.rules];
  return (objects) => {
    const model = new Model(objects, []);
    const at = rules.findIndex((rule) => findsIn(model, rule));
    rules.unshift(...at < 0 ? [] : rules.splice(at, 1));
    return at >= 0;
  };
}

function findsIn(model: Model, rule: Rule): boolean {
  const verdict = rule.judge(model);
  return 'violations' in verdict && verdict.violations.some((violation) => isCertain({ rule, violation }));
}
