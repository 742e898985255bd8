import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExecuteOptions, type Execution, execute } from '../conformance/judges/execute.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** With GATEWAY_INTENT_STANDALONE all tests of this folder run that executable instead of the script. */
const standalone = process.env.GATEWAY_INTENT_STANDALONE;
export const program = standalone ?? join(root, 'dist/gateway-intent.js');
/** What runs the program: `runtime program arguments…`. */
export const runtime = standalone === undefined ? process.execPath : 'env';

/** A folder with `gateway-intent` in it, for PATH. */
export const programFolder = mkdtempSync(join(tmpdir(), 'gateway-intent-bin-'));
symlinkSync(program, join(programFolder, 'gateway-intent'));
process.on('exit', () => rmSync(programFolder, { recursive: true, force: true }));

/** The environment of somebody who has installed the program. */
export const installed = { PATH: `${programFolder}:${process.env.PATH}` };

/** Runs the program as a user does. */
export const gatewayIntent = (args: readonly string[], options: ExecuteOptions = {}): Promise<Execution> =>
  execute(runtime, [program, ...args], options);
