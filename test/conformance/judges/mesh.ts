import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { execute } from './execute.ts';
import { temporaryFolder } from './temporary.ts';
import { missingTool, tool } from './tool.ts';

/** One request, as tools/mesh/scenario.go reads it. */
export interface MeshCall {
  readonly name?: string;
  /** From where: `gateway` enters it from outside, `outbound` leaves the pod, `inbound` goes straight to the pod. */
  readonly mode?: 'gateway' | 'outbound' | 'inbound';
  readonly port: number;
  /** `namespace/name` of the Service by which a gateway is entered. */
  readonly service?: string;
  readonly protocol?: 'http' | 'http2' | 'grpc' | 'tcp' | 'mysql';
  readonly tls?: 'plaintext' | 'tls' | 'mtls';
  readonly sni?: string;
  readonly noSni?: boolean;
  readonly clientCert?: unknown;
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly clientIP?: string;
  readonly jwt?: Readonly<Record<string, unknown>>;
  readonly repeat?: number;
  readonly timeoutMs?: number;
  /** Only the answer: `hops` and `seenBy` stay away, which takes a fifth of the time. */
  readonly quick?: boolean;
}

export interface MeshProxy {
  /** `namespace/name` of a Deployment. */
  readonly deployment?: string;
  /** `namespace/name` of a Gateway API Gateway. */
  readonly gateway?: string;
}

/** A world and the requests that are sent in it. */
export interface Scenario {
  readonly files?: readonly string[];
  readonly yaml?: string;
  readonly meshConfig?: unknown;
  /** Environment of istiod, which is started again for it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Additional injection templates, name → text. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly outside?: readonly unknown[];
  readonly secrets?: readonly unknown[];
  /** Make every Secret that is named and that no file has. */
  readonly autoSecrets?: boolean;
  readonly sims: readonly { readonly name: string; readonly proxy: MeshProxy; readonly calls: readonly MeshCall[] }[];
}

export interface TlsFacts {
  readonly sni?: string;
  readonly alpn?: string;
  readonly peer?: string;
  readonly peerSAN?: readonly string[];
}

/** What a server saw. */
export interface Echo {
  readonly pod: string;
  /** `namespace/name` of the Deployment. */
  readonly workload?: string;
  /** Of a server outside of the mesh: the host whose address was asked. */
  readonly name?: string;
  readonly port: number;
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly data?: string;
  readonly tls?: TlsFacts;
}

/** One line of a proxy's access log. */
export interface Hop {
  readonly proxy: string;
  readonly route?: string;
  readonly cluster?: string;
  readonly code?: string;
  readonly flags?: string;
  readonly details?: string;
  readonly peer?: string;
  readonly [field: string]: unknown;
}

export interface MeshAnswer {
  readonly name?: string;
  readonly error?: string;
  readonly hops?: readonly Hop[];
  readonly seenBy?: readonly Echo[];
  /** With `repeat`: `status workload-or-host:port` → count. */
  readonly answers?: Readonly<Record<string, number>>;
  readonly answer?: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, readonly string[]>>;
    readonly echo?: Echo;
    readonly body?: string;
    readonly serverTLS?: TlsFacts;
    readonly error?: string;
    /** Where it ended: resolve, connect, tls, request. */
    readonly stage?: string;
  };
}

export interface MeshNote {
  readonly object: string;
  readonly reason: string;
}

export interface ScenarioResult {
  readonly rejected?: readonly MeshNote[];
  readonly warnings?: readonly MeshNote[];
  readonly notes?: readonly string[];
  /** Configuration that an Envoy refused. */
  readonly nack?: readonly string[];
  readonly sims?: readonly { readonly name: string; readonly error?: string; readonly calls: readonly MeshAnswer[] }[];
  readonly ms: Readonly<Record<string, number>>;
}

export interface Mesh {
  /** Forgets everything of earlier scenarios, applies this one's objects, waits for the proxies, sends the requests. */
  run(scenario: Scenario): Promise<ScenarioResult>;
  /** One more request in the world of the last scenario. */
  request(proxy: MeshProxy, call: MeshCall): Promise<MeshAnswer>;
  stop(): void;
}

/** Why the miniature Istio cannot run here, or `undefined` when it can. */
export function missingMesh(): string | undefined {
  if (process.getuid?.() !== 0) return 'the mesh needs root: it makes network namespaces';
  if (!existsSync('/usr/sbin/xtables-legacy-multi')) return 'the mesh needs iptables: apt-get install iptables';
  return missingTool('mesh');
}

/**
 * Starts a whole Istio on this machine: API server, istiod with its webhooks and CA, and per pod a pilot-agent, an Envoy and an echo server, all in
 * network namespaces of their own. Ready after about 8 s. Several may run at the same time.
 */
export async function startMesh(): Promise<Mesh> {
  const missing = missingMesh();
  if (missing) throw new Error(missing);
  const folder = temporaryFolder();
  const program = tool('mesh', 'bin/mesh');
  const stop = () => {
    process.off('exit', stop);
    spawnSync(program, ['down', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  const { status, stderr } = await execute(program, ['up', folder]);
  if (status !== 0) {
    stop();
    throw new Error(`mesh up: ${stderr}`);
  }
  const scenarioFile = join(folder, 'scenario.json');
  return {
    run: (scenario) => {
      writeFileSync(scenarioFile, JSON.stringify(scenario));
      return post<ScenarioResult>(folder, '/run', { path: scenarioFile });
    },
    request: (proxy, call) => post<MeshAnswer>(folder, '/request', { proxy, call }),
    stop,
  };
}

function post<T>(folder: string, path: string, body: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: join(folder, 'sock'), path, method: 'POST' }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode === 200) resolve(JSON.parse(text) as T);
        else reject(new Error(`mesh: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
