import { ApiObject, JsonPatch } from 'cdk8s';
import type { AbstractPod } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { Problems } from '../../common/props/problems';
import { objectAt, podSpecPath } from '../../contract/upstream/kubernetes';
import { cdk8sPlus } from '../objects/cdk8s-plus';

/** The variables of one container, and how to add one. */
interface Container {
  readonly name: string;
  valueOf(variable: string): string | undefined;
  add(variable: string, value: string): void;
}

/**
 * Adds variables to containers of a workload that `SecretMount.addTo` accepts; without names to the first.
 * Adding the same again changes nothing.
 */
export function addVariables(
  workload: IConstruct, variables: Readonly<Record<string, string>>, names: readonly string[],
): void {
  const all = ApiObject.isApiObject(workload) ? ofApiObject(workload) : ofPod(workload as AbstractPod);
  const chosen = names.length === 0 ? all.slice(0, 1) : all.filter(({ name }) => names.includes(name));
  const problems = new Problems(`WorkloadClient on ${workload.node.path}`);
  for (const [variable, value] of Object.entries(variables)) {
    for (const container of chosen) {
      const before = container.valueOf(variable) ?? value;
      if (before !== value) {
        problems.add(variable, before, `is set in container ${container.name} already; leave it out there`);
      }
    }
  }
  problems.throwIfAny();
  for (const [variable, value] of Object.entries(variables)) {
    chosen.filter((container) => container.valueOf(variable) === undefined)
      .forEach((container) => container.add(variable, value));
  }
}

function ofPod({ containers, initContainers }: AbstractPod): Container[] {
  const { EnvValue } = cdk8sPlus();
  return [...containers, ...initContainers].map(({ name, env }) => ({
    name,
    valueOf: (variable) => env.variables[variable] && String(env.variables[variable].value ?? 'a reference'),
    add: (variable, value) => env.addVariable(variable, EnvValue.fromValue(value)),
  }));
}

function ofApiObject(workload: ApiObject): Container[] {
  const path = podSpecPath(workload.kind)!;
  const listed = () => ['containers', 'initContainers'].flatMap((field) =>
    asList(objectAt(workload.toJson(), path)?.[field]).map((container, i) => ({
      name: String(container.name), pointer: `${path}/${field}/${i}/env`, env: container.env,
    })));
  return listed().map(({ name, pointer }, i) => ({
    name,
    valueOf: (variable) => {
      const found = asList(listed()[i].env).find((entry) => entry.name === variable);
      return found && String(found.value ?? 'a reference');
    },
    add: (variable, value) => {
      const item = { name: variable, value };
      workload.addJsonPatch(Array.isArray(listed()[i].env)
        ? JsonPatch.add(`${pointer}/-`, item)
        : JsonPatch.add(pointer, [item]));
    },
  }));
}

function asList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
