import { SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import { controllerFor, NginxController, snippetRefusals } from '../edge/ingress-nginx/nginx-controller';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';

interface Subject {
  readonly ingress: KubeObject;
  readonly snippets: readonly string[];
  readonly controller: NginxController;
}

/** Ingresses of a control plane with snippets, whose controller is in the input. */
function subjectsOf(model: Model): Subject[] {
  const ingresses = new Set(
    model.unionServers
      .filter(({ edge }) => edge.takesSnippets)
      .flatMap(({ routes }) => routes.map(({ object }) => object)),
  );
  return [...ingresses].flatMap((ingress) => {
    const snippets = SNIPPET_ANNOTATIONS.filter((name) => ingress.annotations[name]?.trim());
    const controller =
      snippets.length > 0
        ? controllerFor(ingress, model.nginxControllers, model.ingressClasses)
        : undefined;
    return controller === undefined ? [] : [{ ingress, snippets, controller }];
  });
}

export const snippetRejected = defineRule('snippet-rejected', {
  subjects: subjectsOf,
  notApplicable:
    'No Ingress of a control plane in the input has a snippet and the ConfigMap of its ingress-nginx '
      + 'controller beside it.',
  *check(subjects) {
    for (const controller of new Set(subjects.map((subject) => subject.controller))) {
      const served = subjects.filter((subject) => subject.controller === controller);
      const names = [...new Set(served.flatMap(({ snippets }) => snippets))].map((name) =>
        name.slice(name.indexOf('/') + 1),
      );
      const users =
        served.length === 1 ? `the Ingress ${served[0].ingress.name}` : `${served.length} Ingresses`;
      for (const { key, value, found } of snippetRefusals(controller)) {
        yield {
          at: controller.configMap.field('data', key),
          expected: `${key}: ${value}, for ${names.join(' and ')} of ${users}`,
          found,
          values: { names: names.join(' and '), users },
        };
      }
    }
  },
});
