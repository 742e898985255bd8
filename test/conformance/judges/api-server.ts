import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { freePorts } from './free-ports.ts';
import { type KubernetesApi, kubernetesApi } from './kubernetes-api.ts';
import { temporaryFolder } from './temporary.ts';
import { tool, toolFolder } from './tool.ts';

export interface ApiServer extends KubernetesApi {
  /** For kubectl and other clients. */
  readonly kubeconfig: string;
  stop(): void;
}

/**
 * Starts etcd and kube-apiserver on free ports of the loopback interface, with an empty cluster, and installs the custom resource definitions
 * of all projects that an intent can become (`crds: false`: none). Ready after about 7 s.
 */
export async function startApiServer({ crds = true } = {}): Promise<ApiServer> {
  const folder = temporaryFolder();
  const [port = 0, etcdClient = 0, etcdPeer = 0] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'tokens'), `${token},admin,1,system:masters\n`, { mode: 0o600 });
  execFileSync('openssl', ['genrsa', '-out', join(folder, 'sa.key'), '2048'], { stdio: 'ignore' });
  const children = [
    start(folder, 'etcd', etcdArguments(folder, etcdClient, etcdPeer)),
    start(folder, 'kube-apiserver', apiServerArguments(folder, port, etcdClient)),
  ];
  // State is disposable, and a graceful stop of the API server hangs once etcd is gone.
  const kill = () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  try {
    const api = await whenReady(folder, port, token, children);
    if (crds) await installCrds(api);
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigText(port, token), { mode: 0o600 });
    return {
      ...api,
      kubeconfig,
      stop: () => {
        process.off('exit', kill);
        api.close();
        kill();
      },
    };
  } catch (error) {
    process.off('exit', kill);
    kill();
    throw error;
  }
}

function start(folder: string, program: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, `${program}.log`), 'a');
  const child = spawn(tool('kube', program), args, { cwd: folder, stdio: ['ignore', log, log] });
  child.unref(); // must not keep a test run alive that forgot to stop it
  return child;
}

function etcdArguments(folder: string, client: number, peer: number): string[] {
  const [clientUrl, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return Object.entries({
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': clientUrl,
    'advertise-client-urls': clientUrl,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `default=${peerUrl}`,
    'unsafe-no-fsync': 'true',
    'log-level': 'error',
  }).map(([name, value]) => `--${name}=${value}`);
}

function apiServerArguments(folder: string, port: number, etcd: number): string[] {
  const key = join(folder, 'sa.key');
  return Object.entries({
    'etcd-servers': `http://127.0.0.1:${etcd}`,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'secure-port': String(port),
    'cert-dir': folder,
    'token-auth-file': join(folder, 'tokens'),
    'authorization-mode': 'RBAC',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': key,
    'service-account-signing-key-file': key,
    'service-cluster-ip-range': '10.96.0.0/16',
    'disable-admission-plugins': 'ServiceAccount', // there is no controller that would make the default accounts
    'endpoint-reconciler-type': 'none',
    'enable-priority-and-fairness': 'false',
  }).map(([name, value]) => `--${name}=${value}`);
}

async function whenReady(folder: string, port: number, token: string, children: readonly ChildProcess[]): Promise<KubernetesApi> {
  const certificate = join(folder, 'apiserver.crt');
  for (const end = Date.now() + 180_000; Date.now() < end; await pause(50)) {
    const ended = children.find((child) => child.exitCode !== null);
    if (ended) throw new Error(`${ended.spawnfile} ended: ${logTail(folder)}`);
    if (!existsSync(certificate)) continue;
    const api = kubernetesApi({ port, token, certificate: readFileSync(certificate, 'utf8') });
    const ready = await api.call('GET', '/readyz').catch(() => undefined);
    if (ready?.status === 200) return api;
    api.close();
  }
  throw new Error(`kube-apiserver is not ready after 180 s: ${logTail(folder)}`);
}

function logTail(folder: string): string {
  return ['etcd.log', 'kube-apiserver.log'].map((name) => readFileSync(join(folder, name), 'utf8').slice(-1500)).join('\n');
}

/** Every CustomResourceDefinition of the `crds` folder: name → text. They are big, and the server reads YAML faster than we do. */
function readCrds(): ReadonlyMap<string, string> {
  const folder = toolFolder('crds');
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .flatMap((path) => readFileSync(join(folder, path), 'utf8').split(/^---$/m))
    .filter((text) => /^kind: CustomResourceDefinition$/m.test(text));
  return new Map(documents.map((text) => [/^ {2}name: ["']?([^\s"']+)/m.exec(text)?.[1] ?? '', text]));
}

async function installCrds(api: KubernetesApi): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const install = async ([name, text]: [string, string], attempts = 5): Promise<readonly string[]> => {
    const query = 'fieldManager=install&force=true';
    const { status, body } = await api.call('PATCH', `${path}/${name}?${query}`, text, 'application/apply-patch+yaml');
    if (status < 300) return [];
    // a busy machine: the server gives up after half a minute, and the next attempt finds most of the work done
    return status >= 500 && attempts > 1 ? install([name, text], attempts - 1) : [`${name}: ${String(body.message)}`];
  };
  const refused = (await Promise.all([...readCrds()].map((crd) => install(crd)))).flat();
  if (refused.length > 0) throw new Error(`custom resource definitions are refused: ${refused.join('; ')}`);
  for (const end = Date.now() + 180_000; ; await pause(100)) {
    const { body } = await api.call('GET', path);
    if ((body.items as KubeObject[]).every(isEstablished)) return;
    if (Date.now() > end) throw new Error('custom resource definitions are not established after 180 s');
  }
}

function isEstablished(crd: KubeObject): boolean {
  const { conditions } = (crd.status ?? {}) as { conditions?: readonly { type: string; status: string }[] | null };
  return (conditions ?? []).some((condition) => condition.type === 'Established' && condition.status === 'True');
}

function kubeconfigText(port: number, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    users: [{ name: 'admin', user: { token } }],
    clusters: [{ name: 'test', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
