import { GoVisitor, JavaVisitor, PythonVisitor, translateTypeScript } from 'jsii-rosetta';

/** The languages of examples; each translates from TypeScript, which they are written in. */
export const EXAMPLE_LANGUAGES = [
  { title: 'TypeScript', fence: 'ts', translate: (code: string) => code },
  { title: 'Python', fence: 'python', translate: (code: string) => translated(code, new PythonVisitor()) },
  { title: 'Java', fence: 'java', translate: (code: string) => translated(code, new JavaVisitor()) },
  { title: 'Go', fence: 'go', translate: (code: string) => translated(code, new GoVisitor()) },
] as const;

function translated(code: string, visitor: Parameters<typeof translateTypeScript>[1]): string {
  return translateTypeScript({ contents: code, fileName: 'example.ts' }, visitor).translation;
}
