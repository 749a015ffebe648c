import { JsonObject } from '../common/data/json';
import { nextQuestion, problemsAt, Question } from '../init';
import { Prompter } from './prompts';

/** Asks all that is not known yet, and returns all answers. Each is checked before the next question. */
export async function interview(prompter: Prompter, known: JsonObject): Promise<JsonObject> {
  let answers = known;
  const said = new Map<string, string | boolean>();
  for (let question = nextQuestion(answers, said); question !== undefined; question = nextQuestion(answers, said)) {
    const asked: Question = question;
    const before = answers;
    const value = await prompter.ask(asked, (given) => wrongWith(asked, before, given));
    said.set(asked.id, value);
    answers = asked.apply(answers, value);
  }
  return answers;
}

function wrongWith(question: Question, answers: JsonObject, given: string | boolean): string | undefined {
  if (given === '') {
    return question.optional ? undefined : 'Nobody else knows it; give a value';
  }
  const [problem] = problemsAt(placeOf(question), question.apply(answers, given));
  return problem?.text;
}

/** Questions with names of their own are about several answers. */
function placeOf({ id }: Question): string {
  const places: Readonly<Record<string, string>> = {
    clusters: 'dataPlanes',
    pipelineNames: 'pipelines',
    certificate: 'tls',
    versionToInstall: 'planes.charts.version',
    organizationOfRoles: 'organization',
  };
  return places[id] ?? id;
}
