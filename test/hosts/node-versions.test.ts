import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { resourceList } from '../bench/objects.ts';
import { execute } from '../conformance/judges/execute.ts';
import { missingTool, tool } from '../conformance/judges/tool.ts';
import { hostSuite } from './host-suite.ts';
import { root } from './program.ts';

const program = join(root, 'dist/gateway-intent.js');

/** Every line that a Node writes for a program and its arguments, and how it ended. */
async function told(node: string, args: readonly string[], input = ''): Promise<string> {
  const { status, stdout, stderr } = await execute(node, [program, ...args], { input });
  return `${status}\n${stdout}\n${stderr}`;
}

/** Runs with the versions of Node that came after the one that runs the tests. */
const asHere = (args: readonly string[], input?: string) => async () => {
  const expected = await told(process.execPath, args, input);
  for (const version of [22, 24, 26]) assert.is(await told(tool('node', `node-${version}`), args, input), expected, `Node ${version}`);
};

hostSuite('later versions of Node do and say the same', missingTool('node'), {
  'of a small package': asHere([], resourceList(3)),
  'of one that takes long': asHere([], resourceList(1000)),
  'of a folder': asHere(['render', join(root, 'samples/openshift-service-mesh')]),
  'of a request': asHere(['explain', 'https://shop.example.com', join(root, 'samples/smallest')]),
  'of wrong use': asHere(['rendre']),
});

hostSuite('an old Node', missingTool('node'), {
  async 'is told what is needed, in one line'() {
    assert.match(await told(tool('node', 'node-18'), ['--help']), /^2\n\ngateway-intent needs Node 20 or newer; this is v18\.[\d.]+\n$/);
  },
});
