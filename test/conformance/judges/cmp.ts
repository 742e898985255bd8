import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { execute } from './execute.ts';
import { temporaryFolder } from './temporary.ts';
import { tool } from './tool.ts';

/** What Argo CD's repo-server gets from a config management plugin. */
export interface CmpAnswer {
  readonly config: Readonly<Record<string, unknown>>;
  readonly match: Readonly<Record<string, unknown>>;
  readonly parameters: readonly Readonly<Record<string, unknown>>[] | null;
  readonly manifests: readonly string[];
}

export interface CmpRequest {
  /** Folder with the plugin.yaml. */
  readonly configFolder: string;
  readonly repository: string;
  /** The application's folder. */
  readonly application: string;
  /** Added to what the plugin's commands see, as Argo CD does it (ARGOCD_ENV_…, ARGOCD_APP_PARAMETERS …). */
  readonly env?: Readonly<Record<string, string>>;
}

/** One run through the real argocd-cmp-server: CheckPluginConfiguration, MatchRepository, GetParametersAnnouncement, GenerateManifest. */
export async function runCmp({ configFolder, repository, application, env = {} }: CmpRequest): Promise<CmpAnswer> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sockets'));
  let log = '';
  const server = spawn(tool('cmp', 'argocd-cmp-server'), ['--config-dir-path', configFolder, '--logformat', 'text'], {
    env: { ...process.env, ARGOCD_PLUGINSOCKFILEPATH: join(folder, 'sockets'), ARGOCD_CMP_WORKDIR: folder },
  });
  const listen = (chunk: Buffer) => {
    log += chunk.toString();
  };
  server.stdout.on('data', listen);
  server.stderr.on('data', listen);
  try {
    const socket = join(folder, 'sockets', `${pluginName(configFolder)}.sock`);
    for (const end = Date.now() + 15_000; !existsSync(socket); await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (server.exitCode !== null || Date.now() > end) throw new Error(`argocd-cmp-server does not listen: ${log.slice(-1500)}`);
    }
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const { status, stdout, stderr } = await execute(tool('cmp', 'cmp-client'), [socket, repository, application, ...variables]);
    if (status !== 0) throw new Error(`${stderr.trim()}\n${log.slice(-1500)}`);
    return JSON.parse(stdout) as CmpAnswer;
  } finally {
    server.kill('SIGKILL'); // SIGTERM only removes the socket
    rmSync(folder, { recursive: true, force: true });
  }
}

function pluginName(configFolder: string): string {
  const { metadata, spec } = parse(readFileSync(join(configFolder, 'plugin.yaml'), 'utf8')) as {
    metadata: { name: string };
    spec?: { version?: string };
  };
  return spec?.version ? `${metadata.name}-${spec.version}` : metadata.name;
}
