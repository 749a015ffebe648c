import { UnreadableInputError } from '../../../src/common/yaml/input';
import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { ParsedInput, parseToJudge } from '../../../src/verify/parse';
import { RuleRegistry, RULES } from '../../../src/verify/registry';
import { Flow, flowOf } from '../../../src/verify/report/flow';
import { shownFindings } from '../../../src/verify/report/shown-finding';
import { Report, verifyParsed } from '../../../src/verify/verify';
import type { Answer, Question, Verdict } from './protocol';

const answer = (message: Answer): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  try {
    answer({ kind: 'verdict', verdict: judge(data) });
  } catch (error) {
    answer(error instanceof UnreadableInputError ? { kind: 'unreadable', problems: error.problems.map(({ file, line, reason }) => ({ file, line, reason })) }
      : { kind: 'crashed', message: error instanceof Error ? error.message : String(error) });
  }
});

function judge({ texts }: Question): Verdict {
  const input = parseToJudge(told(texts));
  const rules = RULES.rules;
  const registry = new RuleRegistry(rules.map((rule, index) => ({
    ...rule,
    judge(model) {
      answer({ kind: 'progress', text: `Judging: ${rule.id}`, done: index, of: rules.length });
      return rule.judge(model);
    },
  })));
  const report = verifyParsed(input, { registry });
  answer({ kind: 'progress', text: 'Drawing', done: rules.length, of: rules.length });
  return { report, flow: flowIn(input, report), findings: shownFindings(report, rules) };
}

/** Reports the number of read files. */
function* told<T>(texts: readonly T[]): Iterable<T> {
  for (const [index, text] of texts.entries()) {
    if (index % 50 === 0) {
      answer({ kind: 'progress', text: `Reading file ${index + 1} of ${texts.length}`, done: 0, of: 1 });
    }
    yield text;
  }
}

/** The drawing as plain data, so that the page redraws it when an item is opened. */
function flowIn(input: ParsedInput, report: Report): Flow {
  return flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
}
