import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { suite } from '../../suite.ts';
import { type Case, readCase } from '../case.ts';
import { withFiles } from '../judges/temporary.ts';
import { startPrograms } from '../programs.ts';
import { cluster } from './cluster.ts';
import { envoyGateway } from './envoy-gateway.ts';
import { injection } from './injection.ts';
import { istio } from './istio.ts';
import { requests } from './requests.ts';
import type { Verdict } from './verdict.ts';

const cases = fileURLToPath(new URL('../cases/', import.meta.url));

/** One thing that is wrong in a case that is right otherwise, and what the judge must say of it. */
interface Break {
  readonly of: string;
  readonly judge: Verdict;
  /** In the manifests or in the requests, wherever it is. */
  readonly replace: readonly [string, string];
  readonly says: RegExp;
}

const breaks: Readonly<Record<string, Break>> = {
  'a host that is no host is refused by Istio': {
    of: 'ingress',
    judge: istio,
    replace: ['host: frontend.shop.svc.cluster.local', 'host: "front end"'],
    says: /Error .*front end/,
  },
  'a Gateway that is not there is found by the analyzers': {
    of: 'ingress',
    judge: istio,
    replace: ['gateways: [public]', 'gateways: [absent]'],
    says: /IST0101/,
  },
  'a field that is not there is refused by the cluster': {
    of: 'ingress',
    judge: cluster,
    replace: ['credentialName:', 'credentialNane:'],
    says: /is refused: .*credentialNane/,
  },
  'a CEL rule that is broken is refused by the cluster': {
    of: 'gateway-api',
    judge: cluster,
    replace: ['protocol: TCP', 'protocol: TCP\n      hostname: db.example.com'],
    says: /is refused: .*hostname must not be specified for protocols/,
  },
  'a template that is not registered stops the injection': {
    of: 'ingress',
    judge: injection,
    replace: ['inject.istio.io/templates: gateway', 'inject.istio.io/templates: gateway,absent'],
    says: /requested template "absent" not found/,
  },
  'a pod that may do too much is refused under the restricted standard': {
    of: 'ingress',
    judge: injection,
    replace: ['runAsNonRoot: true', 'hostNetwork: true'],
    says: /the API server refuses the pod: .*restricted/,
  },
  'a promise that is not kept is said, with the way of the request': {
    of: 'ingress',
    judge: requests,
    replace: ['to: frontend.shop:8080', 'to: backend.shop:9090'],
    says: /to: expected backend\.shop:9090, got shop\/frontend port 8080/,
  },
  'a promise that Envoy Gateway does not keep is said': {
    of: 'envoy-gateway',
    judge: envoyGateway,
    replace: ['path: /new/a?b=c', 'path: /old/a?b=c'],
    says: /path: expected \/old\/a\?b=c, got \/new\/a\?b=c/,
  },
};

const { programs, stop } = startPrograms(1);

/** What the judge says of the case with that one thing wrong. */
async function judgeBroken({ of, judge, replace: [right, wrong] }: Break): Promise<string> {
  const files = ['manifests.yaml', '.expected/requests.yaml', '.expected/conformance.yaml', '.expected/world.yaml'].flatMap((path) =>
    existsSync(join(cases, of, path)) ? [[path, readFileSync(join(cases, of, path), 'utf8')] as const] : [],
  );
  assert.ok(
    files.some(([, text]) => text.includes(right)),
    `case ${of} has no "${right}"`,
  );
  const broken = Object.fromEntries(files.map(([path, text]) => [path, text.replaceAll(right, wrong)]));
  const subject = await withFiles(broken, async (folder): Promise<Case> => readCase(folder, String(broken['manifests.yaml'])));
  return (await judge(subject, programs)).messages.map(({ text }) => text).join('\n');
}

suite('judges say no', {
  ...Object.fromEntries(
    Object.entries(breaks).map(([title, one]) => [title, async () => assert.match(await judgeBroken(one), one.says)] as const),
  ),
  'nothing is left running': stop,
});
