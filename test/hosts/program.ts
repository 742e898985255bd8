import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExecuteOptions, type Execution, execute } from '../conformance/judges/execute.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = join(root, 'dist/gateway-intent.js');

/** A folder with `gateway-intent` in it, for PATH. */
export const programFolder = mkdtempSync(join(tmpdir(), 'gateway-intent-bin-'));
symlinkSync(program, join(programFolder, 'gateway-intent'));
process.on('exit', () => rmSync(programFolder, { recursive: true, force: true }));

/** The environment of somebody who has installed the program. */
export const installed = { PATH: `${programFolder}:${process.env.PATH}` };

/** Runs the program as a user does. */
export const gatewayIntent = (args: readonly string[], options: ExecuteOptions = {}): Promise<Execution> =>
  execute(process.execPath, [program, ...args], options);
