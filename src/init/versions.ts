/** What an app needs besides this library. A test holds them to what the library itself is built with. */
export const PEERS = { cdk8s: '^2.70.0', constructs: '^10.5.0' };
export const CDK8S_PLUS = { 'cdk8s-plus-28': '^2.5.6' };
export const TOOLS = { '@types/node': '^20', 'cdk8s-cli': '^2.207.0', 'tsx': '^4', 'typescript': '~5.9.3' };
export const LOWEST_NODE = '20.12.0';
