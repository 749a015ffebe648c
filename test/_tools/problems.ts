import { InvalidPropsError } from '../../src/common/props/problems';

/** What is wrong with the props of something, a line each as people read it; nothing where it can be built. */
export function problemsOf(build: () => unknown): readonly string[] {
  try {
    build();
  } catch (error) {
    if (error instanceof InvalidPropsError) {
      return error.problems.map(({ prop, text }) => `${prop}: ${text}`);
    }
    throw error;
  }
  return [];
}
