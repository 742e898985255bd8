import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleOptions } from './bundle-options.mjs';

const annotations = (index) => `    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'file${index}.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/package-path: ''
      internal.config.kubernetes.io/path: 'file${index}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'`;

/** What kpt sends for a small package: a Service of the user's, with comments, and an intent. */
const smallPackage = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Service
  metadata: # kpt-merge: shop/frontend
    name: frontend
    namespace: shop
${annotations(1)}
  spec:
    selector:
      app: frontend # the application
    ports:
    - name: http
      port: 8080
      targetPort: http
- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata:
    name: shop
    namespace: shop
${annotations(2)}
  spec:
    gateways: [{name: public}]
    expose:
    - hosts: [shop.example.com]
      to: frontend:8080
      tls: {secretName: shop-cert}
`;

/** A list of another program, where a Service has another port. */
const plainList = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Service
  metadata: {name: frontend, namespace: shop}
  spec: {ports: [{name: http, port: 80}]}
- apiVersion: gatewayintent.dev/v1alpha1
  kind: GatewayIntent
  metadata: {name: shop, namespace: shop}
  spec:
    gateways: [{name: public}]
    expose: [{hosts: [shop.example.com], to: "frontend:8080"}]
`;

const sample = (name) => join(bundleOptions.absWorkingDir, 'samples', name);

/** The runs that the program is made fast for: what they execute is compiled at build time and stands in one script. */
export const usualRuns = [
  { args: [], input: smallPackage },
  { args: [], input: plainList },
  { args: [], input: plainList.replace('port: 80}', 'port: 8080}') },
  { args: ['render', sample('smallest')], input: '' },
  { args: ['render', sample('openshift-service-mesh')], input: '' },
];

/** What executes much of the rest, so that it is compiled at build time, too. */
export const otherRuns = [
  { args: ['lint', sample('egress')], input: '' },
  { args: ['test', sample('routing')], input: '' },
  { args: ['render', sample('tls')], input: '' },
];

/** Runs a program; findings are no failure. */
export function runOnce(file, { args, input }, env) {
  const stdio = ['pipe', 'ignore', 'pipe'];
  const { status, stderr } = spawnSync(process.execPath, [file, ...args], { input, env: { ...process.env, ...env }, stdio });
  if (status === null || status > 1) throw new Error(`${args.join(' ') || 'the function'} ends with ${status}:\n${stderr}`);
}
