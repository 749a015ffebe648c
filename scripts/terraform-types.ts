import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { writeFile } from '../src/common/system/write-file';

/**
 * Reads the arguments of Terraform resources off the types of `@cdktf/provider-okta` and `@cdktf/provider-azuread`, and
 * writes them where the tests judge the emitted Terraform by them. The packages are archived and big, so they are no
 * dependencies: `npm pack` them, unpack them, and name their directories here.
 */
const RESOURCES = /^(okta_app_(oauth|group_assignment)|okta_auth_server_(scope|claim|claim_default|policy|policy_rule)|azuread_(application|application_password|application_pre_authorized|app_role_assignment|service_principal|service_principal_delegated_permission_grant))$/;

interface Argument {
  readonly type: string;
  readonly required?: true;
  readonly block?: Record<string, Argument>;
}

function argumentsOf(name: string, interfaces: Map<string, ts.InterfaceDeclaration>): Record<string, Argument> {
  const members = interfaces.get(name)!.members.filter(ts.isPropertySignature);
  return Object.fromEntries(members.map((member): [string, Argument] => {
    const type = member.type!.getText().replace(/ \| cdktf\.IResolvable/g, '');
    const block = type.replace(/\[\]$/, '');
    const required = member.questionToken === undefined ? { required: true as const } : {};
    return [
      // The link of the documentation ends with the name in Terraform.
      /#(\w+) /.exec(member.getFullText())![1],
      interfaces.has(block) ? { type: 'block', ...required, block: argumentsOf(block, interfaces) } : { type, ...required },
    ];
  }));
}

const provider: Record<string, string> = {};
const resources: Record<string, Record<string, Argument>> = {};
for (const directory of process.argv.slice(2)) {
  const [, name, version] = /bindings for (\S+) provider version (\S+)/.exec(readFileSync(join(directory, 'README.md'), 'utf8'))!;
  provider[name] = version;
  for (const resource of readdirSync(join(directory, 'lib'))) {
    const path = join(directory, 'lib', resource, 'index.d.ts');
    const source = existsSync(path) && ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
    const type = source && /static readonly tfResourceType = "(\w+)"/.exec(source.text)?.[1];
    if (source && type && RESOURCES.test(type) && !resource.startsWith('data-')) {
      const interfaces = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((declaration) => [declaration.name.text, declaration]));
      resources[type] = argumentsOf([...interfaces.keys()].find((candidate) => candidate.endsWith('Config'))!, interfaces);
    }
  }
}
writeFile('test/constructs/registrations/terraform-types.json', `${JSON.stringify({ provider, resources }, undefined, 1)}\n`);
