import type { Assembly, JsiiMember, JsiiParameter, JsiiType, JsiiTypeRef } from './assembly';
import { capitalized } from './page';

/** The types of the library in a language, as jsii makes them. */
export interface Language {
  readonly title: string;
  readonly fence: string;
  signature(type: JsiiType, assembly: Assembly): string[];
}

const nameOf = (fqn: string) => fqn.slice(fqn.lastIndexOf('.') + 1);
const snake = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2').toLowerCase();

/** Types in a language, by jsii's names. */
function typeIn(names: Readonly<Record<string, string>>, list: (of: string) => string, map: (of: string) => string, own = nameOf) {
  const write = ({ primitive, fqn, collection }: JsiiTypeRef): string => (collection !== undefined
    ? (collection.kind === 'array' ? list : map)(write(collection.elementtype))
    : fqn === undefined ? names[primitive!] ?? primitive! : own(fqn));
  return write;
}

const ts = typeIn({ json: 'object', date: 'Date' }, (of) => `${of}[]`, (of) => `{ [key: string]: ${of} }`);
const python = typeIn({ string: 'str', number: 'float', boolean: 'bool', any: 'Any', json: 'Mapping', date: 'datetime' },
  (of) => `List[${of}]`, (of) => `Mapping[str, ${of}]`);
const java = typeIn({ string: 'String', number: 'Number', boolean: 'Boolean', any: 'Object', json: 'ObjectNode', date: 'Instant' },
  (of) => `List<${of}>`, (of) => `Map<String, ${of}>`);
const go = typeIn({ string: '*string', number: '*float64', boolean: '*bool', any: 'interface{}', json: '*map[string]interface{}', date: '*time.Time' },
  (of) => `*[]${of}`, (of) => `*map[string]${of}`);

/** Props that a caller writes by name. */
function propsOf(parameters: readonly JsiiParameter[], assembly: Assembly): readonly JsiiMember[] {
  const last = assembly.find(parameters[parameters.length - 1]?.type.fqn);
  return last?.kind === 'interface' ? assembly.propertiesOf(last) : [];
}

function factories(type: JsiiType): readonly JsiiMember[] {
  return (type.methods ?? []).filter((method) => method.static);
}

function calls(parameters: readonly JsiiParameter[] = [], write: (parameter: JsiiParameter) => string): string {
  return parameters.map(write).join(', ');
}

const typescript: Language = {
  title: 'TypeScript',
  fence: 'ts',
  signature(type, assembly) {
    const parameter = ({ name, optional, type: of }: JsiiParameter) => `${name}${optional ? '?' : ''}: ${ts(of)}`;
    if (type.kind === 'enum') {
      return ['import { ', type.name, ' } from \'cdk8s-union-auth\';\n\n', ...(type.members ?? []).map(({ name }) => `${type.name}.${name}\n`)].join('').trim().split('\n');
    }
    const head = `import { ${type.name} } from 'cdk8s-union-auth';`;
    return type.kind === 'interface'
      ? [head, '', `const props: ${type.name} = {`, ...assembly.propertiesOf(type).map(({ name, optional, type: of }) => `  ${name}${optional ? '?' : ''}: ${ts(of!)},`), '};']
      : [head, '', ...(type.initializer === undefined ? [] : [`new ${type.name}(${calls(type.initializer.parameters, parameter)})`]),
        ...factories(type).map(({ name, parameters }) => `${type.name}.${name}(${calls(parameters, parameter)})`)];
  },
};

const pythonLanguage: Language = {
  title: 'Python',
  fence: 'python',
  signature(type, assembly) {
    const named = (members: readonly JsiiMember[]) => members.map(({ name, optional, type: of }) => `    ${snake(name)}: ${python(of!)}${optional ? ' = None' : ''},`);
    const call = (callee: string, parameters: readonly JsiiParameter[] = []) => {
      const props = propsOf(parameters, assembly);
      const plain = props.length > 0 ? parameters.slice(0, -1) : parameters;
      const before = plain.map(({ name, type: of }) => `${snake(name)}: ${python(of)}`);
      return props.length === 0 ? [`${callee}(${before.join(', ')})`] : [`${callee}(`, ...before.map((each) => `    ${each},`), ...named(props), ')'];
    };
    const head = `from ${assembly.targets.python.module} import ${type.name}`;
    return type.kind === 'enum' ? [head, '', ...(type.members ?? []).map(({ name }) => `${type.name}.${name}`)]
      : type.kind === 'interface' ? [head, '', `${type.name}(`, ...named(assembly.propertiesOf(type)), ')']
        : [head, '', ...(type.initializer === undefined ? [] : call(type.name, type.initializer.parameters)),
          ...factories(type).flatMap(({ name, parameters }) => call(`${type.name}.${snake(name)}`, parameters))];
  },
};

const javaLanguage: Language = {
  title: 'Java',
  fence: 'java',
  signature(type, assembly) {
    const setters = (members: readonly JsiiMember[]) => members.map(({ name, optional, type: of }) => `    .${name}(${java(of!)})${optional ? ' // optional' : ''}`);
    const head = `import ${assembly.targets.java.package}.${type.name};`;
    const parameter = ({ name, type: of }: JsiiParameter) => `${java(of)} ${name}`;
    if (type.kind === 'enum') {
      return [head, '', ...(type.members ?? []).map(({ name }) => `${type.name}.${name}`)];
    }
    if (type.kind === 'interface') {
      return [head, '', `${type.name}.builder()`, ...setters(assembly.propertiesOf(type)), '    .build();'];
    }
    const parameters = type.initializer?.parameters ?? [];
    const props = propsOf(parameters, assembly);
    const made = type.initializer === undefined ? [] : props.length > 0
      ? [`${type.name}.Builder.create(${calls(parameters.slice(0, -1), parameter)})`, ...setters(props), '    .build();']
      : [`new ${type.name}(${calls(parameters, parameter)});`];
    return [head, '', ...made, ...factories(type).map((method) => `${type.name}.${method.name}(${calls(method.parameters, parameter)});`)];
  },
};

const goLanguage: Language = {
  title: 'Go',
  fence: 'go',
  signature(type, assembly) {
    const own = (of: JsiiTypeRef): string => {
      const found = assembly.find(of.fqn);
      return found?.kind === 'interface' ? `*unionauth.${found.name}` : of.fqn === undefined ? go(of) : `${found === undefined ? '' : 'unionauth.'}${go(of)}`;
    };
    const parameter = ({ name, type: of }: JsiiParameter) => `${name} ${own(of)}`;
    const head = [`import unionauth "${assembly.targets.go.moduleName}/cdk8sunionauth"`, ''];
    if (type.kind === 'enum') {
      return [...head, ...(type.members ?? []).map(({ name }) => `unionauth.${type.name}_${name}`)];
    }
    if (type.kind === 'interface') {
      const fields = assembly.propertiesOf(type).map(({ name, optional, type: of }) => `    ${capitalized(name)}: ${own(of!)},${optional ? ' // optional' : ''}`);
      return [...head, `&unionauth.${type.name}{`, ...fields, '}'];
    }
    return [...head, ...(type.initializer === undefined ? [] : [`unionauth.New${type.name}(${calls(type.initializer.parameters, parameter)})`]),
      ...factories(type).map(({ name, parameters }) => `unionauth.${type.name}_${capitalized(name)}(${calls(parameters, parameter)})`)];
  },
};

export const LANGUAGES: readonly Language[] = [typescript, pythonLanguage, javaLanguage, goLanguage];
