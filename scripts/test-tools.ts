/**
 * Downloads the tools of tests that npm does not have into the cache folder, without root and without other
 * changes.
 */
import { checkov } from '../e2e/tools/checkov';
import { CUSTOM_RESOURCES } from '../e2e/tools/crds';
import { kubeScore } from '../e2e/tools/kube-score';
import { nginx } from '../e2e/tools/nginx';
import { shellcheck } from '../e2e/tools/shellcheck';
import { argumentsOf } from './command';

argumentsOf('npm run test:tools   Bring nginx, shellcheck, checkov, kube-score and custom resource definitions, which some tests use, into the cache folder');

void (async () => {
  for (const tool of [nginx, shellcheck, checkov, kubeScore, ...CUSTOM_RESOURCES.flatMap(({ held }) => held)]) {
    try {
      if (tool.locate() === undefined) {
        await tool.install();
      }
      console.log(`${tool.name} ${tool.version}: ${tool.locate() ?? 'installed, but not found'}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${tool.name} ${tool.version}: could not be brought; needs ${tool.needs} (${(error as Error).message.split('\n')[0]})`);
    }
  }
})();
