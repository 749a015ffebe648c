import { ValueKey, ValueMeaning } from '../../contract/union/values-contract';
import { settings } from '../../verify/running/cluster-looks';
import { JudgedChart, ValuesRule, ValuesViolation, show } from '../rule';
import { isTemplate } from '../template';

export const contradiction: ValuesRule = {
  id: 'values-contradiction',
  severity: 'error',
  area: 'values files',
  title: 'Keys of one chart that mean the same say the same.',
  symptom: 'One service accepts what another does not send: redirect loops, or 401 between services.',
  explanation: 'Issuer, client IDs, token endpoint, scopes and header recur under several keys.',
  remediation: 'Make the two agree; where the key only repeats a global, remove it.',
  see: [
    settings('$CP', 'clientId|baseUrl|tokenUrl|scopes|uthorizationHeader', 'The same setting must have one value in every file.'),
  ],
  *check({ charts }) {
    for (const chart of charts) {
      for (const [first, ...others] of byMeaning(statementsOf(chart)).values()) {
        yield* others.filter((other) => other.value !== first.value).map((other) => disagreement(other, first));
      }
    }
  },
};

export const planesDisagree: ValuesRule = {
  id: 'values-planes-disagree',
  severity: 'warning',
  area: 'values files',
  title: 'Control plane and data plane name the same client, host, header and token endpoint.',
  symptom: 'The data plane gets 401, or calls another host.',
  explanation: 'What the data plane presents must be what the control plane knows. Only a data plane with an application of its own names another client.',
  remediation: 'Make the two agree, or let the control plane know the other client.',
  see: [
    settings('$DP', 'clientId|tokenUrl|endpoint|uthorizationHeader', 'What the data plane says …'),
    settings('$CP', 'clientId|tokenUrl|endpoint|uthorizationHeader', '… must be what the control plane says.'),
  ],
  *check({ charts }) {
    const [control, data] = (['controlplane', 'dataplane'] as const).map((name) => charts.find(({ contract }) => contract.chart === name));
    if (!control || !data) {
      return;
    }
    const known = byMeaning(statementsOf(control));
    for (const statement of statementsOf(data)) {
      const [first] = known.get(statement.key.meaning!) ?? [];
      if (first && first.value !== statement.value && !isInCluster(statement.value)) {
        yield disagreement(statement, first);
      }
    }
  },
};

interface Statement {
  readonly chart: JudgedChart;
  readonly key: ValueKey;
  readonly value: string;
}

/** What a chart's values say about things that have a meaning beyond their key. */
function statementsOf(chart: JudgedChart): Statement[] {
  return chart.contract.keys.flatMap((key) => {
    const value = key.meaning && literal(chart.merged.get(key.path));
    return value === undefined ? [] : [{ chart, key, value }];
  });
}

/** Lists of scopes compare as one text. Templates, blanks and placeholders say nothing. */
function literal(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(' ') : value;
  return typeof text !== 'string' || text === '' || isTemplate(text) || /<.*>/.test(text) ? undefined : text;
}

function byMeaning(statements: readonly Statement[]): Map<ValueMeaning, Statement[]> {
  const groups = new Map<ValueMeaning, Statement[]>();
  for (const statement of statements) {
    const meaning = statement.key.meaning!;
    groups.set(meaning, [...groups.get(meaning) ?? [], statement]);
  }
  return groups;
}

function disagreement(statement: Statement, first: Statement): ValuesViolation {
  const { file, line } = first.chart.merged.placeOf(first.key.path);
  return {
    chart: statement.chart,
    path: statement.key.path,
    expected: `${show(first.value)}, as ${first.key.path} says (${file}:${line})`,
    found: show(statement.value),
  };
}

/** A data plane beside its control plane may go by the Service. */
function isInCluster(value: string): boolean {
  return /\.svc(\.[a-z0-9.-]+)?$/.test(value);
}
