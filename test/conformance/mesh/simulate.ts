import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tool } from '../judges/tool.ts';
import type { Case, Probe } from './case.ts';

/** What the simulator says about one request at one proxy. */
export interface Simulated {
  readonly error: string | null;
  readonly routeConfig?: string;
  readonly virtualHost?: string;
  readonly route?: string;
  readonly cluster?: string;
  readonly weightedClusters?: readonly { readonly name: string; readonly weight: number; readonly requestHeaders?: HeaderChanges }[];
  readonly mirror?: readonly { readonly cluster: string }[];
  readonly clusterInfo?: readonly ClusterInfo[];
  readonly redirect?: Readonly<Record<string, unknown>>;
  readonly directResponse?: { readonly status: number; readonly body: string };
  readonly rewrite?: Readonly<Record<string, unknown>>;
  readonly timeout?: string;
  readonly requestHeaders?: HeaderChanges;
  readonly notes?: readonly string[];
  readonly as?: string;
  readonly proxy?: string;
  readonly listenPort?: number;
  readonly listener?: string;
  readonly filterChain?: string;
  readonly next?: Simulated;
  readonly nextByCluster?: Readonly<Record<string, Simulated>>;
}

export interface HeaderChanges {
  readonly add?: readonly Readonly<Record<string, string>>[];
  readonly remove?: readonly string[];
}

export interface ClusterInfo {
  readonly name: string;
  readonly missing?: boolean;
  readonly type?: string;
  readonly endpointCount: number;
  readonly endpoints?: readonly string[];
  readonly tls?: string;
  readonly sni?: string;
  readonly http2?: string;
}

/** The simulator's answers for one case, in the order of its probes, and what Envoy would refuse of each probe's proxy. */
export interface SimulatedCase {
  readonly results: readonly { readonly result: Simulated; readonly nack: readonly string[] }[];
  readonly rejected: readonly string[];
}

interface Output {
  readonly fatal?: string;
  readonly sims: readonly {
    readonly name: string;
    readonly error?: string;
    readonly nack: readonly string[];
    readonly calls: readonly Simulated[];
  }[];
  readonly rejected?: readonly { readonly object: string; readonly reason: string }[];
  readonly ignored?: readonly { readonly object: string; readonly reason: string }[];
}

export const simulator = tool('istio-sim');

const run = promisify(execFile);

/** A simulator spends most of its time waiting: some of them go side by side. */
const sideBySide = 3;

/** Asks istiod's own code: cases that share a mesh in one process, the others one by one. */
export async function simulate(cases: readonly Case[]): Promise<readonly SimulatedCase[]> {
  const alone = cases.some((one) => one.meshConfig !== undefined);
  if (!alone) return simulateTogether(cases, undefined);
  const found: SimulatedCase[] = [];
  for (let start = 0; start < cases.length; start += sideBySide) {
    const some = cases.slice(start, start + sideBySide).map((one) => simulateTogether([one], one.meshConfig));
    found.push(...(await Promise.all(some)).flat());
  }
  return found;
}

async function simulateTogether(cases: readonly Case[], meshConfig: Case['meshConfig']): Promise<readonly SimulatedCase[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  try {
    const proxies = new Map<string, { name: string; proxy: object; calls: { at: readonly [number, number]; call: unknown }[] }>();
    cases.forEach((one, caseIndex) => {
      one.probes.forEach((probe, probeIndex) => {
        const { deployment, gateway } = probe.at;
        const name = deployment ?? `gateway ${gateway}`;
        const known = proxies.get(name) ?? { name, proxy: deployment ? { deployment } : { gateway }, calls: [] };
        proxies.set(name, known);
        known.calls.push({ at: [caseIndex, probeIndex], call: callOf(probe) });
      });
    });
    const sims = [...proxies.values()];
    const input = {
      yaml: cases
        .flatMap((one) => one.objects)
        .map((object) => JSON.stringify(object))
        .join('\n---\n'),
      ...(meshConfig ? { meshConfig } : {}),
      sims: sims.map((sim) => ({
        name: sim.name,
        proxy: sim.proxy,
        calls: sim.calls.map((entry) => entry.call),
      })),
    };
    const file = join(folder, 'input.json');
    writeFileSync(file, JSON.stringify(input));
    const { stdout } = await run(simulator, [file], { maxBuffer: 1 << 30, encoding: 'utf8' });
    return distribute(cases, sims, JSON.parse(stdout) as Output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function distribute(
  cases: readonly Case[],
  sims: readonly { calls: readonly { at: readonly [number, number] }[] }[],
  output: Output,
): readonly SimulatedCase[] {
  const found = cases.map((one) => ({
    results: new Array<{ result: Simulated; nack: readonly string[] }>(one.probes.length),
    rejected: [] as string[],
  }));
  output.sims.forEach((sim, index) => {
    sims[index]?.calls.forEach(({ at: [caseIndex, probeIndex] }, call) => {
      const result = sim.error ? { error: sim.error } : (sim.calls[call] ?? { error: 'no answer' });
      const place = found[caseIndex];
      if (place) place.results[probeIndex] = { result, nack: sim.nack };
    });
  });
  for (const note of [...(output.rejected ?? []), ...(output.ignored ?? [])]) {
    const index = cases.findIndex((one) =>
      one.objects.some((object) => note.object.endsWith(` ${object.kind} ${object.metadata.namespace}/${object.metadata.name}`)),
    );
    found[index]?.rejected.push(`${note.object}: ${note.reason}`);
  }
  return found;
}

function callOf({ at, request }: Probe): Record<string, unknown> {
  const {
    protocol = 'http',
    tls = 'none',
    host = '',
    port = 80,
    path = '/',
    method = 'GET',
    headers = {},
    serverName,
    clientCertificate,
    address,
  } = request;
  return {
    port,
    protocol,
    tls: tls === 'none' ? 'plaintext' : tls === 'mesh' ? 'mtls' : 'tls',
    ...(tls !== 'none' && serverName !== undefined ? { sni: serverName } : {}),
    ...(tls !== 'none' && serverName === undefined ? { noSni: true } : {}),
    clientCert: clientCertificate !== undefined,
    host,
    path,
    method,
    headers,
    ...(address ? { address } : {}),
    ...(at.service ? { mode: 'gateway', service: at.service } : { mode: 'outbound' }),
    follow: at.follow ?? false,
  };
}
