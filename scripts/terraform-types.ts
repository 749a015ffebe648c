import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { writeFile } from '../src/common/system/write-file';
import { argumentsOf } from './command';

/**
 * Reads the arguments of Terraform resources off the types of `@cdktf/provider-okta`, `-azuread` and `-aws`, and of
 * `@pulumi/auth0` (cdktf has none for Auth0), for the tests that check the emitted Terraform. The packages are archived or big,
 * so they are not dependencies: `npm pack` one, unpack it, and name its directory here. The data of the others stays.
 */
const RESOURCES = new RegExp(`^(${[
  'okta_app_(oauth|group_assignment)',
  'okta_auth_server_(scope|claim|claim_default|policy|policy_rule)',
  'azuread_(application|application_password|application_pre_authorized|app_role_assignment|service_principal|service_principal_delegated_permission_grant)',
  'aws_cognito_(resource_server|user_pool_client)',
  'auth0_(action|client|client_credentials|client_grant|resource_server|resource_server_scopes|tenant|trigger_action)',
].join('|')})$`);

const FILE = 'test/constructs/identity/providers/terraform-types.json';

interface Argument {
  readonly type: string;
  readonly required?: true;
  readonly block?: Record<string, Argument>;
}

type Interfaces = Map<string, ts.InterfaceDeclaration>;
type Arguments = Record<string, Argument>;

interface Types {
  readonly provider: Record<string, string>;
  readonly resources: Record<string, Arguments>;
}

function sourceOf(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
}

function interfacesIn(source: ts.SourceFile): Interfaces {
  return new Map(source.statements.filter(ts.isInterfaceDeclaration).map((declaration) => [declaration.name.text, declaration]));
}

/** The members of an interface, by their names in Terraform, with types without the generator's wrappers. */
function typesOf(
  name: string,
  interfaces: Interfaces,
  nameOf: (member: ts.PropertySignature) => string,
  plain: (type: string) => string,
): Arguments {
  const members = interfaces.get(name)!.members.filter(ts.isPropertySignature);
  return Object.fromEntries(members.map((member): [string, Argument] => {
    const type = plain(member.type!.getText());
    const block = type.replace(/\[\]$/, '');
    const required = member.questionToken === undefined ? { required: true as const } : {};
    return [
      nameOf(member),
      interfaces.has(block) ? { type: 'block', ...required, block: typesOf(block, interfaces, nameOf, plain) } : { type, ...required },
    ];
  }));
}

/** The link of the documentation ends with the name in Terraform. */
const linked = (member: ts.PropertySignature) => /#(\w+) /.exec(member.getFullText())![1];
const withoutResolvable = (type: string) => mapOr(type.replace(/ \| cdktf\.IResolvable/g, ''));
const mapOr = (type: string) => (type.startsWith('{') ? 'map' : type);

function ofCdktf(directory: string): Types {
  const [, name, version] = /bindings for (\S+) provider version (\S+)/.exec(readFileSync(join(directory, 'README.md'), 'utf8'))!;
  const resources: Record<string, Arguments> = {};
  for (const resource of readdirSync(join(directory, 'lib'))) {
    const path = join(directory, 'lib', resource, 'index.d.ts');
    const source = existsSync(path) && sourceOf(path);
    const type = source && /static readonly tfResourceType = "(\w+)"/.exec(source.text)?.[1];
    if (source && type && RESOURCES.test(type) && !resource.startsWith('data-')) {
      const interfaces = interfacesIn(source);
      resources[type] = typesOf([...interfaces.keys()].find((candidate) => candidate.endsWith('Config'))!, interfaces, linked, withoutResolvable);
    }
  }
  return { provider: { [name]: version }, resources };
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');
const snakeCased = (member: ts.PropertySignature) => snakeCase(member.name.getText());

/** `pulumi.Input<pulumi.Input<inputs.Scope>[] | undefined>` is a list of blocks; a single block is too. */
function withoutInput(type: string): string {
  return mapOr(type.replace(/pulumi\.Input<|inputs\.|>| \| undefined/g, ''));
}

function ofPulumi(directory: string): Types {
  const { name, version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { name: string; version: string };
  const provider = name.replace('@pulumi/', '');
  const inputs = interfacesIn(sourceOf(join(directory, 'types', 'input.d.ts')));
  const resources = Object.fromEntries(readdirSync(directory).filter((file) => file.endsWith('.d.ts')).flatMap((file): [string, Arguments][] => {
    const type = `${provider}_${snakeCase(file.replace(/\.d\.ts$/, ''))}`;
    const own = RESOURCES.test(type) ? interfacesIn(sourceOf(join(directory, file))) : new Map();
    const args = [...own.keys()].find((candidate) => candidate.endsWith('Args'));
    return args === undefined ? [] : [[type, typesOf(args, new Map([...inputs, ...own]), snakeCased, withoutInput)]];
  }));
  return { provider: { [`${provider}/${provider}`]: `of ${name} ${version}` }, resources };
}

const known = JSON.parse(readFileSync(FILE, 'utf8')) as Types;
const unpacked = argumentsOf('npx tsx scripts/terraform-types.ts FOLDER…   Read the arguments of Terraform resources off unpacked packages of cdktf and Pulumi');
const read = unpacked.map((directory) => (existsSync(join(directory, 'types', 'input.d.ts')) ? ofPulumi(directory) : ofCdktf(directory)));
const resources = Object.entries({ ...known.resources, ...Object.assign({}, ...read.map((each) => each.resources)) as Types['resources'] });
writeFile(FILE, `{
 "provider": ${JSON.stringify(Object.assign({}, known.provider, ...read.map(({ provider }) => provider)))},
 "resources": {
${resources.map(([name, types]) => `  ${JSON.stringify(name)}: ${JSON.stringify(types)}`).join(',\n')}
 }
}\n`);
