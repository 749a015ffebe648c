import * as ts from 'typescript';

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Reads and parses what packages declare once for all programs of a process: that is most of what a small program takes. */
export function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target, ...rest) => {
    if (!name.includes('/node_modules/')) {
      return getSourceFile(name, target, ...rest);
    }
    const { languageVersion, impliedNodeFormat } = typeof target === 'object' ? target : { languageVersion: target, impliedNodeFormat: undefined };
    const key = `${name} ${languageVersion} ${impliedNodeFormat}`;
    if (!parsed.has(key)) {
      parsed.set(key, getSourceFile(name, target, ...rest));
    }
    return parsed.get(key);
  };
  return host;
}
