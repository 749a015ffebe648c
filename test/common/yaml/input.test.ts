import { problemText, UnreadableInputError } from '../../../src/common/yaml/input';

const [placed, whole] = [{ file: 'a.yaml', line: 3, reason: 'is odd' }, { file: 'b.yaml', reason: 'is no UTF-8' }];

test('a problem is told as compilers do, with its line where it has one', () => {
  expect([placed, whole].map(problemText)).toEqual(['a.yaml:3: is odd', 'b.yaml: is no UTF-8']);
});

test('the error lists the problems of every text', () => {
  const error = new UnreadableInputError([placed, whole]);
  expect([error.name, error.message, error.problems]).toEqual(['UnreadableInputError', 'a.yaml:3: is odd\nb.yaml: is no UTF-8', [placed, whole]]);
});
