import { Call, Expression, Member, Name, Program, Statement, given } from './expression';

const WIDTH = 110;
const FROM_CDK8S = ['App', 'Chart', 'Duration'];

/** The program as the `main.ts` of a cdk8s app. */
export function toTypeScript({ heading, statements }: Program): string {
  const types = [...new Set(statements.flatMap(typesIn))].sort();
  const [core, ours] = [
    types.filter((type) => FROM_CDK8S.includes(type)),
    types.filter((type) => !FROM_CDK8S.includes(type)),
  ];
  return [
    ...(heading.length === 1
      ? [`/** ${heading[0]} */`]
      : ['/**', ...heading.map((line) => ` * ${line}`), ' */']),
    ...(core.length > 0 ? [imported(core, 'cdk8s')] : []),
    imported(ours, 'cdk8s-union-auth'),
    '',
    ...statements.map(statement),
    '',
  ].join('\n');
}

function imported(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  return line.length <= WIDTH
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

function statement(each: Statement): string {
  switch (each.kind) {
    case 'const': return `const ${each.name} = ${print(each.value, `const ${each.name} = `.length)};`;
    case 'do': return `${print(each.value, 0)};`;
    case 'synth': return `${each.app}.synth();`;
    case 'write': {
      const write = `${each.mayBeNone ? '?' : ''}.writeTo(app, ${quoted(each.path)});`;
      const line = `${inOneLine(each.file)}${write}`;
      return line.length <= WIDTH ? line : `${inOneLine(each.file)}\n  ${write}`;
    }
    case 'comment': return `// ${each.text}`;
    case 'blank': return '';
  }
}

/** On one line, if it fits. */
function print(expression: Expression, column: number, indent = ''): string {
  const line = inOneLine(expression);
  // Followed by a semicolon or a comma.
  return indent.length + column + line.length < WIDTH ? line : inLines(expression, indent);
}

function inOneLine(expression: Expression): string {
  if (expression instanceof Call) {
    return `${head(expression)}(${expression.args.map(inOneLine).join(', ')})`;
  }
  if (isList(expression)) {
    return `[${expression.map(inOneLine).join(', ')}]`;
  }
  if (isProps(expression)) {
    const entries = Object.entries(given(expression)).map(([prop, value]) => named(prop, inOneLine(value)));
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return atom(expression);
}

function inLines(expression: Expression, indent: string): string {
  const inner = `${indent}  `;
  if (expression instanceof Call && expression.args.length > 0) {
    const before = expression.args.slice(0, -1).map((arg) => `${inOneLine(arg)}, `).join('');
    return `${head(expression)}(${before}${inLines(expression.args[expression.args.length - 1], indent)})`;
  }
  if (isList(expression) && expression.length > 0) {
    return `[\n${expression.map((item) => `${inner}${print(item, 0, inner)},\n`).join('')}${indent}]`;
  }
  if (isProps(expression) && Object.entries(given(expression)).length > 0) {
    const lines = Object.entries(given(expression)).map(([prop, value]) =>
      `${inner}${named(prop, print(value, prop.length + 2, inner))},\n`);
    return `{\n${lines.join('')}${indent}}`;
  }
  return inOneLine(expression);
}

function atom(expression: Expression): string {
  if (expression instanceof Name) {
    return expression.name;
  }
  if (expression instanceof Member) {
    const call = expression.args === undefined ? '' : `(${expression.args.map(inOneLine).join(', ')})`;
    return `${inOneLine(expression.of)}.${expression.name}${call}`;
  }
  return typeof expression === 'string' ? quoted(expression) : String(expression);
}

function head({ isNew, callee }: Call): string {
  return `${isNew ? 'new ' : ''}${callee}`;
}

/** `identity: identity` is `identity`. */
function named(prop: string, value: string): string {
  return prop === value ? prop : `${/^[A-Za-z_$][\w$]*$/.test(prop) ? prop : quoted(prop)}: ${value}`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, '\\\'')}'`;
}

function isList(expression: Expression): expression is readonly Expression[] {
  return Array.isArray(expression);
}

type Props = { readonly [prop: string]: Expression | undefined };

function isProps(expression: Expression): expression is Props {
  return typeof expression === 'object' && expression !== null && !isList(expression)
    && !(expression instanceof Name || expression instanceof Call || expression instanceof Member);
}

function typesIn(each: Statement): string[] {
  switch (each.kind) {
    case 'const': case 'do': return typesOf(each.value);
    case 'write': return typesOf(each.file);
    default: return [];
  }
}

function typesOf(expression: Expression): string[] {
  if (expression instanceof Call) {
    return [expression.type, ...expression.args.flatMap(typesOf)];
  }
  if (expression instanceof Name) {
    return /^[A-Z]/.test(expression.name) ? [expression.name] : [];
  }
  if (expression instanceof Member) {
    return [...typesOf(expression.of), ...(expression.args ?? []).flatMap(typesOf)];
  }
  if (isList(expression)) {
    return expression.flatMap(typesOf);
  }
  return isProps(expression) ? Object.entries(given(expression)).flatMap(([, value]) => typesOf(value)) : [];
}
