import { placeOf } from '../../../src/cli/init-interview';
import { isObject, JsonObject } from '../../../src/common/data/json';
import { packageVersion } from '../../../src/common/package-info';
import { answerAt, appFiles, AnswerProblem, Examined, examine, keptFiles, problemsAt } from '../../../src/init';
import { loginSequence, sequenceDrawing, svgOf } from '../../../src/verify/drawing';
import { Model } from '../../../src/verify/model/model';
import { wiringOf } from '../../../src/verify/model/wiring';
import { parseManifests } from '../../../src/verify/parse';
import { RULES } from '../../../src/verify/registry';
import { flowOf } from '../../../src/verify/report/flow';
import { verifyParsed } from '../../../src/verify/verify';
import { interviewed } from './interview';
import type { Asked, Made, ShownQuestion } from './protocol';
import { settingsOf, withSettings } from './settings';

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  self.postMessage(make(data));
});

/** The problem of a single answer, as in the command; cached by answers. */
const checked = new Map<string, string | undefined>();

function make({ turn, said: entries }: Asked): Made {
  const said = new Map(entries);
  const { questions, answers: base } = interviewed(said);
  const answers = withSettings(base, said);
  const groups = settingsOf(base, said, new Set(questions.flatMap(({ question }) => [question.id, placeOf(question)])));
  const examined = examine(answers);
  const { told, left } = byQuestion(examined.problems, [
    ...questions.map(({ question }) => ({ id: question.id, place: placeOf(question) })),
    ...groups.flatMap(({ settings }) => settings.map(({ id, place }) => ({ id, place: place! }))),
  ]);
  const shown = questions.map(({ question, value, before }): ShownQuestion => {
    const { id, message, kind, options, example, default: otherwise, optional } = question;
    const isBlank = value === undefined || value === '' || kind === 'confirm';
    const problem = isBlank ? undefined : wrongAt(placeOf(question), question.apply(before, value)) ?? told.get(id);
    return { id, message, kind, options, example, default: otherwise, optional, value, ...(problem === undefined ? {} : { problem }) };
  });
  const isMade = examined.program !== undefined;
  return {
    turn,
    questions: shown,
    settings: groups.map(({ title, settings }) => ({ title, settings: settings.map((setting) => withProblem(setting, answers, told)) })),
    problems: isMade ? [] : left,
    warnings: examined.warnings,
    ...(isMade ? { ...filesOf(examined), examples: [] } : withExamples(said)),
    ...(isMade ? pictureOf(examined.files) : {}),
  };
}

interface Place {
  readonly id: string;
  readonly place: string;
}

/** The first problem of each question, and those without a question. */
function byQuestion(problems: readonly AnswerProblem[], places: readonly Place[]): { readonly told: Map<string, string>; readonly left: string[] } {
  const told = new Map<string, string>();
  const left: string[] = [];
  for (const problem of problems) {
    const id = questionOf(problem, places);
    if (id === undefined) {
      left.push(problem.path === '' ? problem.text : `${problem.path}: ${problem.text}`);
    } else if (!told.has(id)) {
      told.set(id, problem.text);
    }
  }
  return { told, left };
}

/** A blank is only invalid if the same map has another value. */
function withProblem(setting: ShownQuestion, answers: JsonObject, told: ReadonlyMap<string, string>): ShownQuestion {
  const { id, kind, value } = setting;
  const isBlank = value === undefined || value === '';
  const map = id.replace(/\.[^.]*$/, '');
  const isBegun = isObject(answerAt(answers, map)) && map !== id;
  const problem = kind === 'entries' || (isBlank && !isBegun) ? undefined : told.get(id) ?? (isBlank ? undefined : wrongAt(id, answers));
  return problem === undefined ? setting : { ...setting, problem };
}

type MadeFiles = Pick<Made, 'output' | 'app' | 'kept'>;

function filesOf(examined: Examined): MadeFiles {
  return {
    output: examined.files.map(({ path, text, executable }) => ({ path, text, executable })),
    app: appFiles(examined, `^${packageVersion()}`),
    kept: keptFiles(examined, packageVersion()),
  };
}

/** The output with an example for each missing answer; empty if an answer is invalid. */
function withExamples(said: ReadonlyMap<string, string | boolean>): MadeFiles & Pick<Made, 'examples'> {
  const { answers, examples } = interviewed(said, true);
  const examined = examine(withSettings(answers, said));
  return examined.program === undefined ? { output: [], app: [], kept: [], examples: [] } : { ...filesOf(examined), examples };
}

function wrongAt(place: string, answers: JsonObject): string | undefined {
  const key = JSON.stringify([place, answers]);
  if (!checked.has(key)) {
    checked.set(key, problemsAt(place, answers)[0]?.text);
  }
  return checked.get(key);
}

/** The question of a problem: the one with the longest matching place. */
function questionOf({ path, isMissing }: AnswerProblem, places: readonly Place[]): string | undefined {
  const isIn = (place: string) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
  const [closest] = places.filter(({ place }) => isIn(place)).sort((a, b) => b.place.length - a.place.length);
  // A missing answer below a choice has a separate question, or none.
  return closest !== undefined && (closest.place === path || !isMissing) ? closest.id : undefined;
}

/** The sign-in of a person, and the flow of authentication. */
function pictureOf(files: readonly { readonly path: string; readonly text: string }[]): Pick<Made, 'login' | 'flow'> {
  const texts = files.filter(({ path }) => /\.ya?ml$/.test(path) && !path.startsWith('clients/')).map(({ path, text }) => ({ name: path, text }));
  const input = parseManifests(texts);
  const model = new Model(input.objects, input.valueSets);
  const login = loginSequence(model);
  return {
    flow: flowOf(wiringOf(model), verifyParsed(input), RULES.rules),
    ...(login === undefined ? {} : { login: svgOf(sequenceDrawing(login), { styled: false }) }),
  };
}
