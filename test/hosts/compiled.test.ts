import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { execute } from '../conformance/judges/execute.ts';
import { withFiles } from '../conformance/judges/temporary.ts';
import { suite } from '../suite.ts';
import { root } from './program.ts';

const program = join(root, 'dist/gateway-intent.js');

const input = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata: {name: shop, namespace: shop}
  spec:
    gateways: [{name: public}]
    expose: [{hosts: [shop.example.com], to: "frontend:8080"}]
`;

/** What a copy of the program answers that has this beside it. */
async function answerBeside(cache: Uint8Array | undefined): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-intent-compiled-'));
  try {
    const copy = join(folder, 'gateway-intent');
    copyFileSync(program, copy);
    if (cache !== undefined) writeFileSync(`${copy}.cache`, cache);
    const { status, stdout, stderr } = await execute(process.execPath, [copy], { input });
    assert.is(status, 0, stderr);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded before the program: tells of every script whether V8 took what was compiled of it. */
const tellsOfScripts = `const vm = require('node:vm');
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    process._rawDebug(\`script \${this.cachedDataRejected ? 'refused' : 'taken'}\`);
  }
};
`;

suite('the program and what was compiled of it', {
  async 'answers the same without that file, with a broken one and with that of another program'() {
    const cache = readFileSync(`${program}.cache`);
    const expected = await answerBeside(cache);
    assert.match(expected, /kind: VirtualService/);
    const another = Buffer.from(cache);
    another.write('0'.repeat(32), 0, 'latin1');
    // The text of another program, as long as this one.
    another.fill('x', 40, 1000, 'latin1');
    for (const beside of [undefined, Buffer.alloc(0), cache.subarray(0, 20), cache.subarray(0, cache.length >> 1), another])
      assert.is(await answerBeside(beside), expected);
  },
  async 'a usual run reads the main script only'() {
    const table: Record<string, readonly [number, number]> = JSON.parse(readFileSync(`${program}.cache`).toString('latin1', 32, 1024));
    const [at, length] = table.main as readonly [number, number];
    // Whoever reads more of the file than the main script gets what does not run.
    const cache = readFileSync(`${program}.cache`);
    const expected = await answerBeside(cache);
    cache.fill('(', at + length);
    assert.is(await answerBeside(cache), expected);
  },
  async 'both big scripts are taken in long runs, too, for which V8 is set otherwise'() {
    const services = Array.from(
      { length: 3000 },
      (_, at) => `- apiVersion: v1\n  kind: Service\n  metadata: {name: s${at}, namespace: shop}\n  spec: {ports: [{port: 80}]}\n`,
    );
    await withFiles({ 'told.cjs': tellsOfScripts }, async (folder) => {
      const { status, stderr } = await execute(process.execPath, ['--require', join(folder, 'told.cjs'), program], {
        input: input + services.join(''),
      });
      assert.is(status, 0, stderr);
      assert.match(stderr, /^script taken\nscript taken\n/);
    });
  },
});
